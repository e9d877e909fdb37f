"""The row that sends, below the lists of both tabs: what, how it is made, how often, and what goes out by itself."""
