"""Frames from verb triggers: who did what to whom, from the clause's slots."""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from q7x2_etl.extraction.eventhood import factuality
from q7x2_etl.extraction.framing.affiliation import affiliations
from q7x2_etl.extraction.framing.backing import backers
from q7x2_etl.extraction.framing.colours import whose_colours
from q7x2_etl.extraction.framing.frames import Frame, Harm, PlaceRef, Role
from q7x2_etl.extraction.framing.owners import owners
from q7x2_etl.extraction.framing.retreats import retreats
from q7x2_etl.extraction.framing.slots import classes_of, listed_with_place, part_of, satisfies
from q7x2_etl.extraction.framing.unknown_people import with_unknown_people
from q7x2_etl.extraction.framing.unknown_towns import place_of, unknown_towns
from q7x2_etl.extraction.framing.verb_fits import INSTRUMENTS, NARROWING, fits, is_narrow_enough
from q7x2_etl.extraction.framing.verb_slots import Slots, VerbUse, slots_of, things_of
from q7x2_etl.extraction.reports.occasions import who_came
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.extraction.tolls.likened import times_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import HIS_OR_HER, SELVES
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_PARTICLE_REACH = 16
_TO_DEATH = ("to", "death")
_GOVERNING = frozenset({"of", "to", "on", "at", "from", "for", "in", "into"})
_ROLE_PREPOSITIONS = frozenset({"with", "against", "on", "at", "upon", "over", "from", "by", "to", "into", "of"})
_BOMBS = frozenset({"explosive", "projectile"})
_SLOT_ROLES = frozenset({"perpetrator", "target", "participant", "claimant"})
_ROLE_HOLDERS = frozenset({"person", "armed", "actor", "group", "name", "facility", "vehicle", "civilian"})
_THINGS = frozenset({"facility", "vehicle"})
_TOGETHER = frozenset({"with", "alongside"})  # "was killed with two others"
_MEANS = frozenset({"with", "in", "by", "using"})
_BESIDE = frozenset({"at", "in", "inside", "outside", "near", "on", "under"})
_TOWARDS = frozenset({"against", "into", "outside", "beneath", "beside", "behind", "onto", "through"})
_TAKEN = frozenset({"captured", "abducted"})
_DEADLY = 2  # the strength of "kill", which "fatally wound" is another word for
_MORTAL = frozenset({"person", "armed", "actor", "name", "captive", "count", "title", "group"})


def verb_frames(reading: Reading) -> list[Frame]:
    """The frames of a sentence's verb triggers."""
    frames: list[Frame] = []
    for clause in reading.clauses:
        uses = _uses(reading, clause)
        if not uses or (clause.verb.passive and _describes_noun(reading, clause)):
            continue
        facts = factuality.of_verb(reading, clause)
        for use in uses:
            frame = _frame(reading, use, facts)
            if frame is not None and (_tells_of_victims(frame, clause, frames) or _of_bodies(frame)):
                break
            if frame is not None:
                frames.append(frame)
                break
    return [f for f in frames if not _mere_occasion(f, frames)]


def _of_bodies(frame: Frame) -> bool:
    """ "found 18 bodies, all | handcuffed": how they lay, and no arrest."""
    taken = [h.group for h in frame.harms if h.outcome in _TAKEN]
    if not taken:
        return False
    before = [
        c.noun
        for c in frame.sentence.chunks
        if c.noun is not None and any(c.last + 1 == g.first for g in taken if g.pronoun)
    ]
    return any("corpse" in group.classes for group in (*taken, *before))


def _tells_of_victims(frame: Frame, clause: Clause, before: Sequence[Frame]) -> bool:
    """ "abducted 50 women | who had marched against levies": who they are, and no protest beside it."""
    if frame.event_type != "protest" or clause.relation != "relative" or clause.antecedent is None:
        return False
    return any(r.group is clause.antecedent for f in before for r in f.roles if r.role == "target")


def _mere_occasion(frame: Frame, frames: Sequence[Frame]) -> bool:
    """ "gangs burned shops after soldiers tried to arrest a drug lord": the arrest that failed is why it happened."""
    if frame.event_type != "arrest" or frame.stage == "accomplished":
        return False
    return any(f.event_type not in {None, "arrest"} and f.stage == "accomplished" and not f.effect for f in frames)


