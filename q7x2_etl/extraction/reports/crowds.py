"""Crowds in an incident: a mob that does it, protesters on one side of a clash, demonstrators who throw things."""

from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words


def of_crowd(incident: Incident) -> bool:
    """Protesters or a mob on one side of a clash."""
    sides = [
        classes_of(r.sentence, r.group) if r.group.collective else r.group.classes  # "thousands of activists"
        for f in incident.frames for r in f.roles
        if r.role == "participant" or (r.role == "target" and "crowd" in r.group.classes)  # "60 protesters were held"
        if not _of_unit(r.sentence, r.group)
    ]  # fmt: skip
    if any("armed_group" in h.group.classes for f in incident.frames for h in f.harms):
        return False  # "clashed with followers of a preacher, leaving two rebels dead"
    if any("civilian" in c and "armed" not in c for c in sides) and any("state" in c for c in sides):
        return not any("armed_group" in c for c in sides)  # "growers clashed with police"
    return any({"crowd", "group"} <= c and "armed" not in c for c in sides) and not any(
        "armed_group" in c for c in sides
    )


def by_crowd(incident: Incident) -> bool:
    """A mob does it."""
    return any(
        {"crowd", "group"} <= g.classes and "armed" not in g.classes and not _of_armed_group(g)
        for f in incident.frames
        for g in f.groups("perpetrator")
    )


def thrown_by_protesters(incident: Incident) -> bool:
    """ "Miners blocked a road and threw dynamite at police"."""
    sentence = incident.main.sentence
    there = (f for f in incident.frames if f.event_type == "protest" and f.sentence is sentence)
    protesters = {g.first for f in there for g in (*f.groups("participant"), *f.groups("perpetrator"))}
    return any(g.first in protesters for g in incident.main.groups("perpetrator"))


def _of_armed_group(group: NounGroup) -> bool:
    """ "two supporters of Islamic State": no crowd."""
    return group.complement is not None and "armed_group" in group.complement.classes


def _of_unit(sentence: Sentence, group: NounGroup) -> bool:
    """ "dissidents of the 36th Front": armed people, whatever their name is."""
    behind = next((c.noun for c in sentence.chunks if c.first >= group.last and c.noun is not None), None)
    near = behind is not None and behind.first <= group.last + 1 and behind.prep == "of"
    return near and behind is not None and sentence.lows[behind.head] in packaged_words().words["unit_nouns"]
