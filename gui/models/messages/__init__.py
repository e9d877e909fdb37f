"""The messages that a person keeps: their list, their file, and what the panel shows of them."""
