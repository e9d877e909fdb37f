"""What each view shows, as data: no tkinter here, so that every rule of the window can be tested by tables (window thread)."""
