"""Pictures on a canvas: drawn, scrolled, row by row (window thread)."""
