"""What relative clauses tell of times and places of their own, which are not those of the main clause."""

from collections.abc import Sequence

from q7x2_etl.extraction.framing.frames import Frame, PlaceRef
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.function_words import IN_OR_NEAR

HOLDING = frozenset({"kidnapping", "arrest", "hijacking"})  # what an end of captivity is told of
_TOWARDS = frozenset({"to", "toward", "towards", "across", "over"})
_UNTIL = frozenset({"before", "until", "till"})
_UPON = frozenset({"despite", "amid", "after", "following", "before"})
_MEANWHILE = frozenset({"as", "while"})
_FOR_WHAT = frozenset({("for",), ("to",), ("against",), ("over",)})
_YEAR = 4  # digits
_UPON_WHAT = frozenset({"over", "after", "following"})
_OF_THEM = frozenset({("among",), ("including",)})
_SPAN_ENDS = frozenset({",", ";", ".", "—", "–", "while", "but"})


def had_before(reading: Reading) -> list[tuple[int, int]]:
    """Token spans of "who had arrived in Europe in May": what somebody had done before, with its time and place.

    So is "the town, | which rebels overran on 24 March": what others did to it.
    """
    spans = []
    chunks = reading.chunks
    for clause in reading.clauses:
        verb, k = clause.verb, clause.at
        had = clause.relation == "relative" and "had" in reading.lows[verb.first : verb.head]
        if not had and not _done_by_others(reading, clause):
            continue
        last = next((c.first for c in chunks[k + 1 :] if c.kind in {",", ".", "C", "S"} or c.verb is not None), None)
        spans.append((verb.first, chunks[-1].last if last is None else last))
    return spans


def _done_by_others(reading: Reading, clause: Clause) -> bool:
    """ ", which | Islamist insurgents | overran": behind a comma and "which", with a subject of its own."""
    chunks, k = reading.chunks, clause.at
    if clause.antecedent is None or clause.relation != "main" or k < 4 or clause.verb.form not in {"past", "pp"}:
        return False
    who, opener, comma = chunks[k - 1], chunks[k - 2], chunks[k - 3]
    return who.noun is not None and not who.noun.pronoun and opener.kind == "R" and comma.kind == ","


def told_in_relatives(reading: Reading, dates: Sequence[int]) -> list[tuple[int, int]]:
    """Token spans of "members of the group | which attacked a shop on 11 June | were killed", where the sentence has
    another date outside: the time of what the relative clause tells is not that of the main clause.
    """
    spans = []
    for k, clause in enumerate(reading.clauses):
        if clause.relation != "relative" or clause.antecedent is None:
            continue
        behind = (
            c for c in reading.clauses[k + 1 :]
            if c.relation in {"main", "conjunct"} and c.subject and c.subject[0].first <= clause.antecedent.first
        )  # fmt: skip
        main = next(behind, None)
        if main is None:
            continue
        first, last = clause.verb.first, main.verb.first
        if any(first <= at < last for at in dates) and any(not first <= at < last for at in dates):
            spans.append((first, last))
    return spans


def told_of_others(reading: Reading, frame: Frame, frames: Sequence[Frame]) -> list[tuple[int, int]]:
    """Token spans of "the assault came as talks began with the rebels, | who on Monday kidnapped a nurse in Jos":
    what the clause tells of those who take no part in the frame, with its own trigger, time and place.
    """
    spans = []
    mine = {id(r.group) for r in frame.roles}
    if frame.kind != "noun" or not frame.definite:
        return []
    for clause in reading.clauses:
        of_whom = clause.antecedent if clause.relation == "relative" else None
        if of_whom is None or clause.verb.first < frame.first or not any(f.first >= clause.verb.first for f in frames):
            continue
        if "event" in of_whom.classes or "place" in of_whom.classes or id(of_whom) in mine:
            continue
        opener = next((c.first for c in reversed(reading.chunks[: clause.at]) if c.kind == "R"), clause.verb.first)
        if opener > frame.last:
            spans.append((opener, len(reading.lows)))
    return spans


