"""Whether the subject and objects of a verb trigger let it tell what it is listed for."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from q7x2_etl.extraction.framing.groupings import FLYING, HURT
from q7x2_etl.extraction.framing.slots import classes_of, satisfies
from q7x2_etl.extraction.framing.verb_slots import (
    GOVERNING,
    Slots,
    VerbUse,
    headed,
    is_passive,
    objects_behind,
    outcome_of,
    surface_slots,
    things_of,
)
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

INSTRUMENTS = frozenset({"explosive", "projectile", "weapon", "vehicle", "event"})
NARROWING = frozenset(
    {"beside", "adverb", "under", "heads", "subject_heads"}
)  # fields of an entry that make it narrower than its words
_MANY = frozenset({"they", "we", "them", "us", "all", "others", "many", "some", "most", "those", "who"})
_BETWEEN = frozenset({"S", "R", "I", "T", "B"})  # between who speaks and "it"


def fits(sentence: Sentence, use: VerbUse, slots: Slots) -> bool:
    """Whether subject and objects are such that the trigger tells what it is listed for."""
    entry, clause = use.entry, use.clause
    subject, objects = slots.subject, slots.objects
    if not objects and is_passive(sentence, clause, entry) and not _undergone_by_things(sentence, use):
        return False
    acting = entry.get("subject") == "perpetrator" and sentence.case_tells
    if subject and acting and not any(_can_act(sentence, s) for s in subject):
        return False
    if entry.get("requires") and not _object_fits(sentence, entry, slots):
        return False
    if entry.get("intransitive") and (clause.verb.passive or clause.objects or objects_behind(sentence, use)):
        return False
    if entry.get("subject_two"):
        sides = [c for c in slots.subject_classes if satisfies(c, entry["subject_two"])]
        if len(sides) < 2 or objects:
            return False
    if entry.get("subject_plural") and not any(_several(sentence, s) for s in subject):
        return False
    if entry.get("subject_not") and any(satisfies(c, entry["subject_not"]) for c in slots.subject_classes):
        return False
    if entry.get("with_weapon") and any(_is_no_weapon(sentence, p) for p in clause.preps):
        return False
    if _figurative(sentence, clause) or _practised(sentence, clause):
        return False
    if (clause.verb.passive and _of_shots(sentence, use, objects)) or _of_shots_heard(sentence, clause):
        return False
    if _of_mishap(sentence, subject) or _of_old_bombs(use, slots) or _done_to_words(sentence, use, objects):
        return False
    if entry.get("subject_requires") and not _subject_fits(sentence, use, slots):
        return False
    if entry.get("subject") == "instrument" and any(_other_event(g, entry) for g in objects):
        return False
    if entry.get("subject") == "instrument" and not any(
        classes & INSTRUMENTS for classes in (*slots.subject_classes, *slots.object_classes)
    ):
        return False
    takes = {outcome_of(use), *(entry.get("outcomes") or {}).values()}
    if not takes.isdisjoint({"abducted", "captured"}) and any(_is_dead(sentence, g) for g in objects):
        return False
    if not takes.isdisjoint({"abducted", "captured"}) and _brought_to_safety(sentence, use):
        return False
    if outcome_of(use) in HURT and objects and all(_beast(sentence, g) for g in objects):
        return False
    if entry["type"] == "territorial_change" and any(_traded(sentence, g) for g in objects) and not _armed(slots):
        return False  # "captured a tenth of the European market"
    sufferers = (subject or objects) if entry.get("outcome_of") == "subject" else objects
    if outcome_of(use) is not None and any(_counts_things(sentence, g) for g in sufferers):
        return False
    return bool(sufferers) or not entry.get("effect")


def _figurative(sentence: Sentence, clause: Clause) -> bool:
    """ "lashed out at Brussels", "stormed out of the meeting"."""
    behind = sentence.lows[clause.verb.last : clause.verb.last + 1]
    return " ".join((clause.verb.lemma, *behind)) in packaged_words().words["figurative_phrasals"]


def _done_to_words(sentence: Sentence, use: VerbUse, objects: Sequence[NounGroup]) -> bool:
    """ "assassinated his character", "kidnapped the debate", "executed a plan": what is hit has no body."""
    if use.entry.get("object") != "target" or not objects:
        return False
    bodiless = packaged_words().words["bodiless_things"]
    return all(sentence.lows[g.head] in bodiless for g in objects)


def _practised(sentence: Sentence, clause: Clause) -> bool:
    """ "fired missiles at a replica of a carrier", "destroyed a mock-up"."""
    dummies = packaged_words().words["practice_targets"]
    aimed = (*clause.objects, *(g for g in clause.preps if g.prep in {"at", "on", "against"}))
    return any(sentence.lows[g.head] in dummies for g in aimed)


def _beast(sentence: Sentence, group: NounGroup) -> bool:
    """ "guards shot it dead", "poachers have slaughtered so many rhinos"."""
    head = sentence.lows[group.head]
    return head == "it" or head in packaged_words().words["beasts"]


def _traded(sentence: Sentence, group: NounGroup) -> bool:
    """A market, a share or a vote, or a part of one."""
    traded = packaged_words().words["traded_things"]
    inner = group.complement
    return sentence.lows[group.head] in traded or (inner is not None and sentence.lows[inner.head] in traded)


def _armed(slots: Slots) -> bool:
    return any(satisfies(classes, ["armed", "force", "armed_group"]) for classes in slots.subject_classes)


def _brought_to_safety(sentence: Sentence, use: VerbUse) -> bool:
    """ "All 45 crew were taken off | unhurt"."""
    return not packaged_words().words["unhurt_words"].isdisjoint(sentence.lows[use.last : use.last + 2])


def _of_shots(sentence: Sentence, use: VerbUse, objects: Sequence[NounGroup]) -> bool:
    """ "shots were | fired at | his car", "rockets were fired at a base": what is fired is not whom it is fired at."""
    if use.variant.rpartition(" ")[2] not in GOVERNING:
        return False
    shots = packaged_words().words["shot_nouns"]
    return bool(objects) and all(sentence.lows[g.head] in shots or "projectile" in g.classes for g in objects)


def _of_old_bombs(use: VerbUse, slots: Slots) -> bool:
    """ "Experts blew up a 500 kg bomb", "the shells were blown up by the army": to be rid of them."""
    if use.variant != "blow up" or not (use.clause.objects or use.clause.passive):
        return False
    blown = use.clause.subject if use.clause.passive else use.clause.objects
    bombs = bool(blown) and all(g.classes & {"explosive", "projectile"} for g in blown)
    return bombs and not any("armed_group" in classes for classes in slots.subject_classes)


def _of_shots_heard(sentence: Sentence, clause: Clause) -> bool:
    """ "officers responding to a report of shots | fired at noon": not what they did."""
    shots, first = packaged_words().words["shot_nouns"], clause.verb.first
    heard = clause.reduced and first > 0 and sentence.lows[first - 1] in shots
    return heard and not any(sentence.lows[s.head] in shots for s in clause.subject)


def _counts_things(sentence: Sentence, group: NounGroup) -> bool:
    """ "Two lorries were looted and | three | burned": a bare number of what was counted before it."""
    if group.quantity is None or group.last - group.first > 1 or group.classes or group.prep or group.complement:
        return False
    if not group.first or sentence.lows[group.first - 1] not in {"and", ","}:
        return False
    before = (c.noun for c in sentence.chunks if c.noun is not None and c.last <= group.first)
    counted = [g for g in before if g.quantity is not None and g.prep is None and g.classes]
    return bool(counted) and bool(counted[-1].classes & {"vehicle", "facility"}) and "person" not in counted[-1].classes


def _is_dead(sentence: Sentence, group: NounGroup) -> bool:
    """ "carried off | several dead": whom nobody abducts."""
    return group.last < len(sentence.lows) and sentence.lows[group.last] == "dead" and not group.classes & {"person"}


def _undergone_by_things(sentence: Sentence, use: VerbUse) -> bool:
    """ "Two pylons were knocked out"; but "an airstrike was conducted" is told by its noun."""
    light = use.clause.verb.lemma in packaged_words().words["verbs_launching"]
    return "heads" in use.entry and not light and bool(things_of(sentence, use))


def _other_event(group: NounGroup, entry: Mapping[str, Any]) -> bool:
    """ "set off a gun battle": an event of another kind than the explosion that the trigger tells."""
    kinds = {m.sense.entry.get("type") for m in group.mentions if m.sense.kind == "event" and m.last == group.head + 1}
    return bool(kinds) and entry["type"] not in kinds


def _of_mishap(sentence: Sentence, subject: Sequence[NounGroup]) -> bool:
    """ "A gas canister explosion tore through a flat": what did it was an accident's explosion."""
    events = [g for g in subject if "event" in g.classes]
    mishaps = packaged_words().words["metaphor_modifiers"]
    hit = {m.last - 1 for g in events for m in g.mentions if m.sense.kind == "target"}  # "a market blast"
    return bool(events) and all(
        any(sentence.lows[i] in mishaps and i not in hit for i in range(g.first, g.head)) for g in events
    )


