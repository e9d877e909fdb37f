"""Pictures as data: what is to be drawn, worked out from rows by pure functions; widgets put it on the screen."""