def died_since(reading: Reading, frames: Sequence[Frame]) -> list[tuple[int, int]]:
    """Token spans of "the toll of the bombing has climbed | as three of those hurt died of their wounds overnight":
    when one more of the wounded died is not when they were hit.
    """
    lows, chunks = reading.lows, reading.chunks
    spans: list[tuple[int, int]] = []
    for frame in frames:
        opener = next((c for c in reversed(chunks[: frame.chunk]) if c.kind in {"S", "R"}), None)
        if frame.entry["lemma"] != "die of wounds" or opener is None:
            continue
        if any(f.last <= opener.first and not f.effect for f in frames):
            spans.append((opener.first, len(lows)))
    return spans


def until_then(reading: Reading) -> list[tuple[int, int]]:
    """Token spans of "31 people were killed | before troops ended the siege a day later": the time of what ended it."""
    chunks, lows = reading.chunks, reading.lows
    spans = []
    for clause in reading.clauses:
        opener = next(
            (c for c in reversed(chunks[: clause.at]) if c.kind in {"S", "R", "I"} or c.verb is not None), None
        )
        if opener is not None and opener.kind in {"S", "I"} and lows[opener.first] in _UNTIL and opener.first:
            last = next((c.first for c in chunks[clause.at + 1 :] if c.kind in {",", ".", "C", "S"}), len(lows))
            spans.append((opener.first, last))
    return spans


def beside(reading: Reading) -> list[tuple[int, int]]:
    """Token spans of "the attack came | as ministers met in Nairobi": what went on elsewhere; and of "came | despite a
    truce agreed in March": what was before.
    """
    spans = []
    lows, chunks = reading.lows, reading.chunks
    for clause in reading.clauses:
        came = clause.verb.lemma in reading.words["happening_verbs"]
        if not came or not any("event" in g.classes for g in clause.subject):
            continue
        opener = next((c for c in chunks[clause.at + 1 :] if c.kind == "S" or c.verb is not None), None)
        if opener is not None and lows[opener.first] in _MEANWHILE:
            spans.append((opener.first, chunks[-1].last))
        behind = clause.at + 1
        if lows[chunks[behind].first] in _UPON and chunks[behind + 1].kind != "T":  # not "came after midnight"
            spans.append((chunks[behind].first, chunks[-1].last))
    return spans


def held_office(reading: Reading) -> list[tuple[int, int]]:
    """Token spans of "a lawyer, | who was mayor of Liria in 2009, | was shot": what somebody was, and where."""
    spans = []
    for clause in reading.clauses:
        office = clause.verb.lemma == "be" and any("official" in g.classes for g in clause.objects)
        if clause.relation == "relative" and office:
            behind = reading.chunks[clause.at + 1 :]
            last = next((c.first for c in behind if c.kind == "," or c.verb is not None), len(reading.lows))
            spans.append((clause.verb.first, last))
    return spans


def freed(reading: Reading) -> list[tuple[int, int]]:
    """Token spans of "was abducted in Jos and | released on 9 June": when a captivity ended."""
    spans = []
    for clause in reading.clauses:
        lemma, particle = clause.verb.lemma, reading.lows[clause.verb.last : clause.verb.last + 1]
        ends = not reading.words["freeing_verbs"].isdisjoint({lemma, " ".join((lemma, *particle))})
        if ends and (clause.passive or not clause.objects):
            behind = reading.chunks[clause.at + 1 :]
            last = next((c.first for c in behind if c.kind in {".", "S", "R"} or c.verb is not None), len(reading.lows))
            spans.append((clause.verb.first, last))
    return spans


def of_the_past(reading: Reading) -> list[tuple[int, int]]:
    """Token spans of "the judge, | who fled the country when the war began in 2021", "marched | in memory of the 16 who
    died two years ago": a year of somebody's life, what is remembered.
    """
    lows, chunks = reading.lows, reading.chunks
    spans = [
        (i, next((k for k in range(i, len(lows)) if lows[k] in _SPAN_ENDS), len(lows)))
        for i in range(1, len(lows) - 1)
        if lows[i] in reading.words["memory_nouns"] and lows[i - 1] == "in" and lows[i + 1] == "of"
    ]
    for k, piece in enumerate(chunks[1:], 1):
        if piece.kind != "R" or lows[piece.first] != "who" or chunks[k - 1].kind != ",":
            continue
        last = next((c.first for c in chunks[k + 1 :] if c.kind in {",", "."}), len(lows))
        if any(len(low) == _YEAR and low.isdigit() for low in lows[piece.first : last]):
            spans.append((piece.first, last))
    return spans


