"""A tiny extractor in the place of the rules, to measure the write side: it reads openings of `synthetic.py`'s feed.

    LIMA, March 4, 2021 - Gunmen attacked a police checkpoint in Lima on Tuesday, killing 7 policemen …

An opening gives two reports with the actors, figures and evidence that the rules would give of it, in a thousandth of
their time; other articles give none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from q7x2_etl.model import Actor, Article, Casualty, Evidence, Report, content_id

_OPENING = re.compile(
    r"(?P<place>[A-Z][A-Z .'-]+), (?P<day>[A-Z][a-z]+ \d{1,2}, \d{4}) - (?P<told>(?P<actor>[A-Z][\w-]+)[^\n]*?"
    r"(?P<toll>\d+)[^\n]*)"
)
_REPORTS_EACH = 2


@dataclass(frozen=True)
class SyntheticExtractor:
    """Implements the Extractor protocol; picklable, so it also runs in worker processes."""

    name: str = "synthetic"
    version: str = "1"

    def extract(self, article: Article) -> list[Report]:
        """The reports of the article's opening; none where it has no such opening."""
        match = _OPENING.match(article.text, article.story_start, article.story_end)
        return [] if match is None else list(self._reports(article, match))

    def _reports(self, article: Article, match: re.Match[str]) -> Iterator[Report]:
        day = datetime.strptime(match["day"], "%B %d, %Y").date()
        figure, place = int(match["toll"]), match["place"].title()
        for number in range(_REPORTS_EACH):
            yield Report(
                report_id=content_id(article.article_id, *match.span("told"), str(number)),
                article_id=article.article_id,
                event_type=("armed_attack", "kidnapping")[number],
                stage="accomplished",
                veracity="reported",
                date_start=day,
                date_end=day,
                date_precision="day",
                place_name=place,
                place_id=f"synthetic:{place.replace(' ', '-')}",
                admin2=None,
                admin1=place,
                country="AAA",
                latitude=None,
                longitude=None,
                where_precision=1,
                weapon=None,
                quote=match["told"],
                quote_start=match.start("told"),
                quote_end=match.end("told"),
                confidence=0.9,
                extractor=self.name,
                extractor_version=self.version,
                reference_version="synthetic",
                actors=tuple(
                    Actor(i, role, side, None, match["actor"], match["actor"], "armed_group", None, None, None, None,
                          *match.span("actor"))
                    for i, (role, side) in enumerate((("perpetrator", "a"), ("target", "b")))
                ),
                casualties=(
                    Casualty(0, None, "killed", figure, figure, figure, "exact", "stated", "persons", "people", None,
                             "civilians", False, match["toll"], *match.span("toll"), False),
                ),
                evidence=tuple(
                    Evidence(field, *match.span(group), match[group], f"synthetic.{group}")
                    for field, group in (
                        ("date_start", "day"), ("place_name", "place"), ("event_type", "told"), ("stage", "told"),
                        ("country", "place"),
                    )
                ),
            )  # fmt: skip
