"""Bytes, text, addresses and numbers as people type and read them: pure functions, no sockets, no state."""