def _several(sentence: Sentence, group: NounGroup) -> bool:
    """More than one person, by number, word or pronoun."""
    if group.quantity is not None:
        return (group.quantity.high or group.quantity.low or 2) > 1
    if group.pronoun:
        return sentence.lows[group.head] in _MANY
    return (
        "group" in group.classes
        or sentence.lows[group.head].endswith("s")
        or any(m.sense.is_plural and m.last == group.head + 1 for m in group.mentions)
    )


def _is_no_weapon(sentence: Sentence, group: NounGroup) -> bool:
    """ "bombarding customers with free data": a thing that nobody shoots with."""
    named = group.named or group.places or "person" in group.classes
    return group.prep == "with" and not named and classes_of(sentence, group).isdisjoint(INSTRUMENTS | {"air", "count"})


def is_narrow_enough(sentence: Sentence, use: VerbUse) -> bool:
    """Whether the words hold that the entry asks for beside its verb: its `NARROWING` fields, `only_…` and `not_…`."""
    entry, clause = use.entry, use.clause
    if "adverb" in entry and not set(entry["adverb"]).intersection(sentence.lows[clause.verb.first : use.last + 1]):
        return False
    if "beside" in entry and set(entry["beside"]).isdisjoint(sentence.lows):
        return False
    if "under" in entry and _governor(clause) not in entry["under"]:
        return False
    if set(entry.get("unless_by", ())).intersection(clause.verb.governors):
        return False  # "three managed to flee": from those who held them
    heads = entry.get("subject_heads")
    if heads and not any(headed(sentence, s, heads) for s in surface_slots(sentence, use)[0]):
        return False
    if "heads" in entry and not things_of(sentence, use):
        return False
    conditions = [name for name in entry if name.startswith(("only_", "not_"))]
    if not conditions:
        return True
    behind = [(g.prep, sentence.lows[g.head], g.classes) for g in _behind(sentence, use)]
    for name in conditions:
        kind, _, prep = name.partition("_")
        wanted = entry[name]
        found = any(p == prep and (w in wanted or _is_one_of(cs, wanted)) for p, w, cs in behind)
        if found != (kind == "only"):
            return False
    return True


