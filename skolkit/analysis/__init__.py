"""Clean tables become findings: pure functions."""
