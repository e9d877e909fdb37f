"""Filter, search and jump: which records are meant, and where they are in a view."""
