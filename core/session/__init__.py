"""A session: what a person works with, kept as a file to go on with another day; one section of the file per module.

Any thread. Law: reading one does nothing but read: no socket is opened and no code is run because of a file.
"""
