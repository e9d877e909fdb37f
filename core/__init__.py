"""Sockets without a window: everything the lab does, runnable on any thread but the window's, importing no tkinter."""
