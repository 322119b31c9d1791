"""The nouns: frozen objects that know no file format, no terminal and no clock."""
