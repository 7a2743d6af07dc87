"""Worksheets become costs, incidents and messages with typed Swedish values."""
