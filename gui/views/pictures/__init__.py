"""The views that draw: sequence, state, stream, switchboard, time line, step (window thread)."""
