"""Who takes part in the event that a noun names: said before it, behind it, or by the verb that governs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from q7x2_etl.extraction.framing.blame import blamed_for
from q7x2_etl.extraction.framing.frames import Frame, Harm, Role
from q7x2_etl.extraction.framing.groupings import TWO_SIDED
from q7x2_etl.extraction.framing.slots import classes_of, listed_with_place, part_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.extraction.syntax.coordination import coordinated_right
from q7x2_etl.extraction.syntax.verb_neighbours import antecedent_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import HIS_OR_HER
from q7x2_etl.language.grammar.groups import Mention, NounGroup
from q7x2_etl.model import Role as RoleName

_HUMAN = frozenset({"person", "armed", "actor", "group", "name", "civilian", "captive", "title", "count"})
_THINGS = frozenset({"facility", "vehicle"})
_SIDE_REACH = 10  # chunks behind "between" and the first side in which the other one stands
_TAKE_PLACE = ("take", "place")
_BESIDE = frozenset({"at", "in", "inside", "outside", "near", "on", "under", "beneath", "behind", "beside"})


@dataclass(frozen=True, slots=True)
class EventNoun:
    """An event noun in its group: `at` is the group's chunk."""

    at: int
    group: NounGroup
    mention: Mention

    @property
    def entry(self) -> Mapping[str, Any]:
        """The trigger's entry."""
        return self.mention.sense.entry


@dataclass(frozen=True, slots=True)
class _Doer:
    """The role that this event gives to who does it, and the rule that every role names."""

    role: RoleName
    rule: str

    @property
    def two_sided(self) -> bool:
        """Both sides do it."""
        return self.role == "participant"


def give_roles(frame: Frame, reading: Reading, noun: EventNoun, complements: Sequence[NounGroup]) -> None:
    """Fills in who does it and who undergoes it; `complements` are the prepositional groups behind the noun."""
    sentence, entry = reading.sentence, noun.entry
    two_sided = frame.event_type in TWO_SIDED or entry.get("slots") == "clash"
    doer = _Doer("participant" if two_sided else "perpetrator", f"trigger.{entry['id']}")
    for premodifier in _premodifiers(reading, noun):
        possessor = entry.get("of") and premodifier.last == noun.group.possessor_end
        if possessor and entry.get("possessor") == "none":
            continue  # "the enemy's losses": those whom it lost
        undergoes = possessor and "armed" not in premodifier.classes
        role: RoleName = "target" if undergoes else doer.role
        frame.roles.append(Role(role, premodifier, sentence, f"{doer.rule}.before"))
        if undergoes and entry.get("outcome"):
            frame.harms.append(Harm(entry["outcome"], premodifier, sentence, f"{doer.rule}.possessor"))
    for victim in _whose_end(reading, noun):
        frame.roles.append(Role("target", victim, sentence, f"{doer.rule}.possessor"))
        frame.harms.append(Harm(entry["outcome"], victim, sentence, f"{doer.rule}.possessor"))
    if (whose := _whose(reading, noun)) is not None:
        frame.roles.append(Role("target", whose, sentence, f"{doer.rule}.whose"))
        frame.harms.append(Harm(entry["outcome"], whose, sentence, f"{doer.rule}.whose"))
    for complement in [*complements, *_listed_behind(sentence, complements)]:
        if not _of_onlookers(complement, complements):
            _complement_role(frame, complement, doer)
    if doer.two_sided:
        through = _through_verb(reading, noun.group)
        for complement in [*through, *_other_side(sentence, (*complements, *through))]:
            _complement_role(frame, complement, doer)
    _governing(frame, reading, (noun.group, *complements), doer)
    _ruined(frame, reading, noun.group)
    _survived(frame, reading, noun.group, doer)
    _found_in(frame, reading, noun.group)
    _aimed(frame, reading, noun.group, doer)
    if not two_sided:
        blamed = blamed_for(reading, noun.group)
        frame.roles = [r for r in frame.roles if not any(r.group is who for who in blamed)]
        frame.roles += [Role("perpetrator", who, sentence, f"{doer.rule}.blamed") for who in blamed]


