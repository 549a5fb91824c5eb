"""Sentence borders with offsets, also in headlines, quotes, all-caps wires and text without case."""

import re
from dataclasses import dataclass
from functools import lru_cache

from q7x2_etl.language.grammar.word_lists import packaged_words

_END = re.compile(r"[.!?…]+[\"'”’)\]»]*(?:\[\w+\])?(?=\s|$)|\n\s*\n")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*|\d+)$")
_NEXT_STARTS = re.compile(r"\s+[\"'“‘(\[]*([A-Z0-9À-Þ]|[^\x00-\x7f])")


_ON_X = re.compile(r"\b(?:on|to) X$")  # "wrote on X. The army …": no initial of a name
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")
_QUOTE = re.compile(r"\s+[\"“]")
_NAME_STARTS = re.compile(r"\s+[\"“‘(]*[A-ZÀ-Þ]")
_NEXT_WORD = re.compile(r"\s+([A-Z][a-z]+)\b")


@dataclass(frozen=True, slots=True)
class _Stops:
    """What a stop behind an abbreviation says. `inside`: no end; `ending`: an end where a sentence seems to follow."""

    inside: frozenset[str]
    ending: frozenset[str]
    before_names: frozenset[str]
    opener: re.Pattern[str]


_NUMBER_SIGNS = frozenset({"No", "Nos", "no", "nos", "NO", "NOS"})


@lru_cache(maxsize=1)
def _stops() -> _Stops:
    words = packaged_words().words
    openers = "|".join(sorted(word.capitalize() for word in words["sentence_openers"]))
    return _Stops(
        inside=words["abbreviations"] - words["abbreviations_also_words"],
        ending=words["abbreviations_ending"],
        before_names=words["abbreviations_before_names"],
        opener=re.compile(rf"\s+[\"'“‘(]*(?:{openers})\s"),
    )


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as (start, end), trimmed of white space; a blank line always ends one."""
    spans: list[tuple[int, int]] = []
    at = start
    for match in _END.finditer(text, start, end):
        if match.group()[0] != "\n" and not _is_end(text, at, match.start(), match.end(), end):
            continue
        _add(spans, text, at, match.end() if match.group()[0] != "\n" else match.start())
        at = match.end()
    _add(spans, text, at, end)
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((start + left, start + right))


def _is_end(text: str, sentence_start: int, stop: int, after: int, end: int) -> bool:
    before = _WORD_BEFORE.search(text, max(sentence_start, stop - 30), stop) if text[stop] == "." else None
    if text[stop] != "." or (after - stop > 1 and text[stop : stop + 2] != ".."):
        return not _shortened_in_brackets(text, sentence_start, stop, before)
    if before is None:
        return True
    word = before.group(1).lower()
    following = _NEXT_STARTS.match(text, after, min(end, after + 8))
    stops = _stops()
    if before.group(1) in _NUMBER_SIGNS and text[after : after + 2].strip()[:1].isdecimal():
        return False  # "in Sector No. 5"
    if word in stops.ending and _names_a_day(text, after, end):
        return False  # "at 11 p.m. Nov. 14"
    if word in stops.ending:
        return following is not None and (word not in stops.before_names or stops.opener.match(text, after) is not None)
    if word in stops.inside:
        return _behind_day(text, sentence_start, stop, word) and _NAME_STARTS.match(text, after) is not None
    if _INITIALS.fullmatch(before.group(1)) and word not in stops.ending:
        return stops.opener.match(text, after) is not None  # "V.K. Birdi"
    if len(word) == 1 and word.isalpha() and before.group(1).isupper():
        opens = _QUOTE.match(text, after) or stops.opener.match(text, after)
        return opens is not None and _ON_X.search(text, sentence_start, stop) is not None
    # A lower-case letter after the stop: an abbreviation that we do not know, unless case was lost altogether.
    return (
        following is not None or after >= end or text[sentence_start:stop].islower() or text[after : after + 1] == "\n"
    )


def _behind_day(text: str, start: int, stop: int, word: str) -> bool:
    """ "attacked Kumbo on 9 Nov. One soldier died": behind a day and its month a capital starts a sentence."""
    if word not in packaged_words().words["days_and_months"]:
        return False
    return text[start : stop - len(word)].rstrip()[-1:].isdecimal()


def _names_a_day(text: str, after: int, end: int) -> bool:
    """A month or weekday follows, with a number or another word of its sentence behind it."""
    match = _NEXT_WORD.match(text, after, end)
    return match is not None and match[1].lower() in packaged_words().words["days_and_months"]


def _shortened_in_brackets(text: str, start: int, stop: int, before: re.Match[str] | None) -> bool:
    """ "Three officials of Acme [Acme International, Inc.] have been kidnapped": the sentence goes on."""
    opening = {")": "(", "]": "["}.get(text[stop + 1 : stop + 2])
    if before is None or opening is None or not text[start:stop].lstrip().rfind(opening) > 0:
        return False
    stops, word = _stops(), before.group(1).lower()
    return word in stops.inside | stops.ending and stops.opener.match(text, stop + 2) is None
