"""The figures of an incident: counts with their words, what they count, and whose they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from q7x2_etl.extraction.framing.frames import AMONG, Harm
from q7x2_etl.extraction.framing.slots import classes_of, one_person, same_number
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.reports.answers import answers
from q7x2_etl.extraction.reports.who import Parties
from q7x2_etl.extraction.tolls.breakdowns import with_breakdowns
from q7x2_etl.extraction.tolls.victims import Figure, distinct
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import INDEFINITE, ONE_OF_MANY
from q7x2_etl.language.grammar.groups import Mention, NounGroup
from q7x2_etl.language.grammar.quantities import Quantity
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.model import Casualty, Derivation, Qualifier

_WITNESS = frozenset({"i", "we"})
_SIGHT = 3  # tokens before a count in which "I saw" may stand
_PLURAL_OPENERS = frozenset({"the", "these", "those", "many", "several", "some"})  # "the Chinese" are many
_ROUND = 10  # a smaller figure is hardly rounded
_ROUNDED: Mapping[str, tuple[float, float]] = {"more_than": (1.0, 1.2), "nearly": (0.85, 1.0), "about": (0.9, 1.1)}
_MOST = 1_000_000  # a larger figure counts money or votes


class CasualtyReader:
    """Turns the harms of incidents into figures."""

    def __init__(self, parties: Parties, lexicon: Lexicon) -> None:
        self._parties = parties
        self._words = lexicon.words
        self._family_nouns = lexicon.words["family_nouns"]
        self._one_more = lexicon.words["one_more_words"]
        self._single = lexicon.words["singular_references"] | {"his"}
        self._number_heads = lexicon.words["number_heads"]
        self._sides = lexicon.words["side_nouns"]
        self._fractions = {word: int(parts) for word, parts in lexicon.pairs["fractions"].items()}
        self._sizes = {word: int(size) for word, size in lexicon.pairs["group_sizes"].items()}

    def casualties(self, incident: Incident, day: date | None, country: str | None) -> tuple[Casualty, ...]:
        """The casualty rows of an incident, each figure once, in the order of the text."""
        found: list[Figure] = []
        seen: set[tuple[object, ...]] = set()
        harms = [h for f in incident.frames for h in f.harms]
        attackers = self._words["attacker_nouns"]  # "three were stabbed; the attacker was shot dead": they live
        if any(h.outcome == "killed" and h.sentence.lows[h.group.head] not in attackers for h in harms):
            harms = [h for h in harms if not h.weak or _of_others(h, harms)]
        dead = _died_later(incident)
        harms = [h for h in harms if h.outcome != "wounded" or (h.sentence.start, h.group.head) not in dead]
        dying = (h for h in harms if h.outcome == "killed" and (one_person(h.group) or _by_name(h.group)))
        killed = {id(h.group) for h in dying}  # "was hit and died"
        harms = [h for h in harms if h.outcome != "wounded" or id(h.group) not in killed]
        harms = [h for h in harms if not _seen_by_one(h)] or harms
        answered = {id(h) for f in answers(incident) for h in f.harms}
        for harm in sorted(harms, key=lambda h: (h.sentence.start, h.group.first)):
            row = self._row(harm, day, country)
            if row is None or (_figure(row) in seen and not _beside_equal(harm, row, found)):
                continue
            seen.add(_figure(row))
            found.append(Figure(row, harm, id(harm) in answered))
        found = with_breakdowns(found, self._words)
        kept = [f for f in distinct(found, self._words) if not _rounds(f.row, [g.row for g in found])]
        return tuple(replace(figure.row, ordinal=n) for n, figure in enumerate(kept))

    def _is_one(self, sentence: Sentence, group: NounGroup) -> bool:
        """ "wounded a third", "killing another", "he died"."""
        low = sentence.lows[group.head]
        if group.pronoun:
            return low in self._one_more or low in self._single
        return low in self._one_more and sentence.lows[group.first] in {"a", "one", "another", "the"}

    def _tells_whom(self, harm: Harm, known: bool) -> bool:
        """An uncounted group names somebody: a party, a class of people, "another", "he" who died."""
        low, group = harm.sentence.lows[harm.group.head], harm.group
        if group.pronoun:
            return low in self._one_more or low in self._single or low in self._sizes
        return known or bool(classes_of(harm.sentence, group)) or self._is_one(harm.sentence, group)

    def _size(self, sentence: Sentence, group: NounGroup) -> int | None:
        """How many a noun stands for by itself: "a couple" are two, "a couple of men" are some; "twin brothers"."""
        head, before = sentence.lows[group.head], sentence.lows[max(group.first, group.head - 1)]
        if group.complement is not None and head in self._words["vague_counts"]:
            return None
        return self._sizes.get(head) or (self._sizes.get(before) if head.endswith("s") else None)

    def _share(self, sentence: Sentence, group: NounGroup, whole: Quantity | None) -> Quantity | None:
        """ "half of the 22 passengers", "a third of the 30 hostages": so many, rounded where they do not divide."""
        parts = self._fractions.get(sentence.lows[group.head])
        if parts is None or whole is None or not whole.best:
            return whole
        best = round(whole.best / parts)
        qualifier: Qualifier = whole.qualifier if whole.best % parts == 0 else "about"
        return replace(whole, low=best, best=best, high=best, qualifier=qualifier, derivation="word")

    def _row(self, harm: Harm, day: date | None, country: str | None) -> Casualty | None:
        sentence, group = harm.sentence, harm.group
        quantity = group.quantity
        if (quantity is None or group.head == group.first + 1) and sentence.lows[group.first] in {"no", "neither"}:
            return None
        if quantity is None and sentence.lows[group.head] in self._number_heads:
            return None  # "the number of people killed": what it is, another word tells
        if sentence.lows[group.head] in self._sides:
            return None  # "44 fighters of both sides dead"
        if "corpse" in group.classes and sentence.lows[group.first] == "their" and quantity is None:
            return None  # "their bodies were left on the slope": of those told of already
        family = not self._family_nouns.isdisjoint(sentence.lows[group.first : group.last])
        crew = "group" in group.classes and group.complement is not None and not group.complement.classes
        crew = crew or sentence.lows[group.head] in self._fractions
        stands_for = family or crew or group.classes <= {"person", "group"} or "corpse" in group.classes
        aged = group.complement is not None and not group.complement.classes and _singular(sentence, group)
        if quantity is None and group.complement is not None and stands_for and not aged:  # "a man of 60"
            quantity = self._share(sentence, group, group.complement.quantity)
        party = self._parties.party(sentence, group, day, country)
        first, last = group.first, group.last
        if quantity is not None:
            if (quantity.best or 0) > _MOST:
                return None
            first, last = min(first, quantity.first), max(last, quantity.last)
        elif not self._tells_whom(harm, party is not None):
            return None
        alone = quantity is None and (self._is_one(sentence, group) or _singular(sentence, group))
        if alone and party is not None and party.actor_id == party.country is not None:
            party = replace(party, actor_id=None, name=party.as_written, kind="civilians")  # "Palestinian shot dead"
        if alone and harm.outcome == "displaced":
            return None  # "the driver fled": one who runs is no displacement
        size = self._size(sentence, group) or (1 if alone else None)
        counted = quantity if size is None or quantity is None or quantity.low or quantity.high else None
        low, best, high, qualifier, derivation = _numbers(counted, size)
        start, end = sentence.offsets(first, last)
        counts_families = family and quantity is group.quantity is not None
        return Casualty(
            ordinal=0,
            claim_ordinal=None,
            outcome=harm.outcome,
            low=low,
            best=best,
            high=high,
            qualifier=qualifier,
            derivation=derivation,
            unit="families" if counts_families else "persons",
            of_name=party.name if party is not None else None,
            of_actor_id=party.actor_id if party is not None else None,
            of_kind=party.kind if party is not None else None,
            is_part=harm.rule in {"harm.part", AMONG},
            as_written=sentence.text[start:end],
            span_start=start,
            span_end=end,
            shared=False,
        )


def _by_name(group: NounGroup) -> bool:
    return group.named and group.quantity is None and not (group.classes or group.places)


def _seen_by_one(harm: Harm) -> bool:
    """ "I saw two dead bodies at the gate": what one witness saw of it, and no count of all."""
    before = harm.sentence.lows[max(0, harm.group.first - _SIGHT) : harm.group.first]
    return any(who in _WITNESS and saw == "saw" for who, saw in pairwise(before))


def _died_later(incident: Incident) -> set[tuple[int, int]]:
    """ "Two soldiers were critically injured. | They succumbed in hospital": whom a later sentence tells dead."""
    told = ((f, h) for f in incident.frames for h in f.harms if h.outcome == "killed")
    return {(h.sentence.start, h.group.head) for f, h in told if h.sentence is not f.sentence}


def _rounds(row: Casualty, others: Sequence[Casualty]) -> bool:
    """ "More than 20" of a headline beside "22 people": the same figure, rounded."""
    near = _ROUNDED.get(row.qualifier)
    if near is None or not row.best or row.best < _ROUND or row.best % 5:
        return False
    exact = (o.best for o in others if o.outcome == row.outcome and o.qualifier == "exact" and not o.is_part and o.best)
    return any(near[0] * row.best <= best <= near[1] * row.best for best in exact)


def _beside_equal(harm: Harm, row: Casualty, found: Sequence[Figure]) -> bool:
    """ "killing two pilgrims | and two policemen", "the same number of attackers died": as many, and others."""
    last = found[-1] if found else None
    if _as_many(harm):
        return True
    if last is None or last.harm.sentence is not harm.sentence or row.of_name in {None, last.row.of_name}:
        return False
    between = harm.sentence.text[last.row.span_end : row.span_start].split()
    return between == ["and"] and row.outcome == last.row.outcome


def _as_many(harm: Harm) -> bool:
    """ "the same number", "as many attackers": a figure by another one's."""
    group, lows = harm.group, harm.sentence.lows
    likened = group.quantity is not None and group.quantity.derivation == "word"
    return likened and (same_number(harm.sentence, group) or "many" in lows[group.first : group.last])