def _uses(reading: Reading, clause: Clause) -> list[VerbUse]:
    """The triggers that the clause's verb can be: the longest first, then that with the fewest adverbs in between."""
    options: list[tuple[int, int, VerbUse]] = []
    head, lexicon = clause.verb.head, reading.lexicon
    lemmas = {clause.verb.lemma} | {lemma for lemma, _ in lexicon.verb_forms.get(reading.lows[head], ())}
    for lemma in sorted(lemmas, key=lambda name: name != clause.verb.lemma):
        for rest, variant, entry in lexicon.verb_triggers.get(lemma, ()):
            if rest and rest[0] not in reading.sentence.vocabulary:
                continue
            n, split = len(rest), variant in entry.get("split", ())
            end = _phrase_end(reading.sentence, head, rest) if rest else head + 1
            if end is not None and (not split or clause.passive):
                between = end - head - 1 - n
            elif n and (split or _may_part(clause, rest)) and _particle_later(reading.sentence, clause, rest):
                between, end = 0, head + 1
            else:
                continue
            rank = n + len(entry.keys() & NARROWING)
            options.append((rank, between, VerbUse(clause, entry, variant, end)))
    options.sort(key=lambda option: (-option[0], option[1]))
    return [use for _, _, use in options]


def _phrase_end(sentence: Sentence, head: int, rest: tuple[str, ...]) -> int | None:
    """Where the verb's further words end if they follow it, adverbs set aside: "marched | slowly | into"."""
    at, keys, tags = head + 1, sentence.keys, sentence.tagged.tags
    while at < len(tags) and tags[at] in "BT" and keys[at] != rest[0]:
        at += 1  # "succumbed | Thursday | to his wounds"
    return at + len(rest) if keys[at : at + len(rest)] == rest else None


def _may_part(clause: Clause, rest: tuple[str, ...]) -> bool:
    """Whether an object may stand inside a phrase that is not listed as one that it parts."""
    return rest[-1] not in _GOVERNING and not (clause.passive and rest != ("dead",))


def _particle_later(sentence: Sentence, clause: Clause, rest: tuple[str, ...]) -> bool:
    """ "shot him dead", "took two engineers hostage", "set the school on fire": the object stands in between."""
    keys, head, n = sentence.keys, clause.verb.head, len(rest)
    states = packaged_words().words["state_adverbs"]  # "took the pilot, Juan Perez, hostage"
    for at in range(head + 2, min(len(keys) - n + 1, head + _PARTICLE_REACH)):
        parted = sentence.tagged.tags[at] == "," and rest[0] not in states and rest != _TO_DEATH
        if parted or (sentence.tagged.tags[at] in "VS." and keys[at] != "age"):
            return False  # but "stabbed a priest, Luis Mora, | to death", "beat two boys, aged nine and ten, to death"
        if keys[at : at + n] == rest:
            return sentence.tagged.tags[at + n : at + n + 1] != ("O",)  # "found one slain rebel": part of a noun group
    return False


