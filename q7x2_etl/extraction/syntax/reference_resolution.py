"""Pronouns and definite descriptions in roles: "they", "the group", "the attackers" stand for somebody named before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.slots import classes_of, part_of
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.verb_neighbours import left_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import HE_OR_SHE
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import government_seats

_LOOK_BACK = 3  # sentences
_OF_GROUP_BACK = 2  # sentences back in which the group is named whose fighters "its fighters" are
_WITH_FORCES = frozenset({"armed_group", "country", "state"})
_LONGEST_OF_ITS = 4  # words: "its air force jets"
_MANY = frozenset({"armed_group", "group", "crowd", "force"})
_SPEAKING = frozenset({"from", "by", "of"})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an antecedent must be: a named armed group, a person or actor; one person only where `single`.

    `near`: in the same sentence "the teacher" will do for "him" as well as a name. `several`: "they" are no general.
    """

    group: bool
    single: bool
    near: bool = False
    several: bool = False


def resolve_references(frames: Sequence[Frame], before: Sequence[Told], words: Mapping[str, frozenset[str]]) -> None:
    """Replaces pronoun and "the group" roles by what they stand for, where an earlier sentence tells it."""
    for frame in frames:
        resolved = []
        for role in frame.roles:
            beside = [r.group for r in frame.roles if r.role != role.role and r.sentence is role.sentence]
            found = _antecedent(role, before, words, beside) if _refers(role, words) else None
            found = (_who_suffered(role, found, before) or found) if found is not None else None
            resolved.append(Role(role.role, found[0], found[1], f"{role.rule}.reference") if found else role)
        frame.roles = resolved


def _who_suffered(
    role: Role, found: tuple[NounGroup, Sentence], before: Sequence[Told]
) -> tuple[NounGroup, Sentence] | None:
    """ "fired at Juan Perez, said a spokesman. | He died": whom the sentence before told to suffer, and no speaker.

    So are "abducted two nuns. | One of them | was killed".
    """
    last = before[-1] if before else None
    if last is None or role.role != "target" or found[1] is not last.sentence:
        return None
    hit = [r for f in last.frames for r in f.roles if r.role == "target" and not r.group.pronoun]
    if _of_them(role.group):
        several = [r for r in hit if r.group.quantity is not None and "person" in classes_of(r.sentence, r.group)]
        return (several[-1].group, several[-1].sentence) if several else None
    if role.group.pronoun and role.sentence.lows[role.group.head] == "them":
        return _taken(last.sentence, found[0])
    if not role.group.pronoun or role.sentence.lows[role.group.head] not in HE_OR_SHE:
        return None
    single = [r for r in hit if r.group.quantity is None and (r.group.named or _one_person(r.group))]
    return (single[-1].group, single[-1].sentence) if single else None


def _taken(sentence: Sentence, found: NounGroup) -> tuple[NounGroup, Sentence] | None:
    """ "Troops rescued two engineers. | Rebels had seized | them": no troops, where civilians stand behind a verb."""
    if "armed" not in found.classes:
        return None
    nouns = [c.noun for c in sentence.chunks if c.noun is not None and c.noun.prep is None and c.noun is not found]
    civil = [n for n in nouns if n.first > found.first and not n.pronoun and "civilian" in classes_of(sentence, n)]
    return (civil[-1], sentence) if civil and not _one_person(civil[-1]) else None


def _refers(role: Role, words: Mapping[str, frozenset[str]]) -> bool:
    low = role.sentence.lows[role.group.head]
    if role.group.pronoun:
        return low in words["plural_references"] or low in words["singular_references"] or low in {"it", "his"}
    if _its_people(role, words) or _of_them(role.group):
        return True
    if any(m.sense.kind == "actor" for m in role.group.mentions):
        return False
    if low in words["group_descriptions"] and _of_named(role):
        return False
    definite = role.sentence.lows[role.group.first] in {"the", "its", "his"}
    return low in words["bare_group_nouns"] or (definite and low in words["group_descriptions"])


def _of_named(role: Role) -> bool:
    """ "the rebels | of the Sudan Liberation Movement": their own words say who they are."""
    behind = next((c.noun for c in role.sentence.chunks if c.first >= role.group.last and c.noun is not None), None)
    near = behind is not None and behind.first <= role.group.last + 1
    return near and behind is not None and behind.prep == "of" and behind.named


def _of_them(group: NounGroup) -> bool:
    """ "raped | six of them"."""
    return group.complement is not None and group.complement.pronoun and not group.classes and not group.named


