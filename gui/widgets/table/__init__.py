"""Tables of any number of rows: what can be seen of them, their columns, their keys (window thread)."""
