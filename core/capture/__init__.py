"""The capture: every call record of a run, in an append-only file with columns in memory; imports only the contract."""
