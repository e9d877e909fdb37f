"""Captures as files: saving, exporting, importing and opening them, as jobs with progress."""
