"""Findings become figures, report and data files."""
