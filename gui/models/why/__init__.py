"""Why cards as data: which one is shown, and what its buttons do."""
