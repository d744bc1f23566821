"""Invented editions, for measuring how the registry does with much data. Nothing in them is real."""
