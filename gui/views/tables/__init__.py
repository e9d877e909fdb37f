"""Traffic and Calls: tables of call records, with what narrows and searches them (window thread)."""
