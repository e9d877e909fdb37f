"""Call records as rows, which one is selected, and what is said of it."""
