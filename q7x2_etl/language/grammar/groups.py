"""Noun groups, verb groups and what is found in them: the chunks that clauses are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from q7x2_etl.language.grammar.quantities import Quantity
from q7x2_etl.language.mentions.lexicon import Sense

_OWNED = "O'O"  # tags of "rebels' camp"
_SHORT_FORM = 3  # letters of a country's abbreviation


@dataclass(frozen=True, slots=True)
class Mention:
    """A sense found at token positions [first, last)."""

    first: int
    last: int
    sense: Sense


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name found at token positions [first, last). `supported`: a place noun beside it says that it is one."""

    first: int
    last: int
    name: str
    is_country: bool
    demonym: str | None = None
    supported: bool = False

    @property
    def adjectival(self) -> bool:
        """A country's short form that serves as adjective, "US" or "U.K."; in "the Ethiopia attack" it is a place."""
        bare = self.name.replace(".", "").replace(" ", "")
        return self.is_country and bare.isupper() and len(bare) <= _SHORT_FORM


@dataclass(slots=True)
class NounGroup:
    """A noun group at token positions [first, last). `prep` is the preposition that governs it, `head` its last noun.

    `classes` are the semantic classes of the head (person, armed, civilian, place, facility, weapon, event …).
    A `collective` head only counts or gathers what stands behind its "of" ("scores of militants"); an `elliptic` one
    stands for people once it is counted ("six wounded").
    """

    first: int
    last: int
    head: int
    prep: str | None
    pronoun: bool
    quantity: Quantity | None
    mentions: tuple[Mention, ...]
    places: tuple[PlaceMention, ...]
    classes: frozenset[str]
    named: bool
    collective: bool = False
    elliptic: bool = False
    possessor_end: int | None = None
    coordinated: bool = False
    complement: "NounGroup | None" = None
    appositions: list["NounGroup"] = field(default_factory=list)


@dataclass(slots=True)
class VerbGroup:
    """A verb group at token positions [first, last); `head` is the position of its last verb.

    `preterite`: its form is a past tense and no participle ("tore", "drove"), so it needs no "was" to be finite.
    """

    first: int
    last: int
    head: int
    lemma: str
    form: str
    passive: bool
    negated: bool
    modal: str | None
    infinitive: bool
    perfect: bool
    governors: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    preterite: bool = False

    @property
    def bare_participle(self) -> bool:
        """Whether it can be a passive in which "was" is not said: "soldiers killed by rebels"."""
        return self.form in {"pp", "past"} and not (self.passive or self.perfect or self.preterite)


@dataclass(slots=True)
class Chunk:
    """One piece of a sentence: kind NP, VG, or the tag of a single token (I, C, S, R, T, ',', …)."""

    kind: str
    first: int
    last: int
    noun: NounGroup | None = None
    verb: VerbGroup | None = None


def possessor_end(tags: Sequence[str], first: int, last: int) -> int | None:
    """Where the last possessive ending inside a group stands."""
    if last - first < len(_OWNED) or "'" not in tags[first:last]:
        return None
    return next((j for j in range(last - 2, first, -1) if tags[j] == "'"), None)


def of_actor(classes: frozenset[str], head: int, mentions: Sequence[Mention]) -> frozenset[str]:
    """ "the ELN group", "an Islamic State cell": what the head gathers is the actor's, and no mere crowd."""
    actor = next((m for m in mentions if m.sense.kind == "actor" and m.last <= head), None)
    return (classes - {"crowd"}) | actor.sense.classes if actor is not None else classes


def of_armed_group(classes: frozenset[str], head: int, mentions: Sequence[Mention]) -> frozenset[str]:
    """ "NRF forces", "Houthi troops": an armed group's own, and no state's."""
    actor = next((m for m in mentions if m.sense.kind == "actor" and m.last == head), None)
    if actor is None or "armed_group" not in actor.sense.classes:
        return classes
    return (classes - {"state"}) | actor.sense.classes
