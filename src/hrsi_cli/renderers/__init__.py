"""Reports to bytes: pages of blocks for people, versioned records for programs. Nothing here prints."""
