"""The lab itself: how it fares, its rates, its status in words, its help and its demonstration."""
