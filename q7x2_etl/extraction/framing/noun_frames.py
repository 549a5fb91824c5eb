"""Frames from event nouns: "clashes between A and B", "the killing of X by Y", "a Taliban attack on a post"."""

from collections.abc import Mapping, Sequence
from typing import Any

from q7x2_etl.extraction.eventhood.noun_factuality import of_noun
from q7x2_etl.extraction.framing.affiliation import affiliations
from q7x2_etl.extraction.framing.backing import backers
from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.noun_roles import EventNoun, give_roles, possessor_of
from q7x2_etl.extraction.framing.owners import owners
from q7x2_etl.extraction.framing.slots import classes_of, part_of, satisfies
from q7x2_etl.extraction.framing.strikes import is_of_war
from q7x2_etl.extraction.framing.unknown_towns import place_of, towns_of_noun
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, Mention, NounGroup
from q7x2_etl.language.grammar.tokens import POSSESSIVE_ENDINGS
from q7x2_etl.language.grammar.word_lists import packaged_words

_PLAIN = 5  # the strength of words that are hardly ever metaphors
_SHORT = 6  # letters: "west", "latest" single nothing out
_LONGEST_APPOSITION = 8  # chunks


def noun_frames(reading: Reading) -> list[Frame]:
    """The frames of a sentence's event nouns."""
    frames = []
    for k, piece in enumerate(reading.chunks):
        for mention in _events_of(reading, piece.noun) if piece.noun is not None else ():
            if piece.noun is None or _in_brackets(reading, k, mention) or _of_speaker(reading, k, mention):
                break
            frame = _frame(reading, EventNoun(k, piece.noun, mention))
            if frame is not None:
                frames.append(frame)
                break
    return frames


def _in_brackets(reading: Reading, k: int, mention: Mention) -> bool:
    """ "an improvised explosive device (IED)": a short form of the event noun right before it."""
    chunks = reading.chunks
    if k < 2 or chunks[k - 1].kind != "(" or k + 1 >= len(chunks) or chunks[k + 1].kind != ")":
        return False
    before = chunks[k - 2].noun
    return before is not None and any(
        m.sense.kind == "event" and m.sense.id == mention.sense.id for m in before.mentions
    )


def _of_speaker(reading: Reading, k: int, mention: Mention) -> bool:
    """ "the press centre | of the operation | said": part of a body's name; what it tells of is another event."""
    owner = reading.chunks[k - 2].noun if k >= 2 and reading.chunks[k - 1].kind == "I" else None
    group = reading.chunks[k].noun
    if owner is None or group is None or group.prep != "of" or mention.sense.entry.get("type") != "security_operation":
        return False
    saying = reading.words["verbs_saying"]
    return "event" not in owner.classes and any(
        owner is s for c in reading.clauses if c.verb.lemma in saying for s in c.subject
    )


def _harmless(mention: Mention) -> bool:
    """ "stun grenades", "a smoke bomb": no explosive, though its last word alone is one."""
    return mention.sense.kind == "weapon" and "explosive" not in mention.sense.classes


def _events_of(reading: Reading, group: NounGroup) -> list[Mention]:
    """The senses of the event noun that heads the group (the longest one there): "the loss of a town", "of men"."""
    words, lows = reading.words, reading.lows
    found = [m for m in group.mentions if m.sense.kind == "event"]
    at_head = [m for m in found if m.last == group.head + 1]
    if not at_head and lows[group.head] in words["event_containers"]:
        at_head = [m for m in found if m.last == group.head]
    if not at_head:
        return []
    best = max(at_head, key=lambda m: m.last - m.first)
    longer = [m for m in group.mentions if m.last == best.last and m.last - m.first > best.last - best.first]
    if any(m.sense.kind in {"actor", "target", "person"} or _harmless(m) for m in longer):
        return []
    if _is_metaphor(reading, group, best):
        return []
    return [m for m in at_head if (m.first, m.last) == (best.first, best.last)]


def _is_metaphor(reading: Reading, group: NounGroup, event: Mention) -> bool:
    """ "a price war", "a court battle"; but "a market bombing", "the bus massacre" name what was hit."""
    lows, modifiers = reading.lows, reading.words["metaphor_modifiers"]
    hit = {m.last - 1 for m in group.mentions if m.sense.kind in {"target", "weapon"}}
    plain = int(event.sense.entry["strength"]) >= _PLAIN or event.sense.entry["type"] == "bombing"
    return any(lows[i] in modifiers and not (plain and i in hit) for i in range(group.first, event.first))


