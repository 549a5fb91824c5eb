"""Readers, one module a format, and what several of them share: rows of tables, lines of streams, markup in cells."""