def _whose_end(reading: Reading, noun: EventNoun) -> list[NounGroup]:
    """ "gunmen fired at a guard, which led to | his death": who is meant by the pronoun before such a word."""
    group, lows = noun.group, reading.lows
    if noun.entry.get("outcome") != "killed" or lows[group.first] not in HIS_OR_HER or group.possessor_end is not None:
        return []
    verb = next((c.verb for c in reversed(reading.chunks[: noun.at]) if c.verb is not None), None)
    if verb is None or verb.negated or verb.modal or verb.lemma not in reading.words["causing_verbs"]:
        return []
    return [replace(part_of(reading.sentence, group, group.first, group.first + 1), pronoun=True)]


def _whose(reading: Reading, noun: EventNoun) -> NounGroup | None:
    """ "Marcela Ruiz, | whose | death on Monday": of whom the event noun behind "whose" tells."""
    chunks = reading.chunks
    opener = chunks[noun.at - 1] if noun.at else None
    if opener is None or opener.kind != "R" or reading.lows[opener.first] != "whose":
        return None
    if noun.entry.get("of") != "target" or not noun.entry.get("outcome"):
        return None
    who = antecedent_of(chunks, noun.at - 1, person=True)
    return who if who is not None and (who.named or classes_of(reading.sentence, who) & _HUMAN) else None


def _of_onlookers(group: NounGroup, complements: Sequence[NounGroup]) -> bool:
    """ "the murder of a man before hundreds | of spectators": who looked on."""
    before = max((c for c in complements if c.first < group.first), key=lambda c: c.first, default=None)
    return group.prep == "of" and before is not None and before.prep == "before" and before.last == group.first - 1


def _premodifiers(reading: Reading, noun: EventNoun) -> list[NounGroup]:
    """Actors named inside the group, before the event noun: "a Taliban attack", "the army's offensive"."""
    sentence, group, before = reading.sentence, noun.group, noun.mention.first
    end = group.possessor_end
    found: list[NounGroup] = []
    if end is not None and end < before:
        possessor = part_of(sentence, group, group.first, end)
        if classes_of(sentence, possessor) & (_HUMAN | {"place"}):
            found.append(possessor)
    for other in group.mentions:
        inside = other.sense.kind == "force" and before <= other.first and other.last < noun.mention.last
        if other.sense.kind not in {"actor", "force", "person"} or (other.last > before and not inside):
            continue  # inside: "police raid" is listed as a whole
        if (end is not None and other.first < end) or reading.lows[other.last - 1] in reading.words["empty_modifiers"]:
            continue
        first = other.first
        while first - 1 >= group.first and any(p.demonym and p.last == first for p in group.places):
            first -= 1
        found.append(part_of(sentence, group, first, other.last))
    if not found:
        nations = [p for p in group.places if (p.demonym or p.adjectival) and p.last <= before]
        found += [part_of(sentence, group, p.first, p.last) for p in nations]
    return found


