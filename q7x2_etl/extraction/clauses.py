"""Clauses: a verb group with its subject, objects and prepositional groups, and how it hangs on the clause before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from q7x2_etl.extraction.asides import before_brackets, before_parts, editorial, subject_before_aside
from q7x2_etl.extraction.coordination import (
    coordinated_left,
    coordinated_right,
    opening_subject,
    semicolon_between,
)
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import Chunk, NounGroup, VerbGroup
from q7x2_etl.language.word_lists import packaged_words

Relation = Literal["main", "relative", "participle", "gerund", "infinitive", "conjunct"]
_SKIP = frozenset({"B", "T", "q", "X"})
_WALLS = frozenset({"S", "R", "(", ")"})
_GAP_MARKS = frozenset({";", ":", "—", "–", "--"})
# "accused the rebels of killing", "kept them from burning"; with people also "jailed two men for killing"
_CONTROLLED = frozenset({"of", "from", "into"})
_AGENTS = frozenset({"person", "armed", "actor", "group", "state", "civilian", "country"})


@dataclass(slots=True)
class Clause:
    """`at` is the verb group's position in the sentence's chunks; `parent` the index of the clause it hangs on.

    `antecedent`: what "who", "which" or "whose" stands for, in a relative clause.
    """

    at: int
    verb: VerbGroup
    relation: Relation
    subject: list[NounGroup] = field(default_factory=list)
    objects: list[NounGroup] = field(default_factory=list)
    preps: list[NounGroup] = field(default_factory=list)
    agent: list[NounGroup] = field(default_factory=list)
    parent: int | None = None
    governor: str | None = None
    reduced: bool = False
    antecedent: NounGroup | None = None

    @property
    def passive(self) -> bool:
        """True for "was killed", and for "soldiers killed in the raid" where no object follows."""
        return self.verb.passive or self.reduced


def clauses_of(sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence in the order of their verbs."""
    chunks = sentence.chunks
    found: list[Clause] = []
    for k, piece in enumerate(chunks):
        if piece.verb is None or editorial(sentence, k):
            continue
        clause = Clause(k, piece.verb, "main")
        clause.objects = [] if piece.verb.passive else _objects(sentence, k)
        _attach(sentence, clause, found)
        gerund = k > 0 and chunks[k - 1].kind == "I" and clause.verb.form == "ing"
        clause.preps = _right_preps(sentence, k) + ([] if gerund else _left_preps(chunks, k))
        clause.agent = [p for p in clause.preps if p.prep == "by"] if clause.passive else []
        found.append(clause)
    return found


def _attach(sentence: Sentence, clause: Clause, found: list[Clause]) -> None:
    """Finds the subject and the relation to earlier clauses: the first way that fits."""
    chunks = sentence.chunks
    j = before_brackets(sentence, _left(chunks, clause.at))
    if _hangs_on_previous(sentence, clause, found, j):
        return
    previous = found[-1] if found else None
    if j >= 0 and chunks[j].kind == "R":
        antecedent = _antecedent(chunks, j)
        clause.relation = "relative"
        clause.subject, clause.antecedent = [antecedent] if antecedent else [], antecedent
        clause.parent = len(found) - 1 if previous else None
        return
    mark = semicolon_between(sentence, previous.at, clause.at) if previous is not None else None
    if mark is not None and (own_subject := opening_subject(sentence, mark, clause.at)):
        clause.subject = own_subject
        if clause.verb.bare_participle and not clause.objects:
            clause.reduced = _looks_reduced(sentence, clause)
        return
    if j >= 0 and previous is not None and chunks[j].kind == ",":
        whole = before_parts(sentence, j)
        if whole != j and (parted := _subject_left(sentence, whole)):
            clause.subject = parted
            return
        embedded = _embedded_subject(chunks, j, previous.at)
        if embedded is not None:
            clause.subject = [embedded]
            return
        own = subject_before_aside(sentence, j, previous.at)
        if own is not None:
            clause.subject = coordinated_left(sentence, own)
            return
    if j >= 0 and previous is not None and chunks[j].kind in {"C", ","} and not clause.verb.infinitive:
        _conjoin(sentence, clause, found, chunks[j].kind == "C")
        return
    modified = chunks[j].noun if j >= 0 else None
    if modified is None or not _modifies(sentence, clause, modified):
        _own_subject(sentence, clause, j)
    if modified is not None and j > 0 and chunks[j - 1].kind == "R":
        clause.antecedent = _antecedent(chunks, j - 1)  # "…, whose brother is in prison,"