def _antecedent(
    role: Role, before: Sequence[Told], words: Mapping[str, frozenset[str]], beside: Sequence[NounGroup]
) -> tuple[NounGroup, Sentence] | None:
    """`beside`: who stands in the other roles of the event; nobody is both in "police shot them"."""
    low = role.sentence.lows[role.group.head]
    if _its_people(role, words):
        speaker = _speaker(role, words)
        if speaker is None:
            return _group_last_told(role, before)
        return _whose_people(speaker, role.sentence)
    if low == "it" and (speaker := _speaker(role, words)) is not None:
        return speaker, role.sentence
    single = low in words["singular_references"] or low == "his"
    group, several = low in words["group_descriptions"] or low == "it", low in words["plural_references"]
    wanted = _Wanted(group, single)
    near = replace(wanted, near=True)
    options = (replace(near, several=True), near) if several else (near,)
    here = (_in_sentence(role.sentence, role.group.first, option, beside) for option in options)
    found = next((group for group in here if group is not None), None)
    if found is not None:
        return found, role.sentence
    for told in reversed(before[-_LOOK_BACK:]):
        found = _in_sentence(told.sentence, len(told.sentence.tokens), wanted)
        if found is not None and not (single and found.prep is not None and _told_of_him(told.sentence, low)):
            armed = _armed_in(told.sentence, found) if role.role == "perpetrator" and low == "they" else None
            return armed or found, told.sentence
    return None


def _told_of_him(sentence: Sentence, low: str) -> bool:
    """ "He rose under Mullah Dadullah. | In 2007 he led …": the sentence before was of him."""
    subject = next((c.noun for c in sentence.chunks if c.noun is not None and c.noun.prep is None), None)
    return subject is not None and subject.pronoun and sentence.lows[subject.head] == low


def _armed_in(sentence: Sentence, found: NounGroup) -> NounGroup | None:
    """ "Survivors said | some 60 armed men came. They opened fire": those who bear arms, and not who speaks."""
    if not found.classes.isdisjoint({"armed", "crowd"}):
        return None
    nouns = (c.noun for c in sentence.chunks if c.noun is not None and c.noun.prep is None)
    return next((n for n in nouns if "armed" in n.classes and not n.pronoun), None)


def _group_last_told(role: Role, before: Sequence[Told]) -> tuple[NounGroup, Sentence] | None:
    """ "It was the second attack by the BLA. | In August its fighters killed": a named group's, told just before."""
    if any(c.verb is not None and c.first < role.group.first for c in role.sentence.chunks):
        return None
    for told in reversed(before[-_OF_GROUP_BACK:]):
        found = _in_sentence(told.sentence, len(told.sentence.tokens), _Wanted(True, False))
        if found is not None:
            return found, told.sentence
    return None


def _whose_people(speaker: NounGroup, sentence: Sentence) -> tuple[NounGroup, Sentence] | None:
    """ "Kyiv's defence ministry said | its forces": the country's, and not the officials'."""
    if speaker.classes.isdisjoint({"official", "facility"}):
        return (speaker, sentence) if speaker.classes & _WITH_FORCES or is_capital(sentence, speaker) else None
    nation = next((p for p in speaker.places if p.demonym or p.is_country), None)
    return (part_of(sentence, speaker, nation.first, nation.last), sentence) if nation is not None else None


def is_capital(sentence: Sentence, group: NounGroup) -> bool:
    """ "Kyiv said": a government under its capital's name."""
    alone = group.last == group.first + 1 or group.first == group.head - 1
    return alone and sentence.words(group.first, group.last).lower() in government_seats()


def _speaker(role: Role, words: Mapping[str, frozenset[str]]) -> NounGroup | None:
    """ "The FSB said | it had killed two men": who speaks right before "it", an actor."""
    chunks = role.sentence.chunks
    at = next((k for k, c in enumerate(chunks) if c.noun is role.group), 0)
    at -= 1 + (at > 1 and chunks[at - 1].kind in {"S", "R", "I"})
    while at > 0 and chunks[at].kind in {"T", "B", "I"}:
        at -= 1
    verb = chunks[at].verb if at > 0 else None
    if verb is None or verb.passive or verb.lemma not in words["verbs_saying"]:
        return None
    at = left_of(chunks, at) + 1  # "The army | on Tuesday | said it"
    noun = chunks[at - 1].noun
    of_statement = noun is not None and noun.prep is not None
    while of_statement and at > 2 and noun is not None and noun.prep not in _SPEAKING:
        at -= 2
        noun = chunks[at - 1].noun  # "a statement from the rebels | in Nairobi | said"
    fits = (
        noun is not None
        and (of_statement or noun.prep is None)
        and (bool(noun.classes & {"actor", "force", "armed", "country"}) or is_capital(role.sentence, noun))
    )
    return noun if fits else None


