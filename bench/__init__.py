"""Measurements against the bounds that the project holds itself to; run by `make bench`."""
