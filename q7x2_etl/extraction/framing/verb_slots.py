"""The logical subject and objects of a verb trigger."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from q7x2_etl.extraction.framing.noun_roles import possessor_of
from q7x2_etl.extraction.framing.slots import classes_of, one_person, satisfies
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.extraction.syntax.company import company_of
from q7x2_etl.extraction.syntax.coordination import coordinated_right
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import HIS_OR_HER
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_OF_PERSONS = frozenset({"killed", "abducted", "captured"})
GOVERNING = frozenset({"of", "to", "on", "at", "from", "with", "into", "against", "for", "upon", "towards", "through"})


@dataclass(frozen=True, slots=True)
class VerbUse:
    """A trigger as a clause uses it: the variant of its words, the position behind them."""

    clause: Clause
    entry: Mapping[str, Any]
    variant: str
    last: int

    @property
    def rule(self) -> str:
        """The rule that roles and harms name."""
        return f"trigger.{self.entry['id']}"


@dataclass(frozen=True, slots=True)
class Slots:
    """Logical subject and object of a trigger: those of the active sentence; and all their classes."""

    subject: Sequence[NounGroup]
    objects: Sequence[NounGroup]
    subject_classes: Sequence[frozenset[str]]
    object_classes: Sequence[frozenset[str]]

    @classmethod
    def of(cls, sentence: Sentence, subject: Sequence[NounGroup], objects: Sequence[NounGroup]) -> "Slots":
        """The slots with the classes of their groups."""
        return cls(
            subject, objects, [classes_of(sentence, g) for g in subject], [classes_of(sentence, g) for g in objects]
        )


def is_passive(sentence: Sentence, clause: Clause, entry: Mapping[str, Any]) -> bool:
    """Passive for this trigger: "bomb exploded" and "five died" never are, "gunmen attacked on Sunday" is not."""
    if clause.verb.passive:
        return True
    if (
        not clause.reduced
        or entry.get("outcome_of") == "subject"
        or entry.get("subject") in {"instrument", "participant", "target"}
        or "object" not in entry
    ):
        return False
    if clause.agent or entry.get("outcome"):
        return True
    return not any(satisfies(classes_of(sentence, s), ["armed"]) for s in clause.subject)


def slots_of(sentence: Sentence, use: VerbUse) -> Slots:
    """Subject and objects of the active sentence that a use of a trigger stands for."""
    subject, objects = surface_slots(sentence, use)
    if "heads" in use.entry and not ("through" not in use.entry and use.entry.get("object") == "target"):
        objects = [g for thing in things_of(sentence, use) for g in _through(sentence, use, thing)]
    if outcome_of(use) in _OF_PERSONS and "place" not in use.entry.get("requires", ()):
        for group in objects:
            _read_as_person(sentence, group)
    return Slots.of(sentence, subject, objects)


def _read_as_person(sentence: Sentence, group: NounGroup) -> None:
    """ "Barillas was gunned down", "killed Mayor Benito Juarez": a town's name too, where only a person can stand."""
    titles = [m for m in group.mentions if m.sense.kind in {"title", "person"}]
    town = next((p for p in group.places if p.last == group.head + 1 and not (p.demonym or p.is_country)), None)
    if town is not None and any(m.last == town.first for m in titles) and group.quantity is None:
        group.classes = frozenset({"person"}).union(*(m.sense.classes for m in titles if m.last == town.first))
        group.places, group.named = tuple(p for p in group.places if p is not town), True
        return
    named = group.first == group.head or group.named  # "Barillas"; "Mahmoud Issa", where Issa is a town
    alone = named and not group.mentions and group.quantity is None
    if alone and group.classes == {"place"} and not any(p.demonym or p.is_country for p in group.places):
        group.classes, group.places, group.named = frozenset(), (), True


def things_of(sentence: Sentence, use: VerbUse) -> list[NounGroup]:
    """The objects that the entry lists by their heads: "slit | the throats | of three hostages"."""
    heads = use.entry.get("heads", ())
    return [o for o in surface_slots(sentence, use)[1] if headed(sentence, o, heads)]


