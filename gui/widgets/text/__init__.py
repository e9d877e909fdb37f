"""Texts to read, select and copy: bytes as text and hex, code, pages of rows (window thread)."""
