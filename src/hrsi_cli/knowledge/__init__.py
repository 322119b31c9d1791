"""Files to objects: reading YAML with positions, checking references, loading the knowledge base."""
