"""Forms of plain text that say where a story begins: exports of archives, digests, letters, mail.

What a page's tags say for HTML, fields, numbers and rules say here: each function finds one form and marks headlines.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from q7x2_etl.sources.pages.datelines import date_line

if TYPE_CHECKING:
    from q7x2_etl.sources.pages.parts import Part

# Field names of news archives' text exports (Factiva's display format).
_FIELD = re.compile(
    r"(HD|BY|CR|WC|PD|ET|SN|SC|NGC|ED|PG|VOL|LA|CY|LP|TD|CO|IN|NS|RE|IPD|IPC|PUB|AN|SE|CLM|ART|RF|DLN)(?:\s+(?=\S)|$)"
)
_TELLING_FIELDS = {"HD", "PD", "SN", "LP", "TD"}
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_RULED = re.compile(r"([-=_*~]{5,}\s+)(\S.*?)(?:\s+[-=_*~]{5,})?", re.DOTALL)
_HEADER = re.compile(
    r"(?:from|to|cc|bcc|reply-to|sender|sent|subject|date|return-path|received|message-id|mime-version|list-\w+|"
    r"content-[\w-]+|x-[\w-]+)\s*:\s+\S.*|from \S+ (?:mon|tue|wed|thu|fri|sat|sun)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_COMMENTS = re.compile(r"(?:\d+ )?comments?(?: ?\(\d+\))?\s*:?", re.IGNORECASE)
_FORWARDED = re.compile(r"-+ ?(?:forwarded|original) message ?-+|begin forwarded message:", re.IGNORECASE)
_MOST_HEADERS = 25
_LONGEST_HEADLINE = 30  # words
_SHORT_LINE = 58  # characters; a line that a mail program broke is longer


def forms_told(text: str, parts: list["Part"]) -> list["Part"]:
    """The parts of a text with the headlines marked that its form tells; a page laid out from tags stays as it is."""
    if any(part.mark is not None and part.mark != "quote" for part in parts):
        return parts
    parts = _unquoted(text, _mail_told(parts))
    for told in (_exported, _numbered):
        if (known := told(parts)) is not None:
            return known
    return _comments_closed(_ruled(text, parts))


def _exported(parts: list["Part"]) -> list["Part"] | None:
    """An archive's export: a field's name begins each block; HD is the headline, PD the day, LP and TD the text."""
    fields = [_FIELD.match(part.paragraph.line) for part in parts]
    if len({match[1] for match in fields if match} & _TELLING_FIELDS) < 4:
        return None
    known: list[Part] = []
    wanted = ""  # the field whose text is still to come: its name stood alone
    for part, match in zip(parts, fields, strict=True):
        name = match[1] if match else wanted
        bare = part if match is None else _from(part, match.end())
        alone = match is not None and match.end() == len(part.paragraph.line)
        wanted = name if alone else ("" if match is not None or wanted == "HD" else wanted)
        if alone:
            known.append(replace(part, kind="furniture"))
        elif name == "HD":
            known.append(replace(bare, kind="heading", mark="headline"))
        elif name == "PD":
            known.append(replace(bare, kind="date"))
        elif match is None or name in ("LP", "TD"):
            known.append(bare if part.kind != "heading" or match is None else replace(bare, kind="prose"))
        else:
            known.append(part if part.kind == "byline" else replace(part, kind="furniture"))
    return known


def _numbered(parts: list["Part"]) -> list["Part"] | None:
    """A digest: headlines numbered from 1 without a gap, each right over prose."""
    heads: list[int] = []
    for position, part in enumerate(parts[:-1]):
        number = _NUMBER.match(part.paragraph.line)
        is_next = number is not None and int(number[1]) == len(heads) + 1
        if is_next and _is_headline(part) and parts[position + 1].kind == "prose":
            heads.append(position)
    if len(heads) < 2:
        return None
    known = list(parts)
    for position in heads:
        number = _NUMBER.match(parts[position].paragraph.line)
        assert number is not None
        known[position] = replace(_from(parts[position], number.end()), kind="heading", mark="headline")
    return known


def _ruled(text: str, parts: list["Part"]) -> list["Part"]:
    """A letter: headlines between rules that are made of signs, where there are two such and more."""
    ruled = {position: span for position, part in enumerate(parts) if (span := _between_rules(text, parts, position))}
    heads = [p for p in ruled if p + 1 < len(parts) and _prose_below(parts, p)]
    if len(heads) < 2:
        return parts
    known = list(parts)
    for position, (start, end) in ruled.items():
        own = parts[position].paragraph
        line = " ".join(text[start:end].split())
        paragraph = replace(own, start=start, end=end, line=line, words=len(line.split()))
        if position in heads:
            known[position] = replace(parts[position], paragraph=paragraph, kind="heading", mark="headline")
        else:
            known[position] = replace(parts[position], paragraph=paragraph, kind="about")  # the letter's end
    return known


def _prose_below(parts: list["Part"], position: int) -> bool:
    below = next((part for part in parts[position + 1 : position + 3] if part.kind != "rule"), None)
    return below is not None and below.kind == "prose" and _is_headline(parts[position])


def _between_rules(text: str, parts: list["Part"], position: int) -> tuple[int, int] | None:
    """Where the words of a part stand that has a rule over it: a line of its own, or taken for the same paragraph."""
    own = parts[position].paragraph
    beside = parts[max(0, position - 1) : position + 2 : 2]
    if parts[position].kind == "heading" and len(beside) == 2 and all(part.kind == "rule" for part in beside):
        return own.start, own.end
    match = _RULED.fullmatch(text, own.start, own.end)
    return (match.start(2), match.end(2)) if match else None


def _mail_told(parts: list["Part"]) -> list["Part"]:
    """The fields over a mail are no text; its day stays one."""
    fields = []
    for position, part in enumerate(parts[:_MOST_HEADERS]):
        if not _HEADER.fullmatch(part.paragraph.line):
            break
        fields.append(position)
    if len(fields) < 3:
        return parts
    return [
        replace(part, kind="furniture") if position in fields and part.kind != "date" else part
        for position, part in enumerate(parts)
    ]


def _unquoted(text: str, parts: list["Part"]) -> list["Part"]:
    """A text passed on by mail: what stands over it is the sender's, its quoted lines are its own paragraphs."""
    passed_on = next((p for p, part in enumerate(parts) if _FORWARDED.fullmatch(part.paragraph.line)), None)
    if passed_on is None:
        return parts
    known = [replace(part, kind="furniture") for part in parts[: passed_on + 1]]
    joined = True  # whether a line begins a paragraph
    for position, part in enumerate(parts[passed_on + 1 :], passed_on + 1):
        if part.paragraph.line == "--":  # a signature follows
            return known + [replace(own, kind="furniture") for own in parts[position:]]
        if part.mark != "quote":
            joined = True
            known.append(part)
        elif joined or date_line(text, known[-1].paragraph.start, known[-1].paragraph.end):
            joined = False
            known.append(_of_quote(text, part))
        elif known[-1].kind == "heading" and len(known[-1].paragraph.line) < _SHORT_LINE:
            known.append(_of_quote(text, part))
        else:
            own = known[-1].paragraph
            line = f"{own.line} {part.paragraph.line}"
            words, ends = own.words + part.paragraph.words, part.paragraph.ends_sentence
            paragraph = replace(own, end=part.paragraph.end, line=line, words=words, ends_sentence=ends)
            known[-1] = replace(known[-1], paragraph=paragraph, kind="prose")
    return known