def _frame(reading: Reading, use: VerbUse, facts: factuality.Factuality) -> Frame | None:
    """The frame of a verb as one of the triggers that it can be; `facts`: whether what it tells happened."""
    sentence, clause, entry = reading.sentence, use.clause, use.entry
    if facts.stage is None and entry.get("purpose") and factuality.is_purpose(reading, clause):
        facts = factuality.Factuality("accomplished")
    if facts.stage is None:
        return None
    if not is_narrow_enough(sentence, use):
        return None
    slots = with_unknown_people(reading, use, slots_of(sentence, use))
    if not fits(sentence, use, slots):
        return None
    frame = Frame(
        sentence=sentence,
        number=reading.number,
        paragraph=reading.paragraph,
        first=clause.verb.head,
        last=max(use.last, clause.verb.head + 1),
        chunk=clause.at,
        kind="verb",
        entry=entry,
        event_type=_type(entry, slots),
        strength=int(entry["strength"]),
        stage=entry.get("stage", facts.stage) if facts.stage == "accomplished" else facts.stage,
        effect=bool(entry.get("effect")),
        hedged=facts.hedged,
        denied=facts.denied,
        present=facts.present,
    )
    _fill(frame, use, slots)
    frame.roles = [r for r in frame.roles if r.role != "target" or not listed_with_place(sentence, r.group)]
    if frame.objects and all(_oneself(sentence, g) for g in frame.objects):
        frame.event_type, frame.effect = None, True  # "killed himself": how an attack may end, and none by itself
        if all(h.weak for h in frame.harms):
            return None
    _things(frame, reading, use)
    if clause.relation == "infinitive" and clause.parent is not None:  # "used mortars to attack"
        frame.instruments += [o for o in reading.clauses[clause.parent].objects if "weapon" in o.classes]
    frame.roles += [*affiliations(reading, frame), *owners(frame, reading.words), *retreats(frame, reading)]
    frame.backing = backers(reading, frame)
    frame.roles += [*whose_colours(frame, reading), *who_came(frame, reading)]
    if entry.get("object") == "target" and slots.objects:
        frame.places += _hit_place(sentence, slots.objects[0], slots.object_classes[0])
    towns = unknown_towns(reading, use, slots)
    frame.places += [place_of(sentence, towns[0])] if towns and len(towns) == len(slots.objects) else []
    frame.roles = [r for r in frame.roles if not any(r.group is town for town in towns)]
    if frame.event_type == "territorial_change":
        if entry.get("unknown_object") and slots.object_classes == [frozenset({"name"})] and not frame.places:
            return None  # "Police recaptured Pedro Alvarez"
        for group, classes in zip(slots.objects, slots.object_classes, strict=True):
            if classes == {"name"}:  # a town that no gazetteer lists: a place, nobody
                frame.places.append(place_of(sentence, group))
                frame.roles = [r for r in frame.roles if r.group is not group]
            frame.places += [
                PlaceRef(p, "object", sentence, 6.0) for p in group.places if not (p.demonym or p.is_country)
            ]
    return frame


def _oneself(sentence: Sentence, group: NounGroup) -> bool:
    return group.pronoun and sentence.lows[group.head] in SELVES


def _hit_place(sentence: Sentence, group: NounGroup, classes: frozenset[str]) -> list[PlaceRef]:
    """The place that an attacked group is: "Goma", "Gidan Kare community"."""
    end = group.head + 1
    if "place" not in classes:
        if sentence.lows[group.head] not in packaged_words().words["settled_communities"]:
            return []
        end = group.head
    return [
        PlaceRef(p, "object", sentence, 6.0)
        for p in group.places if p.last == end and not (p.demonym or p.is_country)
    ]  # fmt: skip


def _describes_noun(reading: Reading, clause: Clause) -> bool:
    """ "the victims are believed to be | kidnapped farmers": what they are, and nothing that is told to happen."""
    behind = reading.chunks[clause.at + 1].noun if clause.at + 1 < len(reading.chunks) else None
    if behind is None or behind.prep is not None or behind.first != clause.verb.head + 1 or behind.quantity is not None:
        return False
    people = bool(behind.classes & {"person", "armed"}) and not (behind.named or behind.pronoun)
    bare = reading.sentence.tagged.tags[behind.first] == "O" and reading.lows[behind.head].endswith(("s", "en"))
    return people and bare and not any(behind is s for c in reading.clauses for s in c.subject)


def _type(entry: Mapping[str, Any], slots: Slots) -> str | None:
    """The entry's type, made narrower by what is hit and by who does it."""
    event_type: str | None = entry.get("type")
    object_classes = frozenset[str]().union(*slots.object_classes)
    subject_classes = frozenset[str]().union(*slots.subject_classes)
    choices = entry.get("by_object") or {}
    by_state = "state" in subject_classes and "armed_group" not in subject_classes
    person = by_state and "person" in choices and any(g.head > g.first for g in slots.objects)  # "seized Omar Diaz"
    if object_classes == {"name"} and "place" in choices and not person and satisfies(subject_classes, ["armed"]):
        return str(choices["place"])  # "rebels captured Kasenga": a town that no gazetteer lists
    arms = any("weapon" in classes and "vehicle" not in classes for classes in slots.object_classes)
    for name, chosen in choices.items():
        if arms and name == "vehicle" and entry.get("state_type"):
            return _state_type(entry["state_type"], object_classes)  # "two rifles and a motorcycle were seized"
        if satisfies(object_classes, [name]):
            event_type = chosen
            break
    if entry.get("state_type") and "state" in subject_classes and "armed_group" not in subject_classes:
        event_type = _state_type(entry["state_type"], object_classes) or event_type
    if (
        event_type == "arrest"
        and entry.get("group_type")
        and _without_authority(slots, subject_classes, object_classes)
    ):
        event_type = entry["group_type"]
    if entry.get("air_type") and "air" in subject_classes:
        event_type = entry["air_type"]
    elif entry.get("air_type") and "projectile" in subject_classes and event_type == "armed_attack":
        event_type = "shelling"  # "army artillery struck a depot"
    return event_type


