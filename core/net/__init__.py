"""The sockets: the listener, the connection, the datagram socket, and the one class through which every call goes."""
