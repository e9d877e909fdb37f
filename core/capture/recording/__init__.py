"""How a live capture is written: the recorder's thread, its files and limits, its place on the disk."""
