"""Whom a clause says to have done it."""

from q7x2_etl.extraction.claiming.sayings import POINTERS, window_of
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import NounGroup


def blamed(reading: Reading, clause: Clause) -> list[NounGroup]:
    """Who is said to have done it: "blamed X", "attributed it to X", "laid the blame on X", "X was accused of it"."""
    words, verb, lows = reading.words, clause.verb, reading.lows
    window = window_of(reading, clause)
    right = [p for p in clause.preps if p.first >= verb.last]
    moved = verb.lemma in words["blame_moving_verbs"] and not words["blame_nouns"].isdisjoint(window[:3])
    hallmarks = verb.lemma in words["hallmark_verbs"] and not words["hallmark_nouns"].isdisjoint(window[:4])
    if moved or hallmarks:
        preps = {"of"} if hallmarks else {"on", "at", "upon", "to", "against", "of"}
        return [p for p in right if p.prep in preps and lows[p.head] not in words["blame_nouns"]]
    if verb.negated or verb.modal or fought_by_others(reading, clause):
        return []
    if verb.lemma in words["attributing_verbs"]:
        onto = [p for p in right if p.prep in {"on", "to", "upon"} and "event" not in p.classes]
        direct = clause.subject if clause.passive else clause.objects
        things = [g for g in direct if "event" in g.classes or lows[g.head] in POINTERS]
        if verb.lemma == "point":
            return [p for p in onto if "armed_group" in classes_of(reading.sentence, p) or _of_band(p)]
        if things or verb.lemma in words["deed_attributing_verbs"]:
            return onto
        return [g for g in direct if not g.pronoun]
    if verb.lemma == "hold" and "responsible" in window:
        return [g for g in clause.objects if not g.pronoun]
    return suspected(reading, clause)


def _of_band(group: NounGroup) -> bool:
    """ "pointed to | the 36th Front | of the FARC dissidents"."""
    return group.complement is not None and "armed_group" in group.complement.classes


def fought_by_others(reading: Reading, clause: Clause) -> bool:
    """ "has been fighting jihadists | linked to al-Qaeda": whom somebody fights, and no blame."""
    if not (clause.reduced or clause.verb.bare_participle):
        return False
    objects = {id(o) for c in reading.clauses if c is not clause and not c.passive for o in c.objects}
    return any(id(g) in objects and g.classes & {"person", "armed", "group"} for g in clause.subject)


def suspected(reading: Reading, clause: Clause) -> list[NounGroup]:
    """Who is said to be behind it: "X is believed to be behind it", "it is thought to be the work of X"."""
    words, verb = reading.words, clause.verb
    window = window_of(reading, clause)
    believed = verb.passive and verb.lemma in words["believing_verbs"]  # "is believed to be behind it"
    if verb.lemma != "be" and not believed:
        return []
    doing = not words["doing_words"].isdisjoint(window[:3])
    if doing and not verb.negated and clause.subject:
        return [g for g in clause.subject if not g.pronoun]
    if not words["work_nouns"].isdisjoint(window[:3]):
        return [p for p in clause.preps if p.prep == "of" and p.first >= verb.last]
    return []
