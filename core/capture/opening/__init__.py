"""A capture that exists, found again block by block; and JSON Lines back into one."""