def _hangs_on_previous(sentence: Sentence, clause: Clause, found: list[Clause], j: int) -> bool:
    """ "tried | to attack", "raided Maru, | killing nine": the clause shares a slot of the one before.

    `j` is the chunk to the clause's left. Sets parent and governor of every infinitive and bare "-ing".
    """
    chunks, verb = sentence.chunks, clause.verb
    previous = found[-1] if found else None
    undergone = verb.passive and sentence.lows[verb.first] == "being" and j >= 0 and chunks[j].kind == "I"
    if previous is None or not (verb.infinitive or undergone or _bare_ing(sentence, verb)):
        return False
    clause.parent = len(found) - 1
    clause.governor = (verb.governors or (previous.verb.lemma,))[-1]
    if verb.infinitive:
        between = any(c.kind == "NP" for c in chunks[previous.at + 1 : clause.at])
        controlled = previous.objects if previous.objects and between else previous.subject
        if between and controlled and all("weapon" in g.classes for g in controlled):
            controlled = previous.subject  # "rebels used mortars to attack"
        if between and controlled and not any(g.pronoun or g.named or g.classes & _AGENTS for g in controlled):
            controlled = []  # "foiled a plot to bomb": the plot bombs nobody
        clause.relation = "infinitive"
        clause.subject = list(previous.subject if previous.passive else controlled)
        return True
    if j >= 0 and chunks[j].kind == "I":
        preposition = sentence.lows[chunks[j].first]
        people = preposition == "for" and any(g.named or g.classes & _AGENTS for g in previous.objects)
        objects = (people or preposition in _CONTROLLED) and not previous.passive and previous.objects
        clause.relation, clause.subject = "gerund", list(objects or previous.subject)
        return True
    if (j >= 0 and chunks[j].kind in {",", "C"}) or j == previous.at:
        owner = _outer(chunks, found) if chunks[j].kind == "," else previous
        clause.parent = next(n for n, c in enumerate(found) if c is owner)
        clause.governor = (verb.governors or (owner.verb.lemma,))[-1]
        clause.relation, clause.subject = "participle", list(owner.subject if not owner.reduced else [])
        return True
    return False


def _outer(chunks: Sequence[Chunk], found: Sequence[Clause]) -> Clause:
    """ "drove into a crowd watching the parade, | killing nine": the last clause that is no participle right behind the
    noun that it describes.
    """
    described = (c for c in found if c.relation == "participle" and chunks[c.at - 1].noun is not None)
    inner = {id(c) for c in described}
    return next((c for c in reversed(found) if id(c) not in inner), found[-1])


def _conjoin(sentence: Sentence, clause: Clause, found: list[Clause], conjunction: bool) -> None:
    """ "police shot four men | and arrested three": the subject of the clause that it is coordinated with."""
    previous, verb = found[-1], clause.verb
    owner = previous
    # "fired at a shop owned by a senator and left a note": who owns it leaves none
    if not (previous.relation == "relative" and conjunction) or (previous.reduced and clause.objects):
        finite = (c for c in reversed(found) if c.relation not in {"participle", "gerund", "infinitive"})
        owner = next((c for c in finite if not (_put_in(sentence, c) or _describes(c, clause))), previous)
    clause.relation, clause.subject = "conjunct", list(owner.subject)
    if owner is previous and owner.antecedent is not None and not conjunction:
        clause.subject = _with_coordinated(sentence, owner.antecedent) or clause.subject
    clause.parent = next(n for n, c in enumerate(found) if c is owner)
    if not clause.objects and owner.passive and verb.bare_participle:
        clause.reduced = True  # "five were killed and ten wounded"


def _describes(clause: Clause, behind: Clause) -> bool:
    """ "a shop | owned by a senator | and left a note": what has an object is no such participle."""
    return clause.relation == "relative" and clause.reduced and bool(behind.objects)


def _put_in(sentence: Sentence, clause: Clause) -> bool:
    """ "The attackers came at dusk, | locals said, | and shot …": who says so, between commas."""
    chunks, before = sentence.chunks, _left(sentence.chunks, clause.at)
    if clause.verb.lemma not in {"say", "add", "report"} or clause.objects or before < 1 or not chunks[before].noun:
        return False
    closed = clause.at + 1 < len(chunks) and chunks[clause.at + 1].kind == ","
    return closed and chunks[before - 1].kind == "," and before > 1


def _with_coordinated(sentence: Sentence, antecedent: NounGroup) -> list[NounGroup]:
    """ "A and B, who work here, | were kidnapped": what "who" stands for, and those coordinated with it."""
    head = next((k for k, piece in enumerate(sentence.chunks) if piece.noun is antecedent), None)
    return _subject_left(sentence, head) if head is not None else []


