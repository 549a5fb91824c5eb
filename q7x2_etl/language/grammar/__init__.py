"""Sentences, tokens, tags, and noun and verb groups."""
