"""What stands round tabs and views: header, status bar, cards of what went wrong, help and panels (window thread)."""