def _complement_role(frame: Frame, group: NounGroup, doer: _Doer) -> None:
    """The role or place in the frame that a preposition gives to the group behind it."""
    sentence, prep, entry = frame.sentence, group.prep, frame.entry
    classes = classes_of(sentence, group)
    human, thing, place = bool(classes & _HUMAN), bool(classes & _THINGS), "place" in classes
    as_target = Role("target", group, sentence, f"{doer.rule}.{prep}")
    if prep == "by" and (human or place):
        frame.roles.append(Role(doer.role, group, sentence, f"{doer.rule}.by"))
    elif human and (  # not "a mine between Boni and Dalla"
        (prep in {"between", "among"} and (doer.two_sided or classes != {"name"}))
        or (doer.two_sided and prep in {"with", "against", "involving"})
    ):
        if prep == "against" and frame.event_type == "protest":
            return  # "protests against the president": what they are about
        frame.roles.append(Role("participant", group, sentence, f"{doer.rule}.{prep}"))
    elif listed_with_place(sentence, group):
        return  # "bombs on Maarat and Kafr Nabl"
    elif prep in {"on", "against", "targeting", "at", "upon"} and (human or thing) and not (prep == "at" and place):
        frame.roles.append(as_target)
        frame.objects.append(group)
        if prep == "against" and human and entry.get("outcome") == "killed" and frame.stage == "accomplished":
            frame.harms.append(Harm("killed", group, sentence, f"{doer.rule}.against"))  # "the murder against a priest"
    elif prep in {"on", "against"} and place:
        frame.objects.append(group)
        if "country" in classes:
            frame.roles.append(as_target)
    elif prep == "of" and (human or thing or place) and not doer.two_sided:
        agent = entry.get("of") != "target" and "armed_group" in classes
        if classes == {"name"} and _of_other(frame, group):
            return
        if not agent and (human or thing):
            frame.roles.append(as_target)
        frame.objects.append(group)
        if entry.get("outcome") and frame.stage == "accomplished" and human:
            frame.harms.append(Harm(entry["outcome"], group, sentence, f"{doer.rule}.of"))
    elif prep in {"in", "at", "outside", "inside", "near"} and thing:
        frame.objects.append(group)
    elif prep in {"with", "by", "using"} and classes & {"weapon", "explosive", "projectile", "air"}:
        frame.instruments.append(group)


def _of_other(frame: Frame, group: NounGroup) -> bool:
    """ "bombs on the other side of | the Golden Horn": a name that another noun than the event's governs."""
    chunks = frame.sentence.chunks
    at = next((k for k, c in enumerate(chunks) if c.noun is group), None)
    owner = chunks[at - 2].noun if at is not None and at > 1 and chunks[at - 1].kind == "I" else None
    return owner is not None and at is not None and at - 2 != frame.chunk and owner.prep is not None


def _governing(frame: Frame, reading: Reading, groups: Sequence[NounGroup], doer: _Doer) -> None:
    """ "Rebels launched an attack", "the attack was carried out by rebels", "police repelled an assault".

    `groups` are the event's own and those behind it: "the murder of two priests perpetrated by soldiers".
    """
    words, group = reading.words, groups[0]
    for clause in reading.clauses:
        claimed = _claims_responsibility(reading, clause, group)
        undergone = clause.passive and any(s is group for s in clause.subject)
        if clause.reduced and clause.verb.lemma in words["verbs_perpetrating"]:
            undergone = any(s is g for s in clause.subject for g in groups)
        apposed = not undergone and _carried_out_by(reading, clause, groups)
        undergone = undergone or apposed
        answered = group.prep == "with" and clause.verb.lemma in words["answering_verbs"]
        answered = answered and not undergone and any(p is group for p in clause.preps)
        if not (claimed or undergone or answered) and not any(o is group for o in clause.objects):
            continue
        if undergone and clause.verb.lemma in words["verbs_perpetrating"]:
            for hit in clause.preps:  # "carried out against the embassy", "committed by rebels against a priest"
                if hit.prep in {"against", "on", "upon"} and hit.first > clause.verb.last and hit is not group:
                    _complement_role(frame, hit, doer)
        lemma, after = clause.verb.lemma, clause.verb.head + 1
        phrase = f"{lemma} {reading.lows[after]}" if after < len(reading.lows) else lemma
        if phrase in words["disarming_phrases"] or reading.lows[group.head] in words["court_matters"]:
            continue  # "the bomb was made safe by sappers", "police opened a murder case"
        if claimed or answered or lemma in words["verbs_launching"] or phrase in words["verbs_launching"]:
            role: RoleName = doer.role
        elif lemma in words["verbs_suffering"]:
            role = "participant" if doer.two_sided else "target"
        else:
            continue
        rule = f"{doer.rule}.{'by' if undergone else 'subject'}.{lemma}"
        for agent in [p for p in clause.preps if p.prep == "by"] if undergone else clause.subject:
            classes = classes_of(reading.sentence, agent)
            if classes & (_HUMAN | {"pronoun", "country"}) and "event" not in agent.classes:
                frame.roles.append(Role(role, agent, reading.sentence, rule))


