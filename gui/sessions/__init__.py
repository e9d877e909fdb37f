"""The session in the window: its menu, what is ready to start, and what is kept without being asked."""
