"""Reports on plans: sections of blocks and drawings."""
