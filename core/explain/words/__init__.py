"""The words for what can go wrong: (sentence, what to try) by name, one file for each place it comes from."""
