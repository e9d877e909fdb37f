"""What can be typed, read from the parsers themselves (tree.py), and told to the shells, one a file."""
