"""Who says what of an incident: claims, denials, accusations, disputes."""
