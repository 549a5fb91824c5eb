"""When and where each incident was."""