def _ruined(frame: Frame, reading: Reading, group: NounGroup) -> None:
    """ "The blast damaged a bank", "a bank was destroyed by the bomb": the thing is what the event hit."""
    explosive = "explosive" in group.classes
    for clause in reading.clauses:
        if clause.verb.lemma not in reading.words["ruining_verbs"] or clause.verb.negated or clause.verb.modal:
            continue
        by_it = clause.passive and any(a is group for a in (*clause.agent, *clause.preps))
        by_it = by_it or (
            explosive and clause.verb.passive and not clause.agent
        )  # "shops were damaged when it went off"
        does = not clause.passive and any(s is group for s in clause.subject)
        for hit in clause.subject if by_it else clause.objects if does else ():
            classes = classes_of(reading.sentence, hit)
            if classes & (_THINGS | {"place"}) and "event" not in hit.classes:
                frame.objects.append(hit)
            elif not classes and _is_thing(reading, hit) and clause.verb.lemma in reading.lexicon.pairs["damage_verbs"]:
                frame.ruined.append(hit)


def _carried_out_by(reading: Reading, clause: Clause, groups: Sequence[NounGroup]) -> bool:
    """ "the murder of a judge, | carried out by rebels": a participle with its doer behind the event's own words."""
    chunks, at, lemma = reading.chunks, clause.at, clause.verb.lemma
    if at < 2 or chunks[at - 1].kind != "," or not clause.verb.bare_participle or clause.objects:
        return False
    tells = lemma in reading.words["verbs_perpetrating"] and any(p.prep == "by" for p in clause.preps)
    return tells and any(chunks[at - 2].noun is g for g in groups)


def _listed_behind(sentence: Sentence, complements: Sequence[NounGroup]) -> list[NounGroup]:
    """ "attacks on the palace, | the mayor's home and the council": the rest of the list is attacked too."""
    found: list[NounGroup] = []
    for group in complements:
        if group.prep not in {"on", "against"}:
            continue
        at = next(k for k, piece in enumerate(sentence.chunks) if piece.noun is group)
        rest = [other for other in coordinated_right(sentence, at)[1:] if other.prep is None]
        found += [replace(other, prep=group.prep) for other in rest if "event" not in other.classes]
    return found


def _found_in(frame: Frame, reading: Reading, group: NounGroup) -> None:
    """ "A bomb was found in a bank": the bank was to be hit."""
    if "explosive" not in group.classes:
        return
    for clause in reading.clauses:
        governed = any(g is group for g in (*clause.subject, *clause.objects))
        if governed and clause.verb.lemma in reading.words["depositing_verbs"] and not clause.verb.negated:
            beside = (p for p in clause.preps if p.prep in _BESIDE and p.first > clause.verb.last)
            frame.objects += [p for p in beside if classes_of(reading.sentence, p) & _THINGS]


def _survived(frame: Frame, reading: Reading, group: NounGroup, doer: _Doer) -> None:
    """ "The mayor escaped unhurt from the attack", "the judge was the victim of an ambush": whom it was meant for."""
    words, lows = reading.words, reading.lows
    if doer.two_sided or group.prep not in {"from", "in", "after", "following", "of"}:
        return
    for clause in reading.clauses:
        if clause.verb.negated or not any(p is group for p in clause.preps) or group.first < clause.verb.last:
            continue
        if group.prep == "of":
            told = clause.verb.lemma == "be" and any(lows[o.head] in words["victim_nouns"] for o in clause.objects)
        else:
            told = not words["unhurt_words"].isdisjoint(lows[clause.verb.first : group.first])
        for victim in clause.subject if told else ():
            classes = classes_of(reading.sentence, victim)
            if classes & _HUMAN:
                frame.roles.append(Role("target", victim, reading.sentence, f"{doer.rule}.survivor"))
            elif group.prep == "of" and classes & _THINGS:  # "the bank was the target of an attack"
                frame.objects.append(victim)


