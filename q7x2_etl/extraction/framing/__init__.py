"""Frames: what each trigger tells, of whom, and by whom."""
