"""How a story is read, sentence by sentence, in the order of its telling."""
