"""A programme of change as people look at it: its roadmap, its risk register, what it transfers."""
