"""Jobs: what goes on sending on a socket by itself, until it is through, stopped, or the socket has ended."""
