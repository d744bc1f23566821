"""Invented editions, for measuring how the registry does with much data. Nothing here is real."""
