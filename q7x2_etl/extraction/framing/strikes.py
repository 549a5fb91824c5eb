"""Strikes from the air, told from those of workers and of lightning by whose they are and by what they do."""

from collections.abc import Sequence

from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import Mention, NounGroup

_HIT = frozenset({"facility", "vehicle", "person", "armed", "place"})
_IN_IT = frozenset({"in", "by", "during"})
_PEOPLE = frozenset({"person", "civilian", "armed", "actor", "group"})


def is_of_war(reading: Reading, group: NounGroup, mention: Mention, complements: Sequence[NounGroup]) -> bool:
    """Whether a bare "strike" is of war: a nation's on somebody or something, or one that kills or wounds people."""
    if not reading.words["peaceful_strikes"].isdisjoint(reading.lows[group.first : mention.first]):
        return False
    nation = any((place.demonym or place.is_country) and place.last <= mention.first for place in group.places)
    hit = (c for c in complements if c.prep in {"on", "against", "targeting"})
    if nation and any(c.pronoun or c.classes & _HIT for c in hit):
        return True
    if nation and any(_wrecks(reading, clause, group) for clause in reading.clauses):
        return True
    if group.prep in _IN_IT and _behind_killing(reading, group):
        return True
    aimed = any(c.prep in {"on", "against", "targeting"} and c.classes & _HIT for c in complements)
    return any(_harms_people(reading, clause, group, aimed=aimed) for clause in reading.clauses)


def _wrecks(reading: Reading, clause: Clause, strike: NounGroup) -> bool:
    """ "when an Israeli | strike | destroyed a house"; one that "hit" it only where people are told to be hurt."""
    words = reading.words
    acts = not clause.passive and any(g.first == strike.first for g in clause.subject)
    if not acts or not any(g.classes & _HIT for g in clause.objects):
        return False
    hurt = any(c.verb.lemma in words["casualty_verbs"] or c.verb.lemma in words["dying_verbs"] for c in reading.clauses)
    return clause.verb.lemma in words["wrecking_verbs"] or (hurt and clause.verb.lemma in words["hitting_verbs"])


def _behind_killing(reading: Reading, strike: NounGroup) -> bool:
    """ "the killing of three officers | in an Israeli strike": an event noun of death, and no verb between."""
    for piece in reversed([c for c in reading.chunks if c.first < strike.first]):
        if piece.verb is not None or piece.kind in {"S", "R"}:
            return False
        if piece.noun is not None and reading.lows[piece.noun.head] in reading.words["nouns_of_killing"]:
            return True
    return False


def _harms_people(reading: Reading, clause: Clause, strike: NounGroup, *, aimed: bool) -> bool:
    """ "strikes killed five people", "left five dead"; "five were killed in strikes", "by a strike".

    So does "killed two men | in a strike on a car": one that is `aimed` at something.
    """
    if clause.passive:
        means = [*clause.agent, *(g for g in clause.preps if g.prep in {"in", "by", "during"})]
        sufferers = clause.subject
    else:
        means, sufferers = list(clause.subject), clause.objects
        means += [g for g in clause.preps if aimed and g.prep in {"in", "with"}]
    if not any(group.first == strike.first for group in means):
        return False
    words, lemma = reading.words, clause.verb.lemma
    if lemma in words["leaving_verbs"]:
        return any(
            not words["dead_or_hurt"].isdisjoint(reading.lows[g.head : g.last + 2]) for g in sufferers if g.quantity
        )
    if lemma in words["life_taking_verbs"] and not clause.passive:
        return any(reading.lows[g.head] in words["lives"] for g in sufferers)
    return lemma in words["casualty_verbs"] and any(_are_people(reading, group) for group in sufferers)


def _are_people(reading: Reading, group: NounGroup) -> bool:
    """ "five", "22 Palestinians", "a doctor": a bare count counts people."""
    classes = classes_of(reading.sentence, group)
    return bool(classes & _PEOPLE) or (group.quantity is not None and not classes)
