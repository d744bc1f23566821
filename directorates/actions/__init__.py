"""Writes of what stands beside the structure of an edition: who holds its posts."""
