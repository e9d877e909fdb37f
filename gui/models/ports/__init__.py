"""The ports of this computer as rows: what is new, what is asked for, what can be done."""
