"""TLS between the calls and a connection: the calls stay as they are, and what they carry is shown inside."""
