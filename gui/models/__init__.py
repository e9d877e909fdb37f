"""What each view shows, as data (window thread); without tkinter, so that tables can test every rule of the window."""