def _governor(clause: Clause) -> str | None:
    """The verb that an infinitive hangs on: "gathered in Goma | to denounce", "marched to demand"."""
    if clause.relation == "infinitive":
        return clause.governor
    return clause.verb.governors[-1] if clause.verb.governors else None


def _is_one_of(classes: Collection[str], wanted: Collection[str]) -> bool:
    """Whether a group's classes are among those wanted; "any" and "no_place" stand for many."""
    if "any" in wanted or ("no_place" in wanted and "place" not in classes):
        return True
    return not set(wanted).isdisjoint(classes)


def _behind(sentence: Sentence, use: VerbUse) -> list[NounGroup]:
    """The prepositional groups behind the verb, up to the next one: "were taken | to a nearby hospital"."""
    found: list[NounGroup] = []
    chunks = sentence.chunks
    for k in range(use.clause.at + 1, len(chunks)):
        piece = chunks[k]
        if piece.kind in {"VG", "S", "."} or _new_subject(chunks, k):
            break
        if piece.noun is not None and piece.noun.prep:
            found.append(piece.noun)
    return found


def _new_subject(chunks: Sequence[Chunk], k: int) -> bool:
    """ "After rebels took the town, | militiamen loyal to the mayor | attacked": behind a comma somebody else acts."""
    noun = chunks[k + 1].noun if chunks[k].kind == "," and k + 1 < len(chunks) else None
    if noun is None or noun.prep is not None:
        return False
    behind = next((c for c in chunks[k + 2 :] if c.kind in {"VG", ",", "S", "."}), None)
    return behind is not None and behind.verb is not None


def _rebels_hit_a_thing(sentence: Sentence, slots: Slots) -> bool:
    """ "Militants attacked a displacement site": what armed people attack is real, though no lexicon lists it."""
    if not any("armed_group" in classes for classes in slots.subject_classes):
        return False
    intangible = packaged_words().words["intangible_nouns"]
    return not any(g.pronoun or "event" in g.classes or sentence.lows[g.head] in intangible for g in slots.objects)


