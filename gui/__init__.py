"""The window: the only part that imports tkinter (and gui/models does not even do that)."""
