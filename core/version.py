"""The one place that holds the version; any thread may read it, and nothing else may repeat it."""

VERSION = "0.1.0"
