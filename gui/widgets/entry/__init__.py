"""Fields to type into, with what is wrong beside them and what may be typed next (window thread)."""
