"""One conversation as a continuous sheet: its pieces, its rows, the page in sight."""
