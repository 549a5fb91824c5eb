"""A text as stories: paragraphs, what each is, where a story opens and ends, and the day it was published."""