def _told_anew(harm: Harm) -> bool:
    return harm.sentence.lows[harm.group.first] in INDEFINITE


def _of_others(harm: Harm, harms: Sequence[Harm]) -> bool:
    """ "Two were shot dead, and three were hit by bullets": several, and not as many as were killed.

    So is "a man knifed a passenger (two soldiers) and was shot dead": another group, and none told of before.
    """
    dead = [h for h in harms if h.outcome == "killed" and h.sentence is harm.sentence]
    quantity = harm.group.quantity
    new = _told_anew(harm) or quantity is not None
    if dead and all(_told_anew(h) and h.group is not harm.group for h in dead) and new:
        return True
    killed = [h.group.quantity.best for h in harms if h.outcome == "killed" and h.group.quantity is not None]
    return quantity is not None and (quantity.best or 0) > 1 and quantity.best not in killed


_Numbers = tuple[int | None, int | None, int | None, Qualifier, Derivation]


def _numbers(quantity: Quantity | None, size: int | None) -> _Numbers:
    """Low, best and high of a group: its count, else its size: one person by grammar, two in a couple, or unknown."""
    if quantity is not None:
        return quantity.low, quantity.best, quantity.high, quantity.qualifier, quantity.derivation
    if size is not None:
        return size, size, size, "exact", "singular" if size == 1 else "word"
    return None, None, None, "vague", "word"


