"""Measures: pure functions from tidy data to a small typed result; no database, no screen."""
