"""Commands of the command line that are of one subject each; cli.py puts them together."""