def _without_authority(slots: Slots, doers: Set[str], people: Set[str]) -> bool:
    """ "Gunmen detained five traders": armed people of no group or country that has a name, and people without arms."""
    unnamed = (
        "armed_group" in doers and doers.isdisjoint({"state", "actor"}) and not any(g.places for g in slots.subject)
    )
    return unnamed and bool(people) and people.isdisjoint({"armed", "place"})


def _state_type(given: Any, object_classes: frozenset[str]) -> str | None:
    """The type where an authority does it: one for all, or by the class of what it does it to."""
    if not isinstance(given, Mapping):
        return str(given)
    return next((str(given[name]) for name in given if satisfies(object_classes, [name])), None)


def _fill(frame: Frame, use: VerbUse, slots: Slots) -> None:
    """Gives the frame its roles, instruments and harms."""
    entry, clause = use.entry, use.clause
    voice = "passive" if clause.passive else "active"
    subject_role = entry.get("subject") or (None if entry.get("outcome_of") else "perpetrator")
    subject_rule = f"{use.rule}.{voice}.subject"
    for group, classes in zip(slots.subject, slots.subject_classes, strict=True):
        if subject_role == "instrument" and slots.objects and not classes & INSTRUMENTS:
            frame.roles.append(Role("perpetrator", group, frame.sentence, subject_rule))
        else:
            crew = _crew(frame.sentence, group) if subject_role == "perpetrator" else None
            if crew is None:
                _slot(frame, _whose_body(frame.sentence, group), classes, subject_role, subject_rule)
            else:
                _slot(frame, crew, classes_of(frame.sentence, crew), subject_role, subject_rule)
                frame.instruments += [group] if "air" in classes else []
    for group, classes in zip(slots.objects, slots.object_classes, strict=True):
        _slot(frame, _whose_body(frame.sentence, group), classes, entry.get("object"), f"{use.rule}.{voice}.object")
    for group in clause.preps:
        _prepositional(frame, group, use.rule)
    stated = (entry.get("outcome_variants") or {}).get(use.variant)
    by_type = (entry.get("outcomes") or {}).get(frame.event_type)
    outcome, weak = stated or by_type or entry.get("outcome"), bool(entry.get("outcome_weak")) and not stated
    hurting = outcome == "wounded" or (outcome is None and entry.get("object") == "target")
    if hurting and not packaged_words().words["fatal_adverbs"].isdisjoint(clause.verb.adverbs):
        outcome, weak, frame.strength = "killed", False, max(frame.strength, _DEADLY)
    if not outcome or frame.stage != "accomplished":
        return
    if clause.passive and entry.get("outcome_of") is None:
        frame.harms += [
            Harm(outcome, g, frame.sentence, f"{use.rule}.{voice}.with", weak)
            for g in clause.preps if g.prep in _TOGETHER and g.quantity is not None and g.elliptic
        ]  # fmt: skip
    of_subject = entry.get("outcome_of") == "subject"
    for slot in (slots.subject or slots.objects) if of_subject else slots.objects:
        group = _whose_body(frame.sentence, slot)
        dead = outcome == "wounded" and "corpse" in slot.classes
        if dead and frame.sentence.lows[slot.first] not in HIS_OR_HER:
            continue  # "the bodies of three men were found burnt"
        if _can_be_harmed(frame.sentence, group, outcome):
            rule = f"{use.rule}.{voice}.harmed"
            frame.harms.append(Harm("killed" if dead else outcome, group, frame.sentence, rule, weak and not dead))
            if of_subject and entry.get("subject") is None:
                frame.roles.append(Role("target", group, frame.sentence, f"{use.rule}.harmed"))


