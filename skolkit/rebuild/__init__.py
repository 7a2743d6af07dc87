"""Words become page grids, and page grids become whole worksheets: undo the printer."""