def _frame(reading: Reading, noun: EventNoun) -> Frame | None:
    sentence, group, mention, entry = reading.sentence, noun.group, noun.mention, noun.entry
    if entry.get("effect") and group.prep == "to" and group.first == group.head:
        return None  # "shot to death"
    if entry.get("instrument") and (_describes_next(reading, noun) or _borne(reading, noun) or _held(reading, noun)):
        return None
    if entry.get("instrument") and _blown_up(reading, group):
        return None
    facts = of_noun(reading, group, mention.first)
    if facts.stage is None or _of_the_kind(reading, noun):
        return None
    complements = _complements(sentence, noun.at)
    if _by_no_human(sentence, complements) or _of_office_of_it(reading, noun):
        return None
    owned = possessor_of(sentence, group) if entry.get("possessor") != "none" else []
    of_groups = [*(c for c in complements if c.prep == "of"), *owned]
    if (required := entry.get("requires")) and not any(satisfies(classes_of(sentence, g), required) for g in of_groups):
        return None
    event_type = _type(noun)
    if entry.get("requires_modifier") and event_type is None and is_of_war(reading, group, mention, complements):
        event_type = entry.get("type")
    if entry.get("requires_modifier") and event_type is None:
        return None
    frame = Frame(
        sentence=sentence,
        number=reading.number,
        paragraph=reading.paragraph,
        first=mention.first,
        last=mention.last,
        chunk=noun.at,
        kind="noun",
        entry=entry,
        event_type=event_type,
        strength=int(entry["strength"]),
        stage=entry.get("stage", facts.stage) if facts.stage == "accomplished" else facts.stage,
        effect=bool(entry.get("effect")),
        hedged=facts.hedged,
        denied=facts.denied,
        plural=mention.sense.is_plural,
    )
    _mark_novelty(frame, reading, group)
    if entry.get("instrument"):
        frame.instruments.append(group)
    for other in group.mentions:
        if other.sense.kind == "weapon" and other.last <= mention.first:
            frame.instruments.append(part_of(sentence, group, other.first, other.last))  # "a dynamite attack"
    if entry.get("agent"):
        frame.roles.append(Role("perpetrator", group, sentence, f"trigger.{entry['id']}"))
    give_roles(frame, reading, noun, complements)
    if _metaphor(reading, entry, complements):
        doers = (r for r in frame.roles if r.role != "target")
        if not any("armed_group" in classes_of(r.sentence, r.group) for r in doers):
            return None
    frame.event_type = _type_by_doers(frame)
    for town in towns_of_noun(reading, frame, complements):
        frame.places.append(place_of(sentence, town))
        frame.roles = [r for r in frame.roles if r.group is not town]
    frame.roles += [*affiliations(reading, frame), *owners(frame, reading.words)]
    frame.backing = backers(reading, frame)
    return frame


def _describes_next(reading: Reading, noun: EventNoun) -> bool:
    """ "a string of | car bomb | and gun attacks": with what the attacks were made, and no event beside them."""
    chunks, group = reading.chunks, noun.group
    behind = chunks[noun.at + 2].noun if noun.at + 2 < len(chunks) and chunks[noun.at + 1].kind == "C" else None
    if behind is None or noun.mention.sense.is_plural or "event" not in behind.classes or behind.quantity is not None:
        return False
    bare = all(reading.sentence.tagged.tags[g.first] not in "DN" for g in (group, behind))
    return bare and any(m.sense.is_plural and m.last == behind.head + 1 for m in behind.mentions)


def _of_office_of_it(reading: Reading, noun: EventNoun) -> bool:
    """ "the headquarters | of the government's military operation said": who runs it, and no event."""
    if noun.group.prep != "of" or noun.entry.get("type") != "security_operation" or noun.at < 2:
        return False
    owner = reading.chunks[noun.at - 2].noun
    return owner is not None and reading.lows[owner.head] in reading.words["offices_of_operations"]


def _of_the_kind(reading: Reading, noun: EventNoun) -> bool:
    """ "similar bombings in recent weeks", "previous attacks": others of its kind, none of which is told."""
    plural = noun.mention.sense.is_plural and noun.group.quantity is None
    inside = reading.lows[noun.group.first : noun.mention.first]
    if not plural or reading.words["alike_words"].isdisjoint(inside):
        return False
    return not any(t.kind in {"point", "interval"} and t.precision == "day" for t in reading.sentence.times)


def _held(reading: Reading, noun: EventNoun) -> bool:
    """ "the seizure | of 40 grenades", "a haul of explosives": arms that somebody has or finds."""
    before = reading.chunks[noun.at - 2].noun if noun.group.prep == "of" and noun.at > 1 else None
    return before is not None and reading.lows[before.head] in reading.words["holding_nouns"]


