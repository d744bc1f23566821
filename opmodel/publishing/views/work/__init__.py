"""Working on drafts in the browser."""
