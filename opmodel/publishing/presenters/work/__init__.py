"""How work on drafts is shown: workspace, forms, conflicts, proposals."""
