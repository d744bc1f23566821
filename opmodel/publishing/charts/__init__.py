"""Charts and matrices: where everything stands, worked out once for pages and for print."""