def _modifies(sentence: Sentence, clause: Clause, modified: NounGroup) -> bool:
    """ "soldiers | killed by rebels", "a man | carrying a bomb": the group right before is the subject."""
    verb = clause.verb
    if verb.bare_participle:
        accused = modified.prep and sentence.lows[verb.head] in packaged_words().words["accusing_participles"]
        if accused and not clause.objects and modified.classes & _AGENTS:
            clause.subject, clause.reduced, clause.relation = [modified], True, "relative"
            return True  # "the trial of the men | accused of bombing"
        bomb = modified.prep and not clause.objects and modified.classes & {"explosive", "projectile"}
        counted = not clause.objects and _told_as_harmed(sentence, clause, modified)
        if bomb or counted or _by_follows(sentence, clause):
            clause.subject, clause.reduced, clause.relation = [modified], True, "relative"
            return True
    if _bare_ing(sentence, verb) and modified.classes & {"person", "armed", "actor", "weapon", "event", "vehicle"}:
        clause.subject, clause.relation = [modified], "participle"
        return True
    return False


def _told_as_harmed(sentence: Sentence, clause: Clause, group: NounGroup) -> bool:
    """ "with 47 people injured", "recorded 41 people killed": the group is what the participle tells of."""
    if group.prep == "among":
        return group.quantity is not None  # "among the eight killed in the attack"
    if group.prep == "with":
        return group.quantity is not None or bool(group.classes & _AGENTS)
    before = next(k for k, c in enumerate(sentence.chunks) if c.noun is group) - 1
    if group.prep == "of" and before > 0:  # "spoke of 40 guerrillas killed"
        return group.quantity is not None and sentence.chunks[before - 1].verb is not None
    return (
        group.prep is None and group.quantity is not None and before >= 0 and sentence.chunks[before].verb is not None
    )


def _own_subject(sentence: Sentence, clause: Clause, j: int) -> None:
    """The noun group to the left, up to a wall; a participle without "was" is a passive."""
    verb = clause.verb
    clause.subject = _subject_left(sentence, before_parts(sentence, j))
    if not clause.subject:
        return
    if _bare_ing(sentence, verb):
        clause.relation = "participle"
    if verb.bare_participle and not clause.objects:
        clause.reduced = _looks_reduced(sentence, clause)
    if clause.reduced and len(clause.subject) == 1:
        clause.subject = [_counted_whole(sentence, clause.subject[0])]


def _counted_whole(sentence: Sentence, group: NounGroup) -> NounGroup:
    """ "he was one of four men | shot dead": all four were; the group itself where it is no predicate of that form."""
    whole = group.complement
    if whole is None or whole.quantity is None or group.quantity is None or group.quantity.best != 1:
        return group
    at = next(k for k, piece in enumerate(sentence.chunks) if piece.noun is group)
    return whole if at and sentence.chunks[at - 1].verb is not None else group


def _embedded_subject(chunks: Sequence[Chunk], j: int, previous: int) -> NounGroup | None:
    """ "said that Haji Karim, the deputy leader, had been killed": the group right after "that" or "when"."""
    for k in range(previous + 1, j):
        if chunks[k].kind in {"R", "S"} and chunks[k + 1].noun is not None:
            return chunks[k + 1].noun
    return None


def _bare_ing(sentence: Sentence, verb: VerbGroup) -> bool:
    return verb.form == "ing" and not any(sentence.tagged.tags[t] == "A" for t in range(verb.first, verb.head))


def _by_follows(sentence: Sentence, clause: Clause) -> bool:
    chunks = sentence.chunks
    for k in range(clause.at + 1, len(chunks)):
        piece = chunks[k]
        if piece.kind == "I" and sentence.lows[piece.first] == "by":
            return True
        if piece.kind not in {"B", "T", "I"} and (piece.noun is None or piece.noun.prep is None):
            return False
    return False


def _looks_reduced(sentence: Sentence, clause: Clause) -> bool:
    """A past form without object, before a preposition or a stop, is a passive in which "was" is not said."""
    k = clause.at + 1
    chunks = sentence.chunks
    while k < len(chunks) and chunks[k].kind in {"B", "T"}:
        k += 1
    return k >= len(chunks) or chunks[k].kind in {"I", ".", ",", "C", "S", ")", "VG", "q"}


def _left(chunks: Sequence[Chunk], k: int) -> int:
    j = k - 1
    while j >= 0 and chunks[j].kind in _SKIP:
        j -= 1
    return j


def _antecedent(chunks: Sequence[Chunk], at: int) -> NounGroup | None:
    """What "who" or "which" stands for: the nearest noun group to its left that is no mere place or time."""
    fallback: NounGroup | None = None
    for j in range(at - 1, max(-1, at - 10), -1):
        if chunks[j].kind == "VG":
            break
        noun = chunks[j].noun
        if noun is None or _age(chunks, j):
            continue
        if "place" not in noun.classes and not noun.pronoun:
            owner = chunks[j - 2].noun if j >= 2 and noun.prep == "of" else None
            person = owner is not None and "person" in owner.classes and "person" not in noun.classes
            return owner if person else noun  # "a member of the regiment, who": the member
        fallback = fallback or noun
    return fallback


