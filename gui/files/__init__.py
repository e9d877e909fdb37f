"""What is done with the files of a capture: the Capture menu, recording elsewhere, saving, exporting, importing."""
