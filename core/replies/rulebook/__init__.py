"""What the reply "rules" goes by: rules as data, as JSON, and how each finds what it looks for."""