def surface_slots(sentence: Sentence, use: VerbUse) -> tuple[Sequence[NounGroup], Sequence[NounGroup]]:
    """Subject and objects as the clause has them, turned round for a passive, with who shares what befell them."""
    clause = use.clause
    phrase = " " in use.variant and use.last > clause.verb.head + 1
    behind = objects_behind(sentence, use) if phrase and not clause.verb.passive else []
    active = (
        clause.reduced and behind and not clause.agent and clause.verb.form != "pp"
    )  # "hacked to death | 14 peasants"
    if is_passive(sentence, clause, use.entry) and not active:
        return clause.agent, [*clause.subject, *company_of(sentence, clause, outcome_of(use))]
    told_before = [o for o in clause.objects if o.first < clause.verb.first]  # "the men | whom they had led off"
    objects = (behind or told_before) if phrase else clause.objects
    if clause.relation == "main" and sentence.lows[clause.verb.first] == "to":
        return (), objects  # "an attempt to hijack a plane": the noun before it hijacks nothing
    if use.entry.get("outcome_of") == "subject" and not objects:
        return [*clause.subject, *company_of(sentence, clause, outcome_of(use))], objects
    return clause.subject, objects


def outcome_of(use: VerbUse) -> str | None:
    """What befalls whom the trigger harms, as its variant tells it; None for none."""
    told = (use.entry.get("outcome_variants") or {}).get(use.variant) or use.entry.get("outcome")
    return str(told) if told is not None else None


def headed(sentence: Sentence, group: NounGroup, heads: Collection[str]) -> bool:
    """Its head is one of the words, or its last two words are: "air force"."""
    inner = group.complement if group.prep is None else None
    if inner is not None and not inner.pronoun and "person" not in group.classes and headed(sentence, inner, heads):
        return True  # "11 kilos of gold", and no "passengers of a bus"
    number = group.quantity is not None and not group.classes and sentence.tagged.tags[group.head] == "N"
    if group.prep is None and (number if inner is None else inner.pronoun):
        # "launched drones, and 30 of them were downed"
        things = (piece.noun for piece in sentence.chunks if piece.noun is not None and piece.last <= group.first)
        return any(sentence.lows[noun.head] in heads for noun in things)
    low, before = sentence.lows[group.head], sentence.lows[group.head - 1] if group.head > group.first else ""
    return low in heads or f"{before} {low}" in heads


def _through(sentence: Sentence, use: VerbUse, thing: NounGroup) -> list[NounGroup]:
    """Who undergoes it where the object is a thing: "slit the throats of | three hostages", "a judge's throat"."""
    wanted = use.entry.get("through", ())
    if thing.possessor_end is not None and "of" in wanted:
        return possessor_of(sentence, thing)
    if thing.complement is not None and "of" in wanted:
        return [thing.complement]
    if "of" in wanted and sentence.lows[thing.first] in packaged_words().words["possessive_determiners"]:
        return _owners_before(sentence, use.clause, sentence.lows[thing.first])
    return [p for p in use.clause.preps if p.prep in wanted and p.first > thing.first]


def _owners_before(sentence: Sentence, clause: Clause, possessive: str) -> list[NounGroup]:
    """ "seized | two miners | and slit their throats": the people told before who do not act themselves."""
    before = [c.noun for c in sentence.chunks[: clause.at] if c.noun is not None and not c.noun.pronoun]
    people = [g for g in before if g.classes & {"person", "armed"} or (g.named and not g.places)]
    people = [g for g in people if not any(g is s for s in clause.subject)]
    if possessive in HIS_OR_HER:
        people = [g for g in people if g.quantity is None or g.quantity.best == 1]
    elif possessive == "their":
        people = [g for g in people if g.quantity is not None or not one_person(g)]
    return [g for g in people if g.prep is None][-1:] or people[-1:]


def objects_behind(sentence: Sentence, use: VerbUse) -> list[NounGroup]:
    """The objects behind the last word of a phrase: "opened fire on | a convoy"."""
    last = use.variant.rsplit(" ", 1)[-1]
    governed = last in GOVERNING
    chunks = sentence.chunks
    for k, piece in enumerate(chunks):
        if piece.noun is None or piece.first < use.last or not (governed or piece.noun.prep in {None, last}):
            continue
        between = any(c.kind in {"VG", "S", ".", "C"} for c in chunks[use.clause.at + 1 : k])
        apart = between or piece.first > use.last + 1 or sentence.lows[use.last] in {",", ";"}
        return [] if apart else coordinated_right(sentence, k)
    return []
