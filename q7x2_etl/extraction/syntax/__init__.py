"""Clauses, and what belongs to each: subjects, objects, lists, asides, participles, pronouns."""
