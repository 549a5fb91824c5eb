"""Which of the copies of one story are later versions of others. The rule is written in docs/METHODS.md."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from q7x2_etl.copies.wording import Wording, same_wording

_NUMBERED = re.compile(
    r"\b(?:update|upd|wrap-?up)\s*(?:no\.?\s*)?(\d{1,2})\s*[-–—:)\]]|\b(\d)(?:st|nd|rd|th)\s+(?:lead|update)\b", re.I
)
_CORRECTED = re.compile(
    r"\A\W*(?:correct(?:ion|ed|s)|clarifi(?:cation|es)|amended|refile)\b"
    r"|[(\[](?:with\s+)?(?:correct(?:ion|ed|s)|clarifi(?:cation|ed)|amended|refile)\b[^)\]]*[)\]]",
    re.I,
)
_UPDATED = re.compile(r"\A\W*update[ds]?\b|[(\[]update[ds]?\b[^)\]]*[)\]]", re.I)


@dataclass(frozen=True, slots=True)
class Version:
    """A story of a group of copies, as versions are told apart.

    `published_on` is None unless its day is known; `heads` are the title and the first words, where wires say "UPDATE
    2" or "CORRECTION"; `seen` has, by address, when a load first read this text there.
    """

    article_id: str
    wording: Wording
    published_on: date | None
    heads: tuple[str, ...]
    publishers: frozenset[str]
    agency: str | None
    seen: Mapping[str, datetime]

    @property
    def mark(self) -> tuple[int, bool]:
        """What the wire itself says of it: the number of the update (0 for none), and whether it corrects."""
        numbers = [int(m[1] or m[2]) for head in self.heads for m in _NUMBERED.finditer(head)]
        plain = any(_UPDATED.search(head) for head in self.heads)
        return max([*numbers, int(plain)]), any(_CORRECTED.search(head) for head in self.heads)


def superseded(group: Iterable[Version]) -> dict[str, str]:
    """By article, the last version of it; articles that no later version supersedes are left out."""
    versions = sorted(group, key=lambda version: version.article_id)
    marks = {version.article_id: version.mark for version in versions}
    later: defaultdict[str, list[Version]] = defaultdict(list)
    for line in _lines(versions):
        for one in line:
            later[one.article_id] += [other for other in line if _supersedes(other, one, marks)]
    found = {}
    for article_id, candidates in later.items():
        if candidates:
            last = max(candidates, key=lambda v: (v.published_on or date.min, marks[v.article_id], _last_seen(v),
                                                  v.article_id))  # fmt: skip
            found[article_id] = last.article_id
    return found


def _lines(versions: Sequence[Version]) -> list[list[Version]]:
    """Stories that can be versions of each other: of one publisher, of one agency, at one address."""
    lines: defaultdict[tuple[str, str], list[Version]] = defaultdict(list)
    for version in versions:
        for publisher in version.publishers:
            lines["publisher", publisher].append(version)
        for uri in version.seen:
            lines["uri", uri].append(version)
        if version.agency is not None:
            lines["agency", version.agency].append(version)
    return [lines[key] for key in sorted(lines) if len(lines[key]) > 1]


def _supersedes(new: Version, old: Version, marks: Mapping[str, tuple[int, bool]]) -> bool:
    if new is old or same_wording(new.wording, old.wording):
        return False
    at_once = new.publishers & old.publishers or new.seen.keys() & old.seen.keys()
    if at_once and new.published_on and old.published_on and new.published_on != old.published_on:
        return new.published_on > old.published_on
    if marks[new.article_id] != marks[old.article_id]:
        return marks[new.article_id] > marks[old.article_id]
    places = new.seen.keys() & old.seen.keys()
    return bool(places) and max(new.seen[uri] for uri in places) > max(old.seen[uri] for uri in places)


def _last_seen(version: Version) -> str:
    return max((seen.isoformat() for seen in version.seen.values()), default="")
