"""Which frames tell of one incident, within a sentence and over a story."""
