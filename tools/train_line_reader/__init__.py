"""Trains the project's own line reader on drawn and damaged prints."""
