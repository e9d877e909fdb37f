"""The sockets of both tabs as data: which there are, their rows, their forms, what can be done with them."""