def _its_people(role: Role, words: Mapping[str, frozenset[str]]) -> bool:
    """ "The rebels said | its men had shot down a plane"."""
    group, lows = role.group, role.sentence.lows
    if role.role == "target":
        return False
    near = group.last <= group.first + _LONGEST_OF_ITS
    return lows[group.first] == "its" and near and lows[group.head] in words["own_people"]


def named_group_before(told: Told, story: Sequence[Told], group: NounGroup) -> tuple[NounGroup, Sentence] | None:
    """The named armed group that "the group" or "it" stands for: before it in its sentence, or in those before."""
    wanted = _Wanted(True, False)
    found = _in_sentence(told.sentence, group.first, wanted)
    if found is not None:
        return found, told.sentence
    for other in reversed(story[max(0, told.number - _LOOK_BACK) : told.number]):
        found = _in_sentence(other.sentence, len(other.sentence.tokens), wanted)
        if found is not None:
            return found, other.sentence
    return None


def person_before(told: Told, story: Sequence[Told]) -> tuple[NounGroup, Sentence] | None:
    """Whom "he" or "she" at the head of a sentence stands for: the last single person told of."""
    for other in reversed(story[max(0, told.number - _LOOK_BACK) : told.number]):
        found = _in_sentence(other.sentence, len(other.sentence.tokens), _Wanted(False, True))
        if found is not None:
            return found, other.sentence
    return None


def _fits(noun: NounGroup, classes: frozenset[str], wanted: _Wanted) -> bool:
    """A group stands for a named armed group only ("the insurgents", "it"); a person for any person or actor."""
    if wanted.group:
        return any(m.sense.kind == "actor" and "armed_group" in m.sense.classes for m in noun.mentions)
    one = noun.quantity is None and (
        noun.named or any(m.last == noun.head + 1 and not m.sense.is_plural for m in noun.mentions)
    )
    if wanted.several and classes & {"title", "name"} and one and classes.isdisjoint(_MANY):
        return False  # "General Joey Cruz said | soldiers were on patrol | when they ran into rebels"
    town = classes <= {"name"} and any(not p.demonym for p in noun.places)  # "Herat Province"
    if wanted.single and (town or classes.isdisjoint({"person", "name", "title"})):
        return False
    if wanted.single and not (noun.named or "title" in classes or (wanted.near and _one_person(noun))):
        return False
    return not classes.isdisjoint({"person", "actor", "armed", "name"})


def _one_person(noun: NounGroup) -> bool:
    """ "the teacher", "a farmer": one person told by a common noun."""
    return any(m.sense.kind == "person" and m.last == noun.head + 1 and not m.sense.is_plural for m in noun.mentions)


def _in_sentence(sentence: Sentence, limit: int, wanted: _Wanted, but: Sequence[NounGroup] = ()) -> NounGroup | None:
    """The first ungoverned group of a fitting class (a subject, as a rule), else the first governed one."""
    fallback: NounGroup | None = None
    for piece in sentence.chunks:
        noun = piece.noun
        if noun is None or noun.pronoun or noun.first >= limit:
            continue
        if any(noun is other or other.first <= noun.first < other.last for other in but):
            continue
        classes = classes_of(sentence, noun)
        if classes & {"event", "facility", "place"} or not _fits(noun, classes, wanted):
            continue
        if wanted.group:
            noun = _group_named(sentence, noun)
        if noun.prep is None:
            return noun
        fallback = fallback or noun
    return fallback


def _group_named(sentence: Sentence, noun: NounGroup) -> NounGroup:
    """ "Houthi spokesman Yahya Sarea said | the group": the group in the words for one of its people."""
    named = (m for m in noun.mentions if m.sense.kind == "actor" and "armed_group" in m.sense.classes)
    mention = next(named, None)
    titled = any(m.sense.kind in {"title", "person"} and m.last <= noun.head for m in noun.mentions)
    if mention is None or mention.last > noun.head or not (noun.named and titled):
        return noun
    return part_of(sentence, noun, mention.first, mention.last)


def inherit_roles(frames: Sequence[Frame], before: Sequence[Told]) -> None:
    """ "The first attack took place in October": who fought stands in the sentence before, in the same paragraph."""
    for frame in frames:
        if frame.kind != "noun" or not frame.definite or frame.roles or not frame.times:
            continue
        source = next(
            (f for told in reversed(before) for f in told.frames if f.kind == "noun" and f.roles and f.event_type), None
        )
        if source is not None:
            frame.roles = [Role(r.role, r.group, r.sentence, f"{r.rule}.inherited") for r in source.roles]
            frame.places = frame.places or list(source.places)
            if source.event_type == "armed_clash" and frame.event_type == "armed_attack":
                frame.event_type = source.event_type  # "three battles … The first attack"
