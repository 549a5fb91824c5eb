"""HTML pages to text and what their tags say: guarded, pruned, laid out with signs that keep the kinds of its parts."""
