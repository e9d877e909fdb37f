"""The ground floor: what a socket, a call record, a command and an event are; frozen data, imports nothing of ours."""
