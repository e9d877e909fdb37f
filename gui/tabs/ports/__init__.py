"""The Ports tab: who holds which port of this computer, and what can be done about it (window thread)."""
