"""Reports as pages of blocks, one module per kind of report."""
