"""This computer: its addresses, its bound ports and who holds them. Each function asks the system anew."""
