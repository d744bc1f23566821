"""What script/bench measures, and how. Nothing here is a test: see tests/performance for those."""
