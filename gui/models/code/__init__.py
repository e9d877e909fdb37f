"""Calls as a program: of which calls, in which colours, and how it fares when run."""
