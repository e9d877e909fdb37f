"""What happened, in plain words: the one place where faults, calls, states and causes become sentences for people."""
