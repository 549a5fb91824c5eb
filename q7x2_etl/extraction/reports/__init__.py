"""An incident to a report: its type, its cast, and how sure it is."""