def _figure(row: Casualty) -> tuple[object, ...]:
    """What makes two rows one figure: outcome and numbers; of single victims also who it is."""
    if row.derivation == "singular":
        return row.outcome, row.low, row.best, row.high, " ".join((row.of_name or "").lower().split()[-1:])
    if row.low or row.best or row.high:
        return row.outcome, row.low, row.best, row.high
    return row.outcome, "vague"


def _numbered(sentence: Sentence, group: NounGroup) -> bool:
    """A number stands in the group, and not as a part of a word ("a five-year-old boy"): it may be a name's."""
    tags, tokens = sentence.tagged.tags, sentence.tokens
    return any(
        tags[i] == "N" and not (i + 1 < len(tokens) and tokens[i + 1].glued) for i in range(group.first, group.last)
    )


def _one_of_many(mention: Mention) -> bool:
    """ "a protester", "one rioter": what makes up a crowd, and not "a mob"."""
    sense = mention.sense
    return sense.kind == "person" and not sense.is_plural and sense.entry.get("number") != "collective"


def _singular(sentence: Sentence, group: NounGroup) -> bool:
    """One person by grammar: "a policeman", "the judge", a name; not a plural and not a collective."""
    mentions = [m for m in group.mentions if m.last == group.head + 1]
    one_person = any(m.sense.kind == "person" and not m.sense.is_plural for m in mentions)
    if any(
        m.sense.is_plural or m.sense.kind == "actor" or (m.sense.kind == "force" and not one_person) for m in mentions
    ):
        return False
    if _numbered(sentence, group) or ("group" in group.classes and not any(_one_of_many(m) for m in mentions)):
        return False
    low = sentence.lows[group.head]
    if not mentions and group.classes == {"person"} and sentence.lows[group.first] in ONE_OF_MANY:
        return True  # "a sacristan": by a word that no list has
    if any(p.demonym and p.last == group.head + 1 for p in group.places) and not mentions:
        return not low.endswith("s") and sentence.lows[group.first] not in _PLURAL_OPENERS
    if any(m.sense.kind in {"person", "title"} for m in mentions):
        return not low.endswith("people")
    return group.named and not group.classes & {"place", "facility", "actor"} and not low.endswith(("s'", "ans"))
