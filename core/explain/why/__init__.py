"""Why cards: what went wrong or surprises, what was checked just now, the likely cause, and what would help."""