def _type_by_doers(frame: Frame) -> str | None:
    """The frame's type, narrower where its roles tell more than its noun."""
    if frame.entry.get("air_type") and any("air" in g.classes for g in frame.groups("perpetrator")):
        return str(frame.entry["air_type"])  # "warplanes carried out nine raids"
    if frame.event_type == "armed_attack" and any(r.rule.endswith(".between") for r in frame.roles):
        return "armed_clash"  # "gunfire between gangs and police"
    return frame.event_type


def _borne(reading: Reading, noun: EventNoun) -> bool:
    """ "gunmen armed | with explosives", "men carrying | rifles and grenades": what somebody has, and no event."""
    verb = next((piece.verb for piece in reversed(reading.chunks[: noun.at]) if piece.verb is not None), None)
    if verb is None or noun.group.prep not in {None, "with"}:
        return False
    if noun.group.prep == "with":
        return verb.lemma in reading.words["bearing_verbs"]
    carried = verb.form == "ing" and verb.lemma in reading.words["carrying_verbs"]
    return carried and noun.mention.sense.is_plural


def _blown_up(reading: Reading, group: NounGroup) -> bool:
    """ "Experts blew up | a 500 kg bomb": to be rid of it."""
    for clause in reading.clauses:
        behind = reading.lows[clause.verb.last : clause.verb.last + 1]
        if clause.verb.lemma != "blow" or behind != ("up",):
            continue
        if any(o is group for o in (clause.subject if clause.passive else clause.objects)):
            return not any("armed_group" in classes_of(reading.sentence, s) for s in clause.subject)
    return False


def _mark_novelty(frame: Frame, reading: Reading, group: NounGroup) -> None:
    """Whether its determiner points back ("the attack"), or brings up an event not told before ("another attack")."""
    words, opener = reading.words, reading.lows[group.first]
    owned = group.possessor_end is not None or _of_a_day(reading, frame)
    frame.definite = opener in words["specific_determiners"] or owned
    if frame.definite and _singled_out(reading.lows[group.first : frame.first]):
        frame.definite = False  # "In the deadliest attack, …": one of those just told as a sum
    marked = not words["other_markers"].isdisjoint(reading.lows[group.first : frame.first])
    frame.new = opener in words["new_determiners"] or (marked and not frame.definite)
    if not frame.definite and _points_back(reading, group):
        frame.definite, frame.new = True, False


def _of_a_day(reading: Reading, frame: Frame) -> bool:
    """ "in Friday's | raid": a day's own, told of before."""
    before = reading.chunks[frame.chunk - 1] if frame.chunk else None
    return before is not None and before.kind == "T" and reading.lows[before.last - 1] in POSSESSIVE_ENDINGS


def _singled_out(words: Sequence[str]) -> bool:
    return any(w == "worst" or (w.endswith("est") and len(w) > _SHORT) for w in words)


def _points_back(reading: Reading, group: NounGroup) -> bool:
    """ "It was the worst attack since 2019", "it was a suicide attack"; "a gunfight ensued"; "called it an attack"."""
    for clause in reading.clauses:
        verb = clause.verb
        if verb.lemma in reading.words["calling_verbs"] and _called(reading, clause, group):
            return True
        if any(o is group for o in clause.objects):
            subjects = [reading.lows[s.first] for s in clause.subject if s.pronoun]
            return (
                verb.lemma == "be"
                and not verb.negated
                and bool(subjects)
                and subjects[0] in reading.words["pointing_pronouns"]
            )
        if any(s is group for s in clause.subject):
            return verb.lemma in reading.words["ensuing_verbs"] and not clause.objects
    return False


def _called(reading: Reading, clause: Clause, group: NounGroup) -> bool:
    """ "called it | a cowardly attack", "described the shooting | as an act of terror": what is known, named again."""
    known = [o for o in clause.objects if o is not group and (_is_it(reading, o) or "event" in o.classes)]
    at = group.first - 1 if group.prep == "as" else group.first
    return any(o.last <= at and reading.lows[o.last : at] in {(), ("as",)} for o in known)


def _is_it(reading: Reading, group: NounGroup) -> bool:
    return group.pronoun and reading.lows[group.first] in reading.words["pointing_pronouns"]


