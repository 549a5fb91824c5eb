"""A real, tiny extractor for tests of the write side: it reads one invented sentence form and nothing else.

    On 2021-03-04 the Red Column attacked Alder (AAA) and killed 7 soldiers.

A line `Wrong toll: 7` makes it emit a report whose figure its words do not give; a line `Crash!` makes it raise.
"""

import os
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from q7x2_etl.model import Actor, Article, Casualty, Evidence, Report, content_id

_SENTENCE = re.compile(
    r"On (?P<day>\d{4}-\d{2}-\d{2}) the (?P<actor>[A-Z]\w+ [A-Z]\w+) (?P<verb>attacked|bombed) (?P<place>[A-Z]\w+) "
    r"\((?P<country>[A-Z]{3})\) and killed (?P<toll>(?:at least )?(?P<figure>\d+)) (?P<victims>soldiers|civilians)\."
)
_VERBS = {"attacked": "armed_attack", "bombed": "bombing"}


@dataclass(frozen=True)
class PatternExtractor:
    """Implements the Extractor protocol; picklable, so it also runs in worker processes."""

    name: str = "pattern"
    version: str = "1"

    def extract(self, article: Article) -> list[Report]:
        story = article.text[article.story_start : article.story_end]
        if "Crash!" in story:
            raise ValueError("this text was made to fail")
        return list(self._reports(article, story))

    def _reports(self, article: Article, story: str) -> Iterator[Report]:
        for match in _SENTENCE.finditer(story):
            shift = article.story_start
            day = date.fromisoformat(match["day"])
            figure = int(match["figure"])
            soldiers = match["victims"] == "soldiers"
            at_least = match["toll"].startswith("at least")

            def span(group: str | int, match: re.Match[str] = match, shift: int = shift) -> tuple[int, int]:
                return match.start(group) + shift, match.end(group) + shift

            event_type = _VERBS[match["verb"]]
            yield Report(
                report_id=content_id(article.article_id, *span("verb"), event_type),
                article_id=article.article_id,
                event_type=event_type,
                stage="accomplished",
                veracity="reported",
                date_start=day,
                date_end=day,
                date_precision="day",
                place_name=match["place"],
                place_id=f"test:{match['place']}",
                admin2=None,
                admin1=match["place"],
                country=match["country"],
                latitude=None,
                longitude=None,
                where_precision=1,
                weapon=None,
                quote=match[0],
                quote_start=span(0)[0],
                quote_end=span(0)[1],
                confidence=0.9,
                extractor=self.name,
                extractor_version=self.version,
                reference_version="test",
                actors=(
                    Actor(0, "perpetrator", "a", f"test:{match['actor'].replace(' ', '-')}", match["actor"],
                          match["actor"], "armed_group", None, None, None, None, *span("actor")),
                    Actor(1, "target", "b", None, match["victims"], match["victims"],
                          "state" if soldiers else "civilians", match["country"], None, None, "killed",
                          *span("victims")),
                ),
                casualties=(
                    Casualty(0, None, "killed", figure, figure, None if at_least else figure,
                             "at_least" if at_least else "exact", "stated", "persons", match["victims"], None,
                             "state" if soldiers else "civilians", False,
                             match["toll"] if "Wrong toll" not in story else match["day"],
                             *(span("toll") if "Wrong toll" not in story else span("day")), False),
                ),
                evidence=(Evidence("date_start", *span("day"), match["day"], "test.day"),),
            )  # fmt: skip


@dataclass(frozen=True)
class DyingExtractor(PatternExtractor):
    """Takes its whole process along, as a crash in native code does."""

    def extract(self, article: Article) -> list[Report]:
        os._exit(9)


@dataclass(frozen=True)
class ImprovedExtractor(PatternExtractor):
    """The next version: takes every text, reads every toll rightly, and names the weapon of a bombing.

    With `without` it no longer reads sentences with this verb; with `kill_at` it ends its whole process, as kill -9
    does, when it comes to a page with that number.
    """

    version: str = "2"
    without: str | None = None
    kill_at: int | None = None

    def extract(self, article: Article) -> list[Report]:
        if self.kill_at is not None and f"This was page {self.kill_at}." in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        text = article.text.replace("Wrong toll", "Right toll").replace("Crash!", "Krash!")
        found = super().extract(replace(article, text=text))
        return [
            replace(report, weapon="bomb" if report.event_type == "bombing" else None)
            for report in found
            if self.without is None or _VERBS[self.without] != report.event_type
        ]
