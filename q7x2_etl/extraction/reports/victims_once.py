"""Victims of one incident that the text tells twice: counted again, or as some more of those told before."""

from collections.abc import Mapping, Sequence

from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.reports.who import Entry
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_PEOPLE = frozenset({"civilians", "other"})
_PERSONS = _PEOPLE | {"person"}
_Told = tuple[Sentence, NounGroup]


def victims_once(entries: list[Entry], incident: Incident, event_type: str) -> list[Entry]:
    """The entries without victims who are others of a group that suffers already, or that group counted again.

    So are people who fled what others suffered: they are a figure of it, and nobody's target.
    """
    groups = {
        r.sentence.tokens[words.head].end: (r.sentence, r.group)
        for f in incident.frames
        for r in f.roles
        if r.role == "target" and not r.group.pronoun
        for words in (r.group, r.group.complement)
        if words is not None
    }
    kept: list[Entry] = []
    for entry in entries:
        suffering = [e for e in kept if e[1] == "target"] if entry[1] == "target" else []
        told = groups.get(entry[0].end)
        if _of_mission(entry, suffering):
            continue
        if entry[1] == "target" and told is not None and entry[0].actor_id is None and not told[1].named:
            before = [e for e in suffering if _alike(e, entry)]
            again = any(_same_count(incident, told, groups.get(e[0].end)) for e in before)
            fled = event_type != "displacement" and _only_fled(incident, told[1], entries, entry)
            if again or fled or _of_others(told, entry, suffering, before):
                continue
        kept.append(entry)
    return kept


def _of_others(told: _Told, entry: Entry, suffering: Sequence[Entry], before: Sequence[Entry]) -> bool:
    """Somebody who suffers already is told to be one of them, or they some of those; `before`: those like them."""
    if suffering and _of_the_same(*told):
        return True
    if suffering and told[0].lows[told[1].head] in packaged_words().words["betrayer_nouns"]:
        return True  # "shot a councillor. | The group said it had killed | an informer"
    if any(e[0].actor_id is None for e in before) and _of_those_before(*told):
        return True
    if _told_with(suffering, before) and _some_of_them(*told):
        return True
    return any(_called_so(e, entry) for e in before)


def _alike(known: Entry, entry: Entry) -> bool:
    """Both are people, or both are of a force: "two other workers" are none of the soldiers told before."""
    one, other = known[0].kind, entry[0].kind
    return one == other or (one in _PEOPLE and other in _PERSONS)


def _of_those_before(sentence: Sentence, group: NounGroup) -> bool:
    """ "Eight more children", "three other workers"; but not "other civilians"."""
    words = packaged_words().words
    if sentence.lows[group.head] in words["words_for_civilians"]:
        return False
    inside = sentence.lows[group.first : group.last]
    return not words["further_words"].isdisjoint(inside)


def _of_mission(entry: Entry, suffering: Sequence[Entry]) -> bool:
    """ "Three Senegalese peacekeepers" of the UN mission whose patrol is hit."""
    last = entry[0].name.lower().rsplit(maxsplit=1)[-1]
    mission = any(p.kind == "other" and p.actor_id is not None for p, _, _ in suffering)
    return mission and last in packaged_words().words["words_for_peacekeepers"]


def _told_with(suffering: Sequence[Entry], before: Sequence[Entry]) -> bool:
    """Others like them suffer, or people aboard what was hit: officials may be passengers."""
    return bool(before) or any(rule.startswith("aboard.") for _, _, rule in suffering)


def _called_so(known: Entry, entry: Entry) -> bool:
    """ "Ten workers" beside "a convoy of oil workers": the same, by the last word of what they were called."""
    name, before = entry[0].name.lower(), known[0].name.lower()
    return name.endswith("s") and before.endswith(f" {name}") and known[0].end < entry[0].start


def _some_of_them(sentence: Sentence, group: NounGroup) -> bool:
    """ "killing eight | of the passengers": of those who were told of."""
    inner, count = group.complement, group.quantity
    if inner is None or count is None or inner.prep != "of" or group.classes:
        return False
    return sentence.lows[inner.first] in {"the", "those", "these"}


def _of_the_same(sentence: Sentence, group: NounGroup) -> bool:
    """ "five of their colleagues", "a comrade": whoever they are, somebody else who suffers is one of them."""
    words = packaged_words().words["same_people"]
    inner = group.complement
    return sentence.lows[group.head] in words or (inner is not None and sentence.lows[inner.head] in words)


def _same_count(incident: Incident, told: _Told, known: _Told | None) -> bool:
    """ "Three travellers shot dead | … Three passengers were shot dead"."""
    if known is None or known[0] is told[0]:
        return False
    mine, theirs = _counts(incident, told[1]), _counts(incident, known[1])
    return any(theirs.get(outcome) == count for outcome, count in mine.items())


def _counts(incident: Incident, group: NounGroup) -> Mapping[str, int]:
    """How many of a group suffered what; several only, as one may be anybody."""
    count = group.quantity.best if group.quantity is not None else None
    harms = (h for f in incident.frames for h in f.harms if h.group is group)
    return {h.outcome: count for h in harms} if count is not None and count > 1 else {}


def _only_fled(incident: Incident, group: NounGroup, entries: list[Entry], entry: Entry) -> bool:
    """ "180 families have taken shelter" from a clash that has its sides."""
    outcomes = {h.outcome for f in incident.frames for h in f.harms if h.group is group}
    return outcomes == {"displaced"} and any(e is not entry for e in entries)