def _complements(sentence: Sentence, k: int) -> list[NounGroup]:
    """The prepositional groups that follow the noun directly: "attack | on a post | in Goma | by rebels"."""
    found: list[NounGroup] = []
    chunks = sentence.chunks
    described = 0  # the end of an apposition: "the murder of Juan Perez, | minister of labour, | by gunmen"
    for j in range(k + 1, len(chunks)):
        piece = chunks[j]
        if j < described:
            continue
        end = _apposition_end(chunks, j) if piece.kind == "," and found else None
        aside = _aside_end(chunks, j) if piece.kind == "," and not found else None
        if aside is not None:
            found += [c.noun for c in chunks[j:aside] if c.noun is not None]
            described = aside
        elif end is not None:
            described = end
        elif piece.noun is not None and piece.noun.prep:
            if piece.noun.coordinated and "event" in piece.noun.classes:
                break  # "the bombing of a market | and the murder of a judge"
            found.append(piece.noun)
        elif (
            piece.kind not in {"I", "T", "C", "B", "q"}
            and not (piece.kind == "," and j + 1 < len(chunks) and chunks[j + 1].kind in {"NP", "C"})
        ) or piece.noun is not None:
            break
    return found


def _aside_end(chunks: Sequence[Chunk], j: int) -> int | None:
    """Behind the closing comma of ", at a checkpoint on Monday," that opens at `j`, where "of" and its noun follow."""
    if j + 1 >= len(chunks) or chunks[j + 1].kind != "I":
        return None
    for k in range(j + 2, min(len(chunks) - 2, j + _LONGEST_APPOSITION)):
        piece = chunks[k]
        if piece.kind == ",":
            behind = chunks[k + 2].noun
            return k + 1 if behind is not None and behind.prep in {"of", "by"} else None
        if piece.kind not in {"I", "T"} and (piece.noun is None or piece.noun.prep is None):
            return None
    return None


def _apposition_end(chunks: Sequence[Chunk], j: int) -> int | None:
    """Behind the closing comma of an apposition that opens at `j`, where "by" and who did it follow."""
    for k in range(j + 1, min(len(chunks) - 2, j + _LONGEST_APPOSITION)):
        piece = chunks[k]
        if piece.kind == ",":
            doer = chunks[k + 2].noun
            return k + 1 if k > j + 1 and doer is not None and doer.prep == "by" else None
        if piece.kind not in {"NP", "I", "T"}:
            return None
    return None


def _by_no_human(sentence: Sentence, complements: list[NounGroup]) -> bool:
    """ "an attack by two terriers": a doer that is a common noun of nothing that we know to do such things."""
    return sentence.case_tells and any(
        c.prep == "by"
        and not c.named
        and not c.pronoun
        and not c.mentions
        and not c.places
        and not classes_of(sentence, c)
        for c in complements
    )


def _metaphor(reading: Reading, entry: Mapping[str, Any], complements: list[NounGroup]) -> bool:
    """ "attack on inflation", "battle with cancer": the complement is a common noun that we know nothing violent of."""
    sentence, words = reading.sentence, reading.words
    if int(entry["strength"]) > 4:
        first = complements[0] if complements else None
        return first is not None and first.prep == "with" and not classes_of(sentence, first) and not first.named
    for group in complements:
        if group.prep == "on" and sentence.lows[group.head] in words["border_lines"] | words["place_parts"]:
            return False  # "fighting on the border", "clashes on the outskirts of"
        inner = group.complement
        if group.prep == "on" and inner is not None and "place" in inner.classes:
            return False  # "fighting on the heights of Uvira"
        if group.prep in {"on", "against", "with", "for", "over", "of"}:
            thing = group.named or _with_a_name(sentence, group)
            return not classes_of(sentence, group) and not thing and sentence.case_tells
        if group.prep in {"in", "at", "near", "by", "between"}:
            return False
    return False


def _with_a_name(sentence: Sentence, group: NounGroup) -> bool:
    """ "the DusitD2 complex", "the Cappuccino café": a building under its name."""
    built = sentence.lows[group.head] in packaged_words().words["built_things"]
    return built and group.head > group.first and sentence.texts[group.head - 1][0].isupper()


def _type(noun: EventNoun) -> str | None:
    """The entry's type, made narrower by a weapon before the noun ("rocket attack") or by who does it."""
    entry = noun.entry
    event_type: str | None = entry.get("type")
    for other in noun.group.mentions:
        sense = other.sense
        if sense.kind == "weapon" and other.last <= noun.mention.first and int(entry["strength"]) <= 3:
            if sense.entry.get("suggests"):
                return str(sense.entry["suggests"])
            if entry.get("requires_modifier"):
                return "airstrike" if "air" in sense.classes else "armed_attack"
        if entry.get("air_type") and "air" in sense.classes:
            return str(entry["air_type"])
    return None if entry.get("requires_modifier") else event_type