def _things(frame: Frame, reading: Reading, use: VerbUse) -> None:
    """What the entry lists by its head: a means ("stepped on a mine"); with "a" it brings up a new event."""
    things = things_of(frame.sentence, use)
    if "through" in frame.entry or frame.entry.get("subject") == "target":
        frame.instruments += [t for t in things if t.classes & (INSTRUMENTS - {"event"})]
        frame.new = any(reading.lows[t.first] in reading.words["new_determiners"] for t in things)


def _slot(frame: Frame, group: NounGroup, classes: frozenset[str], role: Any, rule: str) -> None:
    """Puts a subject or object into the frame, in the role that the entry gives to its slot (None: no role)."""
    bomb = role != "target" and classes & (_BOMBS | {"air"}) and "person" not in classes
    if role == "instrument" or bomb:
        frame.instruments.append(group)
    elif "event" in classes and "person" not in classes:
        return
    elif role in _SLOT_ROLES:
        frame.roles.append(Role(role, group, frame.sentence, rule))
        if role == "target":
            frame.objects.append(group)


def _crew(sentence: Sentence, group: NounGroup) -> NounGroup | None:
    """ "a Myanmar navy vessel opened fire", "Israeli boats shelled it": who sails it."""
    if "vehicle" not in group.classes or "armed" in group.classes:
        return None
    ends = [m.last for m in group.mentions if m.sense.kind in {"force", "actor"} and m.last <= group.head]
    owner = max(ends or [p.last for p in group.places if p.demonym and p.last <= group.head], default=0)
    return part_of(sentence, group, group.first, owner) if owner else None


def _whose_body(sentence: Sentence, group: NounGroup) -> NounGroup:
    """ "the bodies of five miners": the miners; any other group is itself."""
    victims = group.complement
    if "corpse" not in group.classes or victims is None or victims.pronoun:
        return group
    told = victims.named or classes_of(sentence, victims) & _MORTAL
    return victims if told and victims.prep == "of" else group


def _can_be_harmed(sentence: Sentence, group: NounGroup, outcome: str) -> bool:
    classes = classes_of(sentence, group)
    if classes & _MORTAL or (group.elliptic and sentence.lows[group.head] in packaged_words().words["one_more_words"]):
        return True
    if times_of(sentence, group) is not None:
        return True  # "killed eight and wounded the same number"
    if outcome in _TAKEN:
        return False  # "seized eleven detonators"
    if group.complement is not None and group.complement.prep == "of":
        return False  # "11 kilos of gold"
    return group.quantity is not None and not classes & {"place", "facility", "vehicle", "weapon", "event"}


def _prepositional(frame: Frame, group: NounGroup, rule: str) -> None:
    """The role that the entry gives to a preposition ("with: participant"), or a weapon named behind one."""
    prep = group.prep or ""
    role = frame.entry.get(prep) if prep in _ROLE_PREPOSITIONS else None
    classes = classes_of(frame.sentence, group)
    if role and role != "none" and classes & _ROLE_HOLDERS:
        frame.roles.append(Role(role, group, frame.sentence, f"{rule}.{prep}"))
        if role == "target":
            frame.objects.append(group)
    elif classes & (_BOMBS | {"weapon", "air"}) and (prep in _MEANS or (prep == "from" and "air" in classes)):
        if prep == "in" and "vehicle" in classes and "air" not in classes:
            return  # "gang members in two cars"
        frame.instruments.append(group)
    elif (
        "instrument" in (frame.entry.get("subject"), frame.entry.get("object"))
        and (
            classes & _THINGS
            and prep in (_BESIDE if frame.entry.get("subject") == "instrument" else _BESIDE | _TOWARDS)
        )
        and (group.first > frame.first or frame.entry.get("object") != "instrument")
    ):
        frame.objects.append(group)  # "a bomb exploded at a mosque", not "men on a motorcycle threw a grenade"
