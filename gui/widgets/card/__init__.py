"""Cards and panels that lie over the window (window thread)."""