def followed(reading: Reading) -> list[tuple[int, int]]:
    """Token spans of "Police detain 26 people | over an attack on a consulate last Friday": told in the present tense,
    an arrest is the news, and a day behind the attack is the attack's.
    """
    spans = []
    for clause in reading.clauses:
        verb = clause.verb
        told = verb.form in {"s", "base"} and not (verb.modal or verb.infinitive)
        if not told or verb.lemma in reading.words["verbs_saying"]:
            continue
        events = (g for g in clause.preps if g.prep in _UPON_WHAT and "event" in g.classes and g.first > verb.last)
        spans += [(group.first, len(reading.lows)) for group in events]
    return spans


def avenged(reading: Reading) -> list[tuple[int, int]]:
    """Token spans of "in revenge for the killing of two men in Swat last week": what was avenged, not the revenge."""
    lows = reading.lows
    spans = []
    for at in (i for i, low in enumerate(lows) if low in reading.words["revenge_words"]):
        if lows[at] != "avenge" and lows[at + 1 : at + 2] not in _FOR_WHAT:
            continue
        spans.append((at, _end_of_words(lows, at)))
    return spans


def _end_of_words(lows: Sequence[str], at: int) -> int:
    """Where a span of words ends, behind ", among them a general," and the like."""
    end = at + 1
    while end < len(lows):
        if lows[end] == "," and lows[end + 1 : end + 2] in _OF_THEM:
            end = next((k for k in range(end + 1, len(lows)) if lows[k] == ","), len(lows) - 1)
        elif lows[end] in _SPAN_ENDS:
            return end
        end += 1
    return len(lows)


def brought_there(reading: Reading, k: int) -> bool:
    """ "the wounded were carried | across the border | to Moreh", "referred to a clinic, Imphal", "taken to a
    hospital | in Leticia": where they were looked after. `k`: the chunk of the place.
    """
    chunks = reading.chunks
    group = chunks[k].noun
    if group is not None and group.prep is None and k > 1 and chunks[k - 1].kind == ",":
        group = chunks[k - 2].noun
    if group is not None and group.prep in IN_OR_NEAR and k > 1 and chunks[k - 2].noun is not None:
        group = chunks[k - 2].noun
        if group is not None and group.prep == "in" and reading.lows[group.first] == "hospital":
            return True  # "eight remain in hospital | in Niamey"
        if group is None or "facility" not in group.classes:
            return False
    if group is None or group.prep not in _TOWARDS:
        return False
    bringing = reading.words["evacuating_verbs"]
    refuge = group is not chunks[k].noun and "facility" in group.classes  # "have fled to schools | in Delmas"
    first = min(
        (p.first for p in reading.sentence.places), default=0
    )  # "clashed in Yelwata …, and 900 fled to Makurdi"
    return any(
        (
            (c.passive and c.verb.lemma in bringing)
            or ((refuge or first < c.verb.first) and c.verb.lemma in reading.words["fleeing_verbs"])
        )
        and any(p is group for p in c.preps)
        and c.verb.last <= group.first
        for c in reading.clauses
    )


def apart(spans: Sequence[tuple[int, int]], frame: Frame, at: int) -> bool:
    """The position lies in a span that the frame does not stand in."""
    return any(first <= at < last and not first <= frame.first < last for first, last in spans)


def gone_to(reading: Reading, frame: Frame, ref: PlaceRef) -> bool:
    """ "Troops who rushed | to Lumba | were met by gunfire": the event lies where they went."""
    going = reading.words["responding_verbs"]
    return any(
        c.relation in {"relative", "participle"} or c.reduced
        for c in reading.clauses
        if c.verb.lemma in going and any("armed" in s.classes for s in c.subject)
        and c.verb.last <= ref.mention.first < frame.first
        and any(p.first <= ref.mention.first < p.last for p in c.preps)
    )  # fmt: skip
