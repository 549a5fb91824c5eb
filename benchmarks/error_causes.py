"""Why rows are missed and reports are too much, counted by the stage of the cascade that decided it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gold_sets import Found, GoldSet, documents
from report_table import Table

from q7x2_etl.extraction import RuleExtractor, default_extractor
from q7x2_etl.extraction.explaining.trace import Considered, Trace
from q7x2_etl.extraction.framing.noun_frames import noun_frames
from q7x2_etl.extraction.framing.verb_frames import verb_frames
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.mentions.trigger_scan import TriggerScan
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of

MISSED = {
    "no_text": "no sentence of it is read (story borders, furniture, length)",
    "no_trigger": "no trigger in its sentences",
    "suppressed": "a trigger stands there, but no frame (tags, word sense, negated, planned, feared)",
    "relevance": "a frame was read, and refused (words of sport, fiction, markets, drills, accidents)",
    "dropped": "an incident was read, and no report kept (too little told of it)",
    "joined": "read as part of another incident",
    "misaligned": "a report stands there, but type, time, place, figures and actors differ too much",
}
SPURIOUS = {
    "twice": "a second report of a row that is found",
    "misaligned": "on the sentences of a missed row, with too many wrong fields",
    "no_incident": "in a text without any gold row",
    "background": "elsewhere: before the story's own time, or a plural without figures",
    "effect": "elsewhere: from deaths or injuries without a typed trigger",
    "elsewhere": "elsewhere: another sentence taken for an incident",
}
_BACKGROUND_DAYS = 365


Error = tuple[str, str, dict[str, Any]]


def causes_table(errors_of: Mapping[str, Sequence[Error]]) -> Table:
    """How many core rows each set misses, and how many reports are too much, for each cause."""
    counts = {name: Counter((kind, cause) for kind, cause, _ in listed) for name, listed in errors_of.items()}
    rows = [
        [f"{kind}: {told}", *(str(counts[name][kind, cause]) for name in errors_of)]
        for kind, causes in (("missed", MISSED), ("spurious", SPURIOUS))
        for cause, told in causes.items()
    ]
    return Table("Errors by cause", ["cause", *errors_of], rows)


def error_line(error: Error) -> str:
    """One error as a line: kind, cause, and the row or report that it is about."""
    kind, cause, row = error
    if kind == "spurious":
        told = " ".join(row["quote"].split())
        return (
            f"SPURIOUS {cause:11} {row['article']} {row['event_type']} {row['date_start']} {row['place_name']} {told}"
        )
    when = [(d["start"], d["end"]) for d in row["dates"]]
    who = [actor["forms"][0] for actor in row["actors"]]
    return f"MISSED   {cause:11} {row['article']} {row.get('id')} {row['types'][0]} {when} {row['place_names']} {who}"


def errors(gold_set: GoldSet, found: list[Found], scorer: Any) -> Iterator[Error]:
    """Each error of a set: `missed` or `spurious`, its cause, and the gold row or the report."""
    judge = _Judge(gold_set)
    golds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    given: dict[str, list[Found]] = defaultdict(list)
    for gold in gold_set.rows():
        golds[gold["article"]].append(gold)
    for each in found:
        given[each.name].append(each)
    for name in sorted(golds.keys() | given.keys()):
        reports = given[name]
        rows = [each.row() for each in reports]
        pairs = dict(scorer.assign([[scorer.similarity(row, gold) for row in rows] for gold in golds[name]]))
        taken = {rows[position]["report_id"]: golds[name][at] for at, position in pairs.items()}
        for at, gold in enumerate(golds[name]):
            if gold["core"] and at not in pairs:
                yield "missed", judge.why_missed(name, gold, taken), gold
        for position, row in enumerate(rows):
            if position not in pairs.values():
                yield "spurious", judge.why_spurious(name, reports[position], golds[name], taken), row


class _Judge:
    """Reads the texts of a set again, with all that was considered."""

    def __init__(self, gold_set: GoldSet) -> None:
        self._extractor: RuleExtractor = default_extractor()
        self._scan = TriggerScan(Lexicon(Reference.load()))
        self._articles = {
            name: list(stories)
            for name, stories in ((d.name.rsplit("/", 1)[-1], articles_of(d)) for d in documents(gold_set))
        }
        self._traces: dict[str, list[Trace]] = {}

    def _traced(self, name: str) -> list[Trace]:
        if name not in self._traces:
            self._traces[name] = [self._extractor.trace(a) for a in self._articles.get(name, [])]
        return self._traces[name]

    def why_missed(self, name: str, gold: dict[str, Any], taken: dict[str, dict[str, Any]]) -> str:
        """The stage at which a gold row went."""
        spans = [tuple(span) for span in gold["evidence"]]
        told = [s for t in self._traced(name) for s in t.story.told if _meets(spans, s.sentence)]
        if not told:
            return "no_text"
        here = [c for t in self._traced(name) for c in t.considered if _stands_in(c, spans)]
        if not here:
            if any(_frames(t) for t in told):
                return "relevance"
            holds = any(self._scan.may_hold(t.sentence.text[t.sentence.start : t.sentence.end]) for t in told)
            return "suppressed" if holds else "no_trigger"
        kept = [c.report.report_id for c in here if c.kept and c.report is not None]
        if not kept:
            return "dropped"
        return "joined" if all(report_id in taken for report_id in kept) else "misaligned"

    def why_spurious(
        self, name: str, each: Found, golds: list[dict[str, Any]], taken: dict[str, dict[str, Any]]
    ) -> str:
        """What kind of wrong report it is."""
        if not golds:
            return "no_incident"
        report = each.report
        spans = [(e.span_start, e.span_end) for e in report.evidence if e.field == "quote"]
        under = [g for g in golds if any(a < end and start < b for a, b in g["evidence"] for start, end in spans)]
        if under:
            found = [id(g) for g in taken.values()]
            return "twice" if all(id(g) in found or not g["core"] for g in under) else "misaligned"
        considered = next((c for t in self._traced(name) if (c := t.of_report(report.report_id))), None)
        if considered is not None and considered.incident.main.effect:
            return "effect"
        published, end = each.article.published_on, report.date_end
        old = published is not None and end is not None and (published - end).days > _BACKGROUND_DAYS
        vague = considered is not None and considered.incident.main.plural and not report.casualties
        return "background" if old or vague else "elsewhere"


def _frames(told: Told) -> bool:
    """Whether the sentence gives a frame before relevance is asked."""
    return told.reading is not None and bool(noun_frames(told.reading) or verb_frames(told.reading))


def _meets(spans: list[tuple[int, ...]], sentence: Any) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in spans)


def _stands_in(considered: Considered, spans: list[tuple[int, ...]]) -> bool:
    """Whether one of the incident's triggers stands in the spans."""
    triggers = [frame.trigger_span for frame in considered.incident.frames]
    return any(start <= first < end for first, _ in triggers for start, end in spans)
