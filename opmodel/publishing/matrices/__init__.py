"""Which matrices there are, and how each is read from an edition."""
