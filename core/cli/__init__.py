"""The lab without a window: a command line on the same engine and the same captures (main thread)."""