def _aimed(frame: Frame, reading: Reading, group: NounGroup, doer: _Doer) -> None:
    """ "One attack was aimed at the bank": what the verb's preposition governs is the target."""
    for clause in reading.clauses:
        if clause.verb.lemma in reading.words["aiming_verbs"] and any(s is group for s in clause.subject):
            for hit in clause.preps:
                if hit.prep in {"at", "against", "on"} and hit.first > group.last:
                    _complement_role(frame, hit, doer)


def _is_thing(reading: Reading, group: NounGroup) -> bool:
    """A common noun that no lexicon lists, and that is none of "hopes" or "relations"."""
    return not group.pronoun and reading.lows[group.head] not in reading.words["intangible_nouns"]


def _other_side(sentence: Sentence, complements: Sequence[NounGroup]) -> list[NounGroup]:
    """ "clashes between students | demanding reforms | and police": what a participle parts from the first side.

    So does ", backed by militiamen, and"; who backs a side stands on it.
    """
    sides = [c for c in complements if c.prep == "between"]
    if len(sides) != 1:
        return []
    chunks = sentence.chunks
    at = next(k for k, piece in enumerate(chunks) if piece.noun is sides[0])
    aside = at + 1 < len(chunks) and chunks[at + 1].kind == ","
    opener = at + 1 + aside
    verb = chunks[opener].verb if opener < len(chunks) else None
    if verb is None or not (verb.form == "ing" or verb.bare_participle) or verb.head > verb.first + aside:
        return []
    beside: list[NounGroup] = []
    for k in range(opener + 1, min(len(chunks) - 1, at + _SIDE_REACH)):
        piece, noun = chunks[k], chunks[k + 1].noun
        if piece.verb is not None or piece.kind in {"S", "R", "."}:
            return []
        if aside and piece.noun is not None and piece.noun.prep == "by" and _fights(piece.noun):
            beside.append(replace(piece.noun, prep="between"))
        if piece.kind == "C" and noun is not None and _fights(noun) and (not aside or chunks[k - 1].kind == ","):
            return [*beside, replace(noun, prep="between")]
    return []


def _fights(group: NounGroup) -> bool:
    return not group.classes.isdisjoint({"armed", "crowd", "actor"})


def _through_verb(reading: Reading, group: NounGroup) -> list[NounGroup]:
    """ "fighting broke out | between soldiers and rebels": the complements stand behind the verb."""
    for clause in reading.clauses:
        phrase = (clause.verb.lemma, *reading.lows[clause.verb.last : clause.verb.last + 1])
        happens = clause.verb.lemma in reading.words["verbs_happening"] or phrase == _TAKE_PLACE
        if happens and any(s is group for s in clause.subject):
            return [
                p for p in clause.preps if p.prep in {"between", "among", "against", "with"} and p.first > group.last
            ]
    return []


def _claims_responsibility(reading: Reading, clause: Clause, group: NounGroup) -> bool:
    """ "claimed responsibility for the attack"."""
    return (
        group.prep == "for"
        and clause.verb.lemma in reading.words["responsibility_verbs"]
        and any(p is group for p in clause.preps)
        and any(reading.lows[o.head] in reading.words["responsibility_nouns"] for o in clause.objects)
    )


def possessor_of(sentence: Sentence, group: NounGroup) -> list[NounGroup]:
    """The possessor of "the judge's killing", as a group of its own."""
    if group.possessor_end is None:
        return []
    return [part_of(sentence, group, group.first, group.possessor_end)]
