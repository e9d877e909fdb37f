"""The session that a person works in, as data: what was opened, what runs, and so what a file of now would hold."""
