"""The command line: parse, load, compute, render, exit."""