def _age(chunks: Sequence[Chunk], j: int) -> bool:
    """ "Victor Pomas, | 30, | who was kidnapped": a bare number between commas tells the age."""
    noun = chunks[j].noun
    if noun is None or j < 2 or j + 1 >= len(chunks) or noun.classes or noun.named or noun.last != noun.first + 1:
        return False
    return noun.quantity is not None and chunks[j - 1].kind == chunks[j + 1].kind == "," and bool(chunks[j - 2].noun)


def _subject_left(sentence: Sentence, j: int) -> list[NounGroup]:
    """The ungoverned noun group nearest to the left of chunk `j`, with those coordinated with it."""
    chunks = sentence.chunks
    while j >= 0:
        piece = chunks[j]
        if piece.kind == ")":
            j = _skip_bracket(chunks, j)
        elif piece.kind in _WALLS or (piece.kind == "." and sentence.tokens[piece.first].text in _GAP_MARKS):
            return []
        elif piece.verb is not None:
            over = _over_verb(chunks, j, piece.verb)
            if over is None:
                return []
            j = over
        elif piece.noun is not None and piece.noun.prep is None:
            owner = _relative_owner(chunks, j)
            if owner is None:
                return coordinated_left(sentence, j)
            j = owner
        else:
            j -= 1
    return []


def _over_verb(chunks: Sequence[Chunk], j: int, verb: VerbGroup) -> int | None:
    """Where to look on behind a verb between subject and verb: "robbers dressed as inspectors | made off"."""
    before = _left(chunks, j)
    bare = verb.bare_participle or (verb.form == "ing" and verb.first == verb.head)
    if before >= 0 and bare and not verb.passive and chunks[before].noun is not None:
        return before
    return before - 1 if before > 0 and chunks[before].kind == "R" else None


def _skip_bracket(chunks: Sequence[Chunk], j: int) -> int:
    while j >= 0 and chunks[j].kind != "(":
        j -= 1
    return j - 1


def _relative_owner(chunks: Sequence[Chunk], j: int) -> int | None:
    """Where the noun group at `j` is the object inside a relative clause: the position left of "who", else None."""
    k = _left(chunks, j)
    if k < 0 or chunks[k].kind != "VG":
        return None
    r = _left(chunks, k)
    verb = chunks[k].verb
    if r >= 0 and verb is not None and verb.form == "ing" and verb.first == verb.head and chunks[r].noun is not None:
        return r  # "a bus carrying miners was ambushed"
    return r - 1 if r >= 0 and chunks[r].kind == "R" and r > 0 else None


def _objects(sentence: Sentence, k: int) -> list[NounGroup]:
    chunks = sentence.chunks
    j = k + 1
    if _shares_object(chunks, k):
        return _objects(sentence, k + 2)
    while j < len(chunks) and chunks[j].kind in {"B", "q", "T", "X"}:
        j += 1
    if j >= len(chunks) or chunks[j].noun is None:
        return []
    return coordinated_right(sentence, j)


def _shares_object(chunks: Sequence[Chunk], k: int) -> bool:
    """ "shot | and killed | a broadcaster", "looted and burned a shop": what both verbs are done to."""
    verb = chunks[k].verb
    other = chunks[k + 2].verb if k + 2 < len(chunks) and chunks[k + 1].kind == "C" else None
    if verb is None or other is None or verb.passive or other.passive or verb.form != other.form:
        return False
    return verb.lemma in packaged_words().words["object_taking_verbs"]


def _right_preps(sentence: Sentence, k: int) -> list[NounGroup]:
    """Prepositional groups to the right, up to the next clause."""
    chunks = sentence.chunks
    found: list[NounGroup] = []
    for j in range(k + 1, len(chunks)):
        piece = chunks[j]
        if piece.kind in {"S", "R"} or piece.verb is not None:
            break
        if piece.kind == "." and sentence.tokens[piece.first].text in _GAP_MARKS:
            break
        if piece.noun is not None and piece.noun.prep:
            found.append(piece.noun)
    return found


def _left_preps(chunks: Sequence[Chunk], k: int) -> list[NounGroup]:
    """Prepositional groups to the left, back to the clause before."""
    found: list[NounGroup] = []
    for j in range(k - 1, -1, -1):
        piece = chunks[j]
        if piece.kind in {"VG", "S", "R"}:
            break
        if piece.noun is not None and piece.noun.prep:
            found.append(piece.noun)
    return found
