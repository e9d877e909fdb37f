"""Going through all rows of a capture, and on when it grows; bytes looked for in them."""
