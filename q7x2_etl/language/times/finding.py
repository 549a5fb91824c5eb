"""Times in a sentence: found, and resolved against the story's date and the running time of its narrative.

    context = TimeContext(published=date(2018, 8, 10))
    mentions = find_times(text, start, end, context)      # "last Friday" -> 2018-08-03
    context = advance(context, mentions)                  # what "the next day" counts from in the next sentence

Pure functions. The rules are data (`seeds/reference/time_rules.yaml`), each with an example of what it gives. Where the
story's date is known only to its month or so, what is counted from it is the union over all days that it can be.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

from q7x2_etl.language.mentions.lower_case import lowered
from q7x2_etl.language.times.absolute import Atom, resolve_atom
from q7x2_etl.language.times.atoms import atoms_in
from q7x2_etl.language.times.beside import beside_others
from q7x2_etl.language.times.bounds import as_citation, joined_ranges, with_kind
from q7x2_etl.language.times.grammar import Rule, grammar, quantity_of, words_of
from q7x2_etl.language.times.model import (
    Span,
    TimeAnchor,
    TimeContext,
    TimeKind,
    TimeMention,
    coarser,
    precision_of_length,
    publication_span,
    shift,
)
from q7x2_etl.language.times.parts import Words, days_of
from q7x2_etl.language.times.resolve import READINGS, widened
from q7x2_etl.plain_words import runs_of_letters_and_digits

__all__ = ["TimeAnchor", "TimeContext", "TimeKind", "TimeMention", "advance", "combine", "counted_from", "find_times"]


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    atom: Atom | None
    rule: Rule | None
    words: Words | None


def find_times(text: str, start: int, end: int, context: TimeContext) -> list[TimeMention]:
    """The times of one sentence, `text[start:end]`, sorted and not overlapping; offsets are those of `text`.

    Later words of the sentence count from earlier ones ("On July 25 … the next day"). Clock times, ages and amounts
    give nothing. Dates in bracketed citations have the rule "citation" and kind "until".
    """
    start, end = max(start, 0), min(end, len(text))
    words = frozenset(runs_of_letters_and_digits(lowered(text)[start:end]))
    rules = grammar().rules_for(words)
    atoms = atoms_in(text, start, end, words)
    if not rules and not atoms:
        return []
    chosen = _without_overlaps(
        [_Candidate(a.start, a.end, a, None, None) for a in atoms] + _relative(text, start, end, rules)
    )
    published, mentions, running = publication_span(context), [], context.running
    for candidate in chosen:
        mention = _resolve(candidate, published, running, text)
        mention = with_kind(mention, published, text, start)
        mention = as_citation(mention, text, start, end)
        mentions.append(mention)
        running = _running(running, mention)
    mentions = [
        _of_later_year(c.atom, m, mentions[k + 1 :]) for k, (c, m) in enumerate(zip(chosen, mentions, strict=True))
    ]
    return joined_ranges(beside_others(mentions, text, start), text, start)


def _of_later_year(atom: Atom | None, mention: TimeMention, behind: list[TimeMention]) -> TimeMention:
    """ "kidnapped in March …, were found on 21 June 2018": of the year that the sentence names behind it."""
    if atom is None or not mention.rule.startswith("yearless-") or mention.date_start is None:
        return mention
    dated = next((m for m in behind if m.rule in {"absolute-day", "absolute-month"}), None)
    span = _span_of(dated)
    if span is None or span.last >= mention.date_start:
        return mention
    resolved = resolve_atom(atom, span, None)
    if resolved is None:
        return mention
    first, last, _ = resolved.span
    return replace(mention, date_start=first, date_end=last, anchor="context")


def advance(context: TimeContext, mentions: list[TimeMention]) -> TimeContext:
    """The context for the next sentence: the last time that places the narrative becomes the running one."""
    running = context.running
    for mention in mentions:
        running = _running(running, mention)
    return context if running is context.running else replace(context, running=running)


def combine(mentions: list[TimeMention], text: str) -> TimeMention | None:
    """A length and its first (or last) day in one sentence as one interval; None where there is no such pair.

    "two weeks of clashes, which began on July 25" is July 25 to August 8. `text` is the whole text that the offsets of
    the mentions refer to. Precision: by length from seven days on (`precision_of_length`), else "day".
    """
    for length in (m for m in mentions if m.kind == "duration"):
        days = _length_in_days(text[length.start : length.end])
        if days is None:
            continue
        for point in (m for m in mentions if m.date_start and m.rule != "citation" and m.kind in ("point", "since")):
            combined = _extended(length, point, days, text)
            if combined is not None:
                return combined
    return None


def counted_from(text: str, start: int, end: int, base: TimeMention, sign: int) -> TimeMention | None:
    """The time that a length ending at `end` counts from another: "ten days" before (-1) or after (1) that.

    None where no length of days or more stands right before `end` in `text[start:end]`, or the other has no dates.
    """
    calendar, span = grammar().calendar, _span_of(base)
    units = "|".join(sorted(calendar.units, key=len, reverse=True))
    match = re.search(rf"(?:(?P<n>[\w-]+)\s+)?(?P<unit>{units})\s*\Z", text[start:end], re.I)
    if match is None or span is None:
        return None
    unit, written = match["unit"].lower(), match["n"] or ""
    quantity = quantity_of("one" if written.lower() in _THE else written, calendar) if written else None
    words = Words(calendar.units[unit], quantity, direction="earlier" if sign < 0 else "later")
    counted = widened(READINGS["later"], words, span)
    if counted is None:
        return None
    at = start + match.start()
    return TimeMention(at, end, counted.first, counted.last, counted.precision, "point", "counted", "context")


_THE = frozenset({"the", "that"})  # "the day | after": one day
_BEGINS = re.compile(
    r"\b(?:beg[aiu]n(?:ning|s)?|start(?:ed|ing|s)?|erupted|broke out|launched|commenced|commencing|since|from)"
    r"(?:\s+(?:on|in|from|around|about|at|early|late|the|since))*\s*\Z",
    re.I,
)
_ENDS = re.compile(
    r"\b(?:end(?:ed|ing|s)?|concluded|finished|until|till|up to)(?:\s+(?:on|in|by|around|about))*\s*\Z", re.I
)


def _extended(length: TimeMention, point: TimeMention, days: int, text: str) -> TimeMention | None:
    before = text[max(0, point.start - 40) : point.start]
    if point.date_start is None or point.date_end is None:
        return None
    if point.kind == "since" or _BEGINS.search(before):
        first = point.date_start
        last = shift(first, days)
    elif _ENDS.search(before):
        last = point.date_end
        first = shift(last, -days)
    else:
        return None
    precision = coarser(precision_of_length(first, last), "week") if days >= 7 else "day"
    low, high = min(length.start, point.start), max(length.end, point.end)
    return TimeMention(low, high, first, last, precision, "interval", "duration-from", point.anchor)


def _length_in_days(written: str) -> int | None:
    known = grammar().calendar
    units = "|".join(sorted(known.units, key=len, reverse=True))
    match = re.search(rf"(?P<n>[\w-]+?)[\s-]+(?P<unit>{units})\b", written, re.I)
    if match is None:
        return None
    quantity = quantity_of(match["n"], known)
    if quantity is None or quantity.vague:
        return None
    return days_of(known.units[match["unit"].lower()], quantity.high) or None


def _relative(text: str, start: int, end: int, rules: list[Rule]) -> list[_Candidate]:
    calendar, low = grammar().calendar, lowered(text)
    return [
        _Candidate(match.start(), match.end(), None, rule, words_of(match, rule, calendar))
        for rule in rules
        for match in rule.pattern.finditer(low, start, end)
        if match.end() > match.start()
    ]


def _without_overlaps(candidates: list[_Candidate]) -> list[_Candidate]:
    """The longest reading of each place; of two as long the one of the earlier rule."""
    chosen: list[_Candidate] = []
    starts: list[int] = []
    for candidate in sorted(candidates, key=lambda c: (c.start - c.end, c.start)):
        at = bisect_left(starts, candidate.start)
        clear_before = at == 0 or chosen[at - 1].end <= candidate.start
        if clear_before and (at == len(chosen) or candidate.end <= starts[at]):
            starts.insert(at, candidate.start)
            chosen.insert(at, candidate)
    return chosen


def _resolve(candidate: _Candidate, published: Span | None, running: TimeMention | None, text: str) -> TimeMention:
    base = _span_of(running)
    if candidate.atom is not None:
        atom = candidate.atom
        resolved = resolve_atom(atom, published, base, near=_near(running, candidate.start, text))
        if resolved is None:
            return _mention(candidate, None, atom.kind, atom.rule, "none")
        return _mention(candidate, resolved.span, atom.kind, resolved.rule, resolved.anchor)
    assert candidate.rule is not None and candidate.words is not None  # a candidate has an atom or a rule
    rule, words = candidate.rule, candidate.words
    if rule.reading is None:
        return _mention(candidate, None, rule.kind, rule.rule, "none")
    span, anchor = _read(rule, words, published, base)
    return _mention(candidate, span, rule.kind, rule.rule, anchor if span is not None else "none")


def _read(rule: Rule, words: Words, published: Span | None, running: Span | None) -> tuple[Span | None, TimeAnchor]:
    assert rule.reading is not None  # the caller has looked
    if rule.anchor == "absolute" or (rule.rule == "holiday" and words.number):
        return rule.reading(words, published or Span(date.max, date.max, "day")), "absolute"
    if rule.anchor == "context" and running is not None:
        exact = running.precision == "day" or (running.last - running.first).days <= 16
        return (rule.reading(words, running) if exact else widened(rule.reading, words, running)), "context"
    if published is not None and (rule.anchor == "published" or rule.fallback):
        return widened(rule.reading, words, published), "published"
    if running is not None and rule.anchor == "published" and published is None:
        return widened(rule.reading, words, running), "context"
    return None, "none"


_NEAR_CHARACTERS = 1500
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def _near(running: TimeMention | None, start: int, text: str) -> bool:
    """Whether the running time stands in the same or the preceding paragraph, before `start`."""
    if running is None or not 0 <= start - running.end <= _NEAR_CHARACTERS:
        return False
    return len(_BLANK_LINE.findall(text, running.end, start)) <= 1


def _mention(candidate: _Candidate, span: Span | None, kind: TimeKind, rule: str, anchor: TimeAnchor) -> TimeMention:
    if span is None:
        return TimeMention(candidate.start, candidate.end, None, None, "unknown", kind, rule, anchor)
    return TimeMention(candidate.start, candidate.end, span.first, span.last, span.precision, kind, rule, anchor)


def _span_of(mention: TimeMention | None) -> Span | None:
    if mention is None or mention.date_start is None or mention.date_end is None:
        return None
    return Span(mention.date_start, mention.date_end, mention.precision)


def _running(running: TimeMention | None, mention: TimeMention) -> TimeMention | None:
    """Only times at which something is told to happen move the narrative; "over the past months" looks back."""
    tells = mention.kind in ("point", "interval") and mention.date_start is not None and mention.date_end is not None
    wide = mention.rule == "past-span" and mention.precision in ("season", "year")
    return mention if tells and not wide else running
