"""Archives and compressed files around any reader: streamed within limits, never unpacked to disk."""
