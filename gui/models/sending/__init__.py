"""What is typed to be sent, how a message is made of it, and whom it goes to."""
