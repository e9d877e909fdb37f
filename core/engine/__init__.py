"""The engine: one thread that makes all socket calls, told what to do by commands, telling what happened by events."""
