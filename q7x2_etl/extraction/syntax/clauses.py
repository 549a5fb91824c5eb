"""Clauses: a verb group with its subject, objects and prepositional groups, and how it hangs on the clause before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from q7x2_etl.extraction.syntax.asides import (
    before_aside,
    before_brackets,
    before_parts,
    editorial,
    subject_before_aside,
)
from q7x2_etl.extraction.syntax.coordination import coordinated_left, opening_subject, semicolon_between
from q7x2_etl.extraction.syntax.fronted import share_fronted
from q7x2_etl.extraction.syntax.inverted import share_inverted
from q7x2_etl.extraction.syntax.object_relatives import acts_itself, laid_on_somebody, left_out_object
from q7x2_etl.extraction.syntax.participles import (
    bare_ing,
    both_hurt,
    by_follows,
    counted_beside,
    counted_of,
    finite,
    looks_reduced,
    onlookers,
    supposed,
    when_trying,
)
from q7x2_etl.extraction.syntax.verb_neighbours import (
    antecedent_of,
    doers_behind_by,
    embedded_subject,
    head_of,
    left_of,
    left_preps,
    objects_of,
    right_preps,
    subject_left,
)
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, NounGroup, VerbGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

Relation = Literal["main", "relative", "participle", "gerund", "infinitive", "conjunct"]
_ADVERBIAL = frozenset({"I", "NP", "T", "B"})
_CAN_DO = frozenset({"person", "armed", "actor", "group", "weapon", "event", "vehicle", "projectile", "air"})
_BUILT = frozenset({"facility", "place", "vehicle"})
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
        clause.objects = [] if piece.verb.passive else objects_of(sentence, k)
        _attach(sentence, clause, found)
        _take_up_object(sentence, clause)
        gerund = k > 0 and chunks[k - 1].kind == "I" and clause.verb.form == "ing"
        clause.preps = right_preps(sentence, k) + ([] if gerund else left_preps(chunks, k))
        clause.agent = doers_behind_by(sentence, clause.verb, clause.subject, clause.preps) if clause.passive else []
        found.append(clause)
        _share_agent(clause, found)
    share_inverted(sentence, found)
    share_fronted(sentence, found)
    return found


def _take_up_object(sentence: Sentence, clause: Clause) -> None:
    """ "the hostages | whom they had seized", "they killed": the object told before, and a subject that only acts."""
    if clause.objects or len(clause.subject) != 1:
        return
    laid = laid_on_somebody(sentence, clause.at, clause.verb) and clause.relation == "main"
    if clause.reduced and (acts_itself(sentence, clause.subject[0]) or laid):
        clause.reduced = False
    if not clause.passive and clause.relation in {"main", "conjunct"}:
        found = left_out_object(sentence, clause.at, clause.verb, clause.subject[0])
        clause.objects = [found] if found is not None else []


def _share_agent(clause: Clause, found: Sequence[Clause]) -> None:
    """ "was beaten to death | and set on fire by students": who did the last did what stands before it too."""
    before = found[clause.parent] if clause.relation == "conjunct" and clause.parent is not None else None
    if before is None or not clause.agent or not before.verb.passive or before.agent:
        return
    if [id(g) for g in clause.subject] == [id(g) for g in before.subject]:
        before.agent = list(clause.agent)


def _attach(sentence: Sentence, clause: Clause, found: list[Clause]) -> None:
    """Finds the subject and the relation to earlier clauses: the first way that fits."""
    chunks = sentence.chunks
    j = before_brackets(sentence, left_of(chunks, clause.at))
    if _parted_passive(chunks, clause, found, j):
        clause.subject, clause.reduced = list(found[-1].subject), True
        return
    if _hangs_on_previous(sentence, clause, found, j):
        return
    previous = found[-1] if found else None
    if j >= 0 and chunks[j].kind == "R":
        antecedent = antecedent_of(chunks, j, person=sentence.lows[chunks[j].first] == "who")
        clause.relation = "relative"
        clause.subject, clause.antecedent = [antecedent] if antecedent else [], antecedent
        clause.parent = len(found) - 1 if previous else None
        return
    mark = semicolon_between(sentence, previous.at, clause.at) if previous is not None else None
    if mark is not None and (own_subject := opening_subject(sentence, mark, clause.at)):
        counted = counted_beside(sentence, j, mark)
        clause.subject = own_subject if counted is None else [counted]
        if clause.verb.bare_participle and not clause.objects:
            clause.reduced = looks_reduced(sentence, clause.at, clause.verb)
        return
    if j >= 0 and previous is not None and chunks[j].kind == ",":
        whole = before_aside(sentence, j, clause.verb, previous.at, previous.antecedent is not None)
        if whole != j and (parted := subject_left(sentence, whole)):
            clause.subject = parted
            return
        embedded = embedded_subject(chunks, j, previous.at)
        if embedded is not None:
            clause.subject, clause.reduced = [embedded], clause.verb.bare_participle and by_follows(sentence, clause.at)
            return
        own = subject_before_aside(sentence, j, previous.at)
        if own is not None:
            clause.subject = coordinated_left(sentence, own)
            return
    tried = clause.verb.infinitive and not finite(sentence, clause.verb)
    if j >= 0 and previous is not None and chunks[j].kind in {"C", ","} and not tried:
        _conjoin(sentence, clause, found, chunks[j].kind == "C")
        return
    modified = chunks[j].noun if j >= 0 else None
    if modified is None or not _modifies(sentence, clause, modified):
        _own_subject(sentence, clause, found, j)
    if modified is not None and j > 0 and chunks[j - 1].kind == "R":
        clause.antecedent = antecedent_of(chunks, j - 1)  # "…, whose brother is in prison,"


def _parted_passive(chunks: Sequence[Chunk], clause: Clause, found: Sequence[Clause], j: int) -> bool:
    """ "was | on Sunday | gunned down": one passive, with the day put in between."""
    if not found or j != found[-1].at or j == clause.at - 1 or not clause.verb.bare_participle:
        return False
    return found[-1].verb.lemma == "be" and not found[-1].objects and not clause.objects


def _hangs_on_previous(sentence: Sentence, clause: Clause, found: list[Clause], j: int) -> bool:
    """ "tried | to attack", "raided Maru, | killing nine": the clause shares a slot of the one before.

    `j` is the chunk to the clause's left. Sets parent and governor of every infinitive and bare "-ing".
    """
    chunks, verb = sentence.chunks, clause.verb
    previous = found[-1] if found else None
    undergone = verb.passive and sentence.lows[verb.first] == "being" and j >= 0 and chunks[j].kind == "I"
    infinitive = verb.infinitive and not finite(sentence, verb)
    if previous is None or not (infinitive or undergone or bare_ing(sentence, verb)):
        return False
    clause.parent = len(found) - 1
    clause.governor = (verb.governors or (previous.verb.lemma,))[-1]
    if infinitive:
        between = any(c.kind == "NP" for c in chunks[previous.at + 1 : clause.at])
        controlled = previous.objects if previous.objects and between else previous.subject
        # "freed detainees to protest"; "fended off a raid, | only to lose 30 men"
        protests = verb.lemma in packaged_words().words["verbs_protesting"] or sentence.lows[verb.first - 1] == "only"
        if between and controlled and (protests or all("weapon" in g.classes for g in controlled)):
            controlled = previous.subject  # "rebels used mortars to attack"
        if between and controlled and not any(g.pronoun or g.named or g.classes & _AGENTS for g in controlled):
            built = all(g.classes & _BUILT for g in controlled)  # "stormed a depot | to end a sit-in"
            controlled = previous.subject if built else _plotters(previous)  # "foiled a plot to bomb"
        clause.relation = "infinitive"
        clause.subject = list(previous.subject if previous.passive or when_trying(sentence, j, verb) else controlled)
        return True
    if j >= 0 and chunks[j].kind == "I":
        preposition = sentence.lows[chunks[j].first]
        people = preposition in {"for", "with"} and any(
            g.pronoun or g.named or g.classes & _AGENTS for g in previous.objects
        )
        objects = (people or preposition in _CONTROLLED) and not previous.passive and previous.objects
        clause.relation, clause.subject = "gerund", list(objects or previous.subject)
        if _by_others(sentence, j, previous):
            clause.subject = []
        return True
    if (j >= 0 and chunks[j].kind in {",", "C"}) or j == previous.at or _behind_adverbials(chunks, previous, j):
        owner = _outer(chunks, found, verb) if chunks[j].kind == "," else previous
        clause.parent = next(n for n, c in enumerate(found) if c is owner)
        clause.governor = (verb.governors or (owner.verb.lemma,))[-1]
        clause.relation, clause.subject = "participle", list(owner.subject if not owner.reduced else [])
        if owner.verb.passive and verb.lemma in packaged_words().words["harming_verbs"]:
            clause.subject = list(owner.agent)  # "a plane was shot down, | killing its crew"
        return True
    return False


def _plotters(previous: Clause) -> list[NounGroup]:
    """ "foiled a plot | by rebels | to bomb a mosque": whose it is."""
    if previous.passive or not previous.objects:
        return []
    by = (p for p in previous.preps if p.prep == "by" and p.first > previous.objects[0].first)
    return [p for p in by if p.named or p.classes & _AGENTS][:1]


def _behind_adverbials(chunks: Sequence[Chunk], previous: Clause, j: int) -> bool:
    """ "went | from door to door | killing men": only prepositional groups of things stand between the verbs."""
    between = chunks[previous.at + 1 : j + 1]
    nouns = [piece.noun for piece in between if piece.noun is not None]
    if not nouns or previous.passive or previous.verb.lemma == "be" or any(c.kind not in _ADVERBIAL for c in between):
        return False
    return all(noun.prep is not None and noun.classes.isdisjoint(_CAN_DO) for noun in nouns)


def _by_others(sentence: Sentence, j: int, previous: Clause) -> bool:
    """ "said that those responsible | for | killing …": who did it stands between, and is no object of the verb."""
    noun = sentence.chunks[j - 1].noun if j > previous.at + 1 else None
    if noun is None or noun.prep is not None or noun.head == noun.first:
        return False
    blamed = sentence.lows[noun.head] in packaged_words().words["blaming_words"]
    return blamed and not any(o is noun for o in previous.objects)


def _outer(chunks: Sequence[Chunk], found: Sequence[Clause], verb: VerbGroup) -> Clause:
    """ "drove into a crowd watching the parade, | killing nine": the last clause that is no participle right behind the
    noun that it describes.
    """
    described = (c for c in found if c.relation == "participle" and chunks[c.at - 1].noun is not None)
    inner = {id(c) for c in described}
    last = found[-1]
    still = last.relation == "main" and not (last.objects or last.passive)
    if still and verb.lemma in packaged_words().words["harming_verbs"] and onlookers(chunks, last.subject, last.verb):
        inner.add(id(last))  # "shells hit the street as children were playing, | killing two"
    if verb.lemma in packaged_words().words["arresting_verbs"]:
        # "a cell that planned to attack it, | arresting two"
        inner |= {id(c) for c in found if c.relation == "relative" or _of_others(c, found)}
    return next((c for c in reversed(found) if id(c) not in inner), found[-1])


def _of_others(clause: Clause, found: Sequence[Clause]) -> bool:
    """ "foiled a plot by rebels | to bomb a hotel": whom the verb before has as no subject."""
    if clause.relation != "infinitive" or clause.parent is None:
        return False
    return [id(g) for g in clause.subject] != [id(g) for g in found[clause.parent].subject]


def _conjoin(sentence: Sentence, clause: Clause, found: list[Clause], conjunction: bool) -> None:
    """ "police shot four men | and arrested three": the subject of the clause that it is coordinated with."""
    previous, verb = found[-1], clause.verb
    owner = previous
    # "fired at a shop owned by a senator and left a note": who owns it leaves none
    apart = conjunction and sentence.chunks[clause.at - 2].kind == ","  # "…, who had come to evict him, | and was held"
    earlier = sentence.lows[previous.verb.first] == "had" != sentence.lows[verb.first]
    apart = apart or (conjunction and earlier and bool(clause.objects))  # "freed a man who had been held | and hit two"
    apart = apart and not both_hurt(previous.verb, verb)
    if not (previous.relation == "relative" and conjunction) or apart or (previous.reduced and clause.objects):
        finite = (c for c in reversed(found) if c.relation not in {"participle", "gerund", "infinitive"})
        finite = (c for c in finite if not (apart and c.relation == "relative"))
        owner = next((c for c in finite if not (_put_in(sentence, c) or _describes(c, clause, found))), previous)
    clause.relation, clause.subject = "conjunct", list(owner.subject)
    if owner is previous and owner.antecedent is not None and not conjunction:
        clause.subject = _with_coordinated(sentence, owner.antecedent) or clause.subject
    if owner is previous and owner.reduced and owner.relation == "relative" and not conjunction:
        clause.subject = head_of(sentence, owner.subject) or clause.subject
    clause.parent = next(n for n, c in enumerate(found) if c is owner)
    described = sentence.chunks[owner.at - 1].noun if owner.relation == "participle" and owner.at else None
    if described is not None and any(described is s for s in owner.subject) and not conjunction:
        clause.subject = coordinated_left(sentence, owner.at - 1)  # "Ana Ruiz, a prosecutor probing it, | was shot"
    if not clause.objects and owner.passive and verb.bare_participle:
        clause.reduced = True  # "five were killed and ten wounded"


def _describes(clause: Clause, behind: Clause, found: Sequence[Clause]) -> bool:
    """ "a shop | owned by a senator | and left a note": what has an object is no such participle."""
    if not clause.reduced or not behind.objects:
        return False
    objects = {id(o) for c in found for o in c.objects}  # "dragged | a student accused of blasphemy | …, stoned her"
    return clause.relation == "relative" or any(id(s) in objects for s in clause.subject)


def _put_in(sentence: Sentence, clause: Clause) -> bool:
    """ "The attackers came at dusk, | locals said, | and shot …": who says so, between commas."""
    chunks, before = sentence.chunks, left_of(sentence.chunks, clause.at)
    telling = clause.verb.lemma in packaged_words().words["verbs_put_in"]
    if not telling or clause.objects or before < 1 or not chunks[before].noun:
        return False
    closed = clause.at + 1 < len(chunks) and chunks[clause.at + 1].kind == ","
    return closed and chunks[before - 1].kind == "," and before > 1


def _with_coordinated(sentence: Sentence, antecedent: NounGroup) -> list[NounGroup]:
    """ "A and B, who work here, | were kidnapped": what "who" stands for, and those coordinated with it."""
    head = next((k for k, piece in enumerate(sentence.chunks) if piece.noun is antecedent), None)
    return subject_left(sentence, head) if head is not None else []


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
        if bomb or counted or by_follows(sentence, clause.at):
            clause.subject, clause.reduced, clause.relation = [counted_of(sentence, modified)], True, "relative"
            return True
    if supposed(sentence, verb):
        clause.subject, clause.relation = [modified], "relative"
        return True
    if bare_ing(sentence, verb) and modified.classes & {"person", "armed", "actor", "weapon", "event", "vehicle"}:
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
    left = sentence.chunks[before].verb if before >= 0 and group.prep is None else None
    if left is not None and left.lemma in packaged_words().words["leaving_verbs"]:
        return group.pronoun or bool(group.classes & _AGENTS)  # "leaving him wounded"
    if group.prep == "to" and before > 0 and not group.classes:
        return group.quantity is not None  # "attended to 41 injured"
    if group.prep == "of" and before > 0:  # "spoke of 40 guerrillas killed"
        return group.quantity is not None and sentence.chunks[before - 1].verb is not None
    return (
        group.prep is None and group.quantity is not None and before >= 0 and sentence.chunks[before].verb is not None
    )


def _own_subject(sentence: Sentence, clause: Clause, found: Sequence[Clause], j: int) -> None:
    """The noun group to the left, up to a wall; a participle without "was" is a passive."""
    verb = clause.verb
    clause.subject = subject_left(sentence, before_parts(sentence, j))
    if not clause.subject:
        return
    doing = found[-1] if found else None
    if doing is not None and doing.relation == "participle" and any(o is clause.subject[0] for o in doing.objects):
        clause.subject = list(doing.subject) or clause.subject  # "Two men carrying a bounty of … | were gunned down"
    if bare_ing(sentence, verb):
        clause.relation = "participle"
    if verb.bare_participle and not clause.objects:
        clause.reduced = looks_reduced(sentence, clause.at, clause.verb)
    if clause.reduced and len(clause.subject) == 1:
        clause.subject = [_counted_whole(sentence, clause, clause.subject[0])]


def _counted_whole(sentence: Sentence, clause: Clause, group: NounGroup) -> NounGroup:
    """ "he was one of four men | shot dead": all four were; "five of the eight | hurt | died".

    The group itself where it is neither a predicate of that form nor the subject of another verb.
    """
    some = group.complement if "corpse" in group.classes else group  # "the bodies of nine of the 15 hostages seized"
    group = some if some is not None and some.complement is not None else group
    whole = group.complement
    if whole is None or whole.quantity is None or group.quantity is None:
        return group
    behind = next(
        (c.verb for c in sentence.chunks[clause.at + 1 :] if c.verb is not None or c.kind in {"S", "R"}), None
    )
    if behind is not None and not behind.bare_participle and not behind.infinitive and behind.form != "ing":
        return whole
    if group.quantity.best != 1:
        return group
    at = next(k for k, piece in enumerate(sentence.chunks) if piece.noun is group)
    return whole if at and sentence.chunks[at - 1].verb is not None else group
