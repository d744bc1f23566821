"""What the API reads, always of editions that passed the gate."""
