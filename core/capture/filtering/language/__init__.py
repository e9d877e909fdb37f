"""The filter language alone: from a typed line to a tree of terms, and what may be typed next; no capture needed."""
