"""What pages show, made ready: templates loop and print, and page and document say the same."""
