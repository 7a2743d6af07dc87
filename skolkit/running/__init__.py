"""How a run is carried out: workers, cache, progress, and the record of each file."""
