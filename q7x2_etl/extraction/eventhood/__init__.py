"""Whether what is told is an event of news at all: it happened, and it is one of conflict."""
