"""What the rows tell of each socket, of who talks to whom, and of any moment."""
