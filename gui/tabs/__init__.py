"""The upper half of the window: what a person does, one folder entry per form, list and tab (window thread)."""
