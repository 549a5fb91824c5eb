"""Phrases that lists know: triggers, actors, people, weapons, targets; and names that no list has."""
