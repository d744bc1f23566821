"""Scenarios: hard cases that a model is tried with, step by step, in any edition."""
