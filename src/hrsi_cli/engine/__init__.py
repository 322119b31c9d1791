"""The verbs: pure functions from domain objects to reports. No clock, no file, no terminal."""