def _object_fits(sentence: Sentence, entry: Mapping[str, Any], slots: Slots) -> bool:
    """Its objects hold a class that the trigger requires; where it has none, who does it must be people."""
    required = entry["requires"]
    if slots.objects:
        remote = "corpse" not in required and any(c & FLYING for c in slots.subject_classes)
        remote = remote and entry.get("object") != "instrument"  # "cannons firing silver paper"
        town = entry.get("unknown_object") in {"place", "places"} and slots.object_classes[0] == {"name"}
        told = (_of_antecedent(sentence, o) or _of_thing(sentence, o, required) for o in slots.objects if o.pronoun)
        classes = (*slots.object_classes, *told)
        if not (remote or town) and not any(satisfies(one, required) for one in classes):
            return bool(entry.get("loose")) and _rebels_hit_a_thing(sentence, slots)
        armed = any(satisfies(classes, ["armed"]) for classes in slots.subject_classes)
        return required != ["any"] or any(slots.object_classes) or remote or armed
    if "place" not in required and not {"explosive", "projectile", "captive", "vehicle"}.isdisjoint(required):
        return False
    people = any(satisfies(classes, ["armed", "person", "actor"]) for classes in slots.subject_classes)
    return int(entry["strength"]) >= 3 and people


def _of_antecedent(sentence: Sentence, pronoun: NounGroup) -> frozenset[str]:
    """The classes of the people whom "they" or "them" stands for in its own sentence: "the rebels fled to the hills,
    where they were crushed".
    """
    if sentence.lows[pronoun.head] not in _MANY:
        return frozenset()
    before = (piece.noun for piece in sentence.chunks if piece.noun is not None and piece.first < pronoun.first)
    people = (classes_of(sentence, noun) for noun in before if noun.prep is None and not noun.pronoun)
    return next((classes for classes in people if satisfies(classes, ["armed", "person"])), frozenset())


def _of_thing(sentence: Sentence, pronoun: NounGroup, required: Collection[str]) -> frozenset[str]:
    """The classes of the building, car or bomb that "it" stands for: "stormed a synagogue and burned it"."""
    if sentence.lows[pronoun.head] != "it":
        return frozenset()
    before = [p.noun.classes for p in sentence.chunks if p.noun is not None and p.noun.first < pronoun.first]
    things = (classes for classes in reversed(before) if classes & {"facility", "vehicle", "explosive"})
    return next((classes for classes in things if satisfies(classes, required)), frozenset())


def _subject_fits(sentence: Sentence, use: VerbUse, slots: Slots) -> bool:
    entry = use.entry
    people = slots.subject if not entry.get("outcome_of") else (slots.subject or slots.objects)
    wanted = entry["subject_requires"]
    if any(satisfies(classes_of(sentence, s), wanted) or _they(sentence, s, wanted) for s in people):
        return True
    threatens = use.clause.governor in packaged_words().words["verbs_threatening"]
    if threatens and any("person" in classes for classes in slots.subject_classes):
        return True  # "a caller threatened to destroy the statue"
    return use.clause.passive and not people and int(entry["strength"]) >= 2


def _can_act(sentence: Sentence, group: NounGroup) -> bool:
    """False for a common noun that names no person, group, weapon or event: "locusts invaded", "the delay killed"."""
    if group.pronoun or group.mentions or group.places or classes_of(sentence, group) - {"name"}:
        return True
    if sentence.lows[group.head] in packaged_words().words["debris_nouns"]:
        return True  # "hurt by flying glass"
    if sentence.lows[group.head] in packaged_words().words["bands"] and not group.named:
        return True  # "the same cell had carried off two fishermen"
    plural_opener = group.first == 0 and group.last == 1 and sentence.lows[0].endswith("s")
    return group.named and not plural_opener


def _they(sentence: Sentence, group: NounGroup, wanted: Collection[str]) -> bool:
    """ "they", "who"; "it" right behind a verb of saying is who speaks: "The navy said it had sunk a boat"."""
    low = sentence.lows[group.head]
    if not group.pronoun or low != "it":
        return group.pronoun and low in {"they", "who"}
    before = [c for c in sentence.chunks if c.last <= group.first and c.kind not in _BETWEEN][-2:]
    verb = before[-1].verb if before else None
    if verb is None or verb.lemma not in packaged_words().words["verbs_saying"]:
        return False
    speaker = before[0].noun
    return speaker is None or "state" not in speaker.classes or satisfies(classes_of(sentence, speaker), wanted)
