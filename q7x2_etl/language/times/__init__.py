"""Expressions of time, resolved to days."""
