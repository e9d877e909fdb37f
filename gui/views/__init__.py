"""What both tabs share: the records below, and the header, notices, help and status round them (window thread)."""
