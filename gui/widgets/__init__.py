"""What the window is put together from: tables, fields, cards; they know nothing of sockets (window thread)."""
