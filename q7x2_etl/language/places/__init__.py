"""The gazetteer, and names of places in text."""
