"""The pages: each finds what it shows through the gate, has it made ready, and renders it."""
