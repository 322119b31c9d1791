"""Reports as versioned records for programs: keys in English, the same in every language."""
