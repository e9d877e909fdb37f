"""Messages that were composed once and kept: as JSON, and as other programs export them (pure functions)."""