def _of_quote(text: str, part: "Part") -> "Part":
    own = part.paragraph
    if date_line(text, own.start, own.end):
        return replace(part, kind="date")
    return part if own.ends_sentence or own.words > _LONGEST_HEADLINE else replace(part, kind="heading")


def _comments_closed(parts: list["Part"]) -> list["Part"]:
    """What readers wrote under a story: all that stands under "Comments (2)", up to a headline that is signed."""
    known: list[Part] = []
    inside = False
    for position, part in enumerate(parts):
        signed = position + 1 < len(parts) and parts[position + 1].kind in ("date", "byline")
        heads = part.kind == "heading" and part.paragraph.words >= 4 and signed
        inside = inside and not heads and part.dateline is None
        known.append(replace(part, kind="furniture") if inside else part)
        inside = inside or (position > 0 and "(" in part.paragraph.line and _is_comments(part))
    return known


def _is_comments(part: "Part") -> bool:
    return _COMMENTS.fullmatch(part.paragraph.line) is not None


def _is_headline(part: "Part") -> bool:
    return part.paragraph.words <= _LONGEST_HEADLINE and not part.paragraph.line.endswith((".", ";", ","))


def _from(part: "Part", length: int) -> "Part":
    """The part without its first `length` characters."""
    own = part.paragraph
    return replace(part, paragraph=replace(own, start=own.start + length, line=own.line[length:], bullet=False))
