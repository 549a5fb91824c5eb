"""A reader of another package: the minutes of a meeting, one text a speaker."""

from collections.abc import Iterator

from q7x2_etl.model import Metadata
from q7x2_etl.sources import Opened, Origin, Reading, reading_of


class MinutesReader:
    name = "minutes"
    suffixes = (".minutes",)
    media_types = ("application/x-minutes",)
    gives_many = True

    def recognises(self, head: bytes) -> bool:
        return head.startswith(b"MINUTES\n")

    def read(self, opened: Opened) -> Iterator[Reading]:
        spoken = opened.content().decode("utf-8").removeprefix("MINUTES\n").split("\n\n")
        for row, words in enumerate(spoken, start=1):
            speaker, _, text = words.partition(": ")
            if not text:
                yield opened.unread_row(row, "unreadable", "nobody is said to speak")
                continue
            origin = Origin(opened.row_name(row), opened.row_uri(row), self.media_types[0])
            yield reading_of(text, origin, Metadata(byline=speaker))


READER = MinutesReader()
