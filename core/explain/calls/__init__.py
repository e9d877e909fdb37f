"""A call record explained: as Python and C write it, what each part is, what it did, why it was made."""
