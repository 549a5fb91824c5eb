"""Who is said to be behind an event: "two officers implicated in the murder", "the ELN is responsible for it"."""

from collections.abc import Sequence

from q7x2_etl.extraction.claiming.accusations import fought_by_others
from q7x2_etl.extraction.claiming.sayings import is_deed
from q7x2_etl.extraction.framing.slots import classes_of, part_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import NounGroup

_PREPOSITIONS = frozenset({"for", "in", "of", "with", "behind", "to"})
_CHARGE_REACH = 5  # chunks behind a verb of blame in which what for is told
_WHOEVER = frozenset({"those", "anyone", "all", "people", "everyone"})
_TOWARDS = frozenset({"on", "upon", "to", "at", "toward", "towards"})
_OF_SIDES = frozenset({"armed", "armed_group", "group", "actor", "state", "force"})
_DOERS = frozenset({"person", "armed", "actor", "group", "name", "title"})


def blamed_for(reading: Reading, event: NounGroup) -> list[NounGroup]:
    """The people or groups that a word of blame ties to the event behind its preposition, or whose work it was."""
    laid = _attributed(reading, event)
    if laid or event.prep is None:
        return laid or _whose_work(reading, event)
    if event.prep not in _PREPOSITIONS:
        return []
    at = next(k for k, piece in enumerate(reading.chunks) if piece.noun is event)
    k = at - 2
    if k < 0 or reading.chunks[at - 1].kind != "I":
        return []
    if any(c.at < at and c.verb.lemma in reading.words["verbs_denying"] for c in reading.clauses):
        return []
    found = _of_noun(reading, k) if reading.chunks[k].noun is not None else _of_verb(reading, k)
    return [g for g in found if _can_be_blamed(reading, g)]


def _attributed(reading: Reading, event: NounGroup) -> list[NounGroup]:
    """ "an attack | attributed to the gang", "a bombing | blamed on rebels"."""
    chunks = reading.chunks
    at = next(k for k, piece in enumerate(chunks) if piece.noun is event)
    verb = chunks[at + 1].verb if at + 1 < len(chunks) else None
    laid = _laid_on(reading, event)
    if laid is not None:
        return [laid]
    if verb is None or not verb.bare_participle or verb.lemma not in reading.words["verbs_attributing"] | {"blame"}:
        return []
    behind = next((piece.noun for piece in chunks[at + 2 : at + 5] if piece.noun is not None), None)
    known = behind is not None and behind.prep in {"to", "on"} and _can_be_blamed(reading, behind)
    return [behind] if behind is not None and known else []


def _laid_on(reading: Reading, event: NounGroup) -> NounGroup | None:
    """ "attributed the attack to the gang", "the attack has been blamed on rebels"."""
    for clause in reading.clauses:
        attributes = clause.verb.lemma in reading.words["verbs_attributing"]
        if clause.verb.negated or not (attributes or clause.verb.lemma in reading.words["verbs_laying_blame"]):
            continue
        if any(g is event for g in (clause.subject if clause.passive else clause.objects)):
            behind = [p for p in clause.preps if p.prep == ("to" if attributes else "on")]
            told = [p for p in behind if p.first > max(event.last, clause.verb.last) and _can_be_blamed(reading, p)]
            return told[-1] if told else None
    return None


def _whose_work(reading: Reading, event: NounGroup) -> list[NounGroup]:
    """ "the bombing was the work of rebels"."""
    for clause in reading.clauses:
        if clause.verb.lemma != "be" or clause.verb.negated or not any(s is event for s in clause.subject):
            continue
        if any(reading.lows[o.head] in reading.words["handiwork_nouns"] for o in clause.objects):
            doers = [p for p in clause.preps if p.prep == "of" and p.first > clause.verb.last]
            return [g for g in doers[:1] if _can_be_blamed(reading, g)]
    return []


def accused(reading: Reading) -> list[NounGroup]:
    """Who a sentence blames for what was told before it: "officials accused the ELN", "the ELN is responsible"."""
    words, found = reading.words, list[NounGroup]()
    for clause in reading.clauses:
        if clause.verb.negated or clause.verb.modal:
            continue
        found += [*_who_they_were(reading, clause), *_by_whom(reading, clause)]
        if not of_what_was_told(reading, clause):
            continue
        if clause.verb.lemma in words["verbs_accusing"]:
            found += [_of_band(g) for g in (clause.subject if clause.passive else clause.objects)]
        elif clause.verb.lemma in words["verbs_attributing"] and not fought_by_others(reading, clause):
            found += [p for p in clause.preps if p.prep == "to"]
        elif clause.verb.lemma in words["holding_verbs"] and not clause.passive:
            found += _held_guilty(reading, clause)
        elif any(_guilty(reading, o) for o in clause.objects):
            found += clause.subject
        elif any(reading.lows[s.head] in words["suspicion_nouns"] for s in clause.subject):
            found += [p for p in clause.preps if p.prep in _TOWARDS and p.first >= clause.verb.last]
    return [g for g in found if not g.pronoun and _can_be_blamed(reading, g)]


def _of_band(group: NounGroup) -> NounGroup:
    """ "accused cells of | Islamic State"."""
    inner = group.complement
    return inner if inner is not None and not group.classes and "armed_group" in inner.classes else group


def _held_guilty(reading: Reading, clause: Clause) -> list[NounGroup]:
    """ "The coalition holds | the militia responsible", "holds members of | the militia responsible"."""
    held = [*clause.objects, *(p for p in clause.preps if p.prep == "of" and clause.objects)]
    guilty = [o for o in held if _guilty(reading, o) and o.head > o.first]
    return [part_of(reading.sentence, o, o.first, o.head) for o in guilty]


def _guilty(reading: Reading, group: NounGroup) -> bool:
    return reading.lows[group.head] in reading.words["guilt_words"]


def _who_they_were(reading: Reading, clause: Clause) -> list[NounGroup]:
    """ "The killers were | rebels", "are thought to be | soldiers", "identified the attackers as | militiamen"."""
    words, chunks = reading.words, reading.chunks
    culprits = words["attacker_nouns"] | words["author_nouns"]
    if clause.verb.lemma == "identify" and not clause.passive:
        told = any(reading.lows[o.head] in culprits for o in clause.objects)
        given = [p for p in clause.preps if p.prep == "as"] if told else []
    elif any(_those_who_came(reading, s) for s in clause.subject) and clause.verb.lemma in {"be", "belong", "come"}:
        given = _own_band(reading, clause)
        return [g for g in given if "armed_group" in g.classes and any(m.sense.kind == "actor" for m in g.mentions)]
    elif any(reading.lows[s.head] in culprits for s in clause.subject):
        thought = clause.passive and reading.lows[clause.verb.last - 1] == "be"
        behind = chunks[clause.at + 1].noun if thought and clause.at + 1 < len(chunks) else None
        given = [behind] if behind is not None else list(clause.objects) if clause.verb.lemma == "be" else []
        if clause.verb.lemma in words["belonging_verbs"]:  # "the attackers | belonged | to the gang"
            return [p for p in clause.preps if p.prep == "to" and classes_of(reading.sentence, p) & _OF_SIDES]
    else:
        return []
    known = [_whose_members(reading, g) for g in given if g.prep in {None, "as"}]
    return [g for g in known if g.classes & _OF_SIDES]


def _those_who_came(reading: Reading, group: NounGroup) -> bool:
    """ "the gunmen", "the attackers", "Monday's attackers": who did it, as the story has told."""
    known = reading.lows[group.first] in {"the", "these", "those"} or group.possessor_end is not None
    known = known or reading.lows[group.first - 1 : group.first] in {("'s",), ("’s",)}
    words = reading.words["attacker_nouns"] | reading.words["group_descriptions"]
    slain = not reading.words["words_of_the_slain"].isdisjoint(reading.lows[group.first : group.head])
    return known and not slain and group.quantity is None and reading.lows[group.head] in words


def _own_band(reading: Reading, clause: Clause) -> list[NounGroup]:
    """ "were | members of Hasm", "were from a militia, | Dan Na Ambassagou", "belonged to | the TTP"."""
    prep = {"belong": "to", "come": "from", "be": "from"}[clause.verb.lemma]
    behind = [p for p in clause.preps if p.prep == prep and p.first >= clause.verb.last]
    given = [*behind, *(clause.objects if clause.verb.lemma == "be" else ())]
    members = [p for p in clause.preps if p.prep == "of" and p.first >= clause.verb.last and clause.objects]
    found = [*given, *members] if clause.verb.lemma == "be" else given
    chunks = reading.chunks
    behind_comma = [
        b.noun
        for a, comma, b in zip(chunks, chunks[1:], chunks[2:], strict=False)
        if b.noun is not None and comma.kind == "," and any(a.noun is g for g in found)
    ]
    return [*found, *behind_comma]


def _by_whom(reading: Reading, clause: Clause) -> list[NounGroup]:
    """ "The action was carried out by | rebels"."""
    done = clause.passive and clause.verb.lemma in reading.words["verbs_perpetrating"]
    if not (done and any(is_deed(reading, s) for s in clause.subject)):
        return []
    return [_whose_members(reading, g) for g in clause.agent]


def _whose_members(reading: Reading, group: NounGroup) -> NounGroup:
    """ "members of | the militia": the organisation, where it is told."""
    if reading.lows[group.head] not in reading.words["member_nouns"] or group.classes & _OF_SIDES:
        return group
    behind = next((p.noun for p in reading.chunks if p.noun is not None and p.first >= group.last), None)
    return behind if behind is not None and behind.prep == "of" and behind.first == group.last + 1 else group


def of_what_was_told(reading: Reading, clause: Clause) -> bool:
    """What they are blamed for is not said again, or by a word for any incident: "for both attacks"."""
    if _of_failing(reading, clause):
        return False
    charges = [p for p in clause.preps if p.prep in {"for", "of", "in", "with", "over"}]
    return all(
        "event" in g.classes or reading.lows[g.head] in reading.words["incident_nouns"] or "place" in g.classes
        for g in charges
        if g.first > clause.verb.first and not (g.prep == "of" and ("actor" in g.classes or _guilty(reading, g)))
    )


def _of_failing(reading: Reading, clause: Clause) -> bool:
    """ "blamed the police for | arriving late", "accused the army of | failing to protect them"."""
    gerund = next((c for c in reading.clauses if c.at > clause.at and c.verb.form == "ing"), None)
    if gerund is None or gerund.verb.lemma not in reading.words["failing_verbs"]:
        return False
    return reading.chunks[gerund.at - 1].kind == "I" and gerund.at - clause.at <= _CHARGE_REACH


def _can_be_blamed(reading: Reading, group: NounGroup) -> bool:
    """People and groups; "the suspect" is nobody but the doer told of elsewhere."""
    if group.pronoun:
        return reading.lows[group.head] in reading.words["singular_references"]
    suspects = any(m.sense.id in reading.words["culprit_nouns"] for m in group.mentions if m.last == group.head + 1)
    return not suspects and "event" not in group.classes and bool(classes_of(reading.sentence, group) & _DOERS)


def _of_verb(reading: Reading, k: int) -> Sequence[NounGroup]:
    """ "soldiers implicated in the murder", "officers were charged with the murder"."""
    clause = next((c for c in reading.clauses if c.at == k), None)
    if clause is None or clause.verb.negated or clause.verb.lemma not in reading.words["blaming_verbs"]:
        return []
    return clause.subject


def _of_noun(reading: Reading, k: int) -> Sequence[NounGroup]:
    """ "are responsible for the murder", "the involvement of troops in it", "accused the army of the murder"."""
    noun, words = reading.chunks[k].noun, reading.words
    if noun is None:
        return []
    clause = _with_object(reading, noun)
    if reading.lows[noun.head] in words["author_nouns"]:
        return _authors(reading, k, noun, clause)
    if reading.lows[noun.head] in words["blaming_words"]:
        held = _held(reading, k, noun, clause)
        if held is not None:
            return held
        if noun.possessor_end is not None or (noun.head > noun.first and reading.lows[noun.first] in _WHOEVER):
            return []  # "those responsible for the attack"
        return clause.subject if clause is not None and not clause.verb.negated else []
    if clause is not None and clause.verb.lemma in words["blaming_verbs"] and not clause.verb.negated:
        return clause.objects
    before = reading.chunks[k - 2].noun if k >= 2 and noun.prep in {"of", "by"} else None
    return [noun] if before is not None and reading.lows[before.head] in words["blaming_words"] else []


def _authors(reading: Reading, k: int, noun: NounGroup, clause: Clause | None) -> Sequence[NounGroup]:
    """ "he is the brain behind the killing", "X, the alleged author of the crime", "named X as its perpetrator"."""
    if clause is not None:
        return clause.subject if clause.verb.lemma == "be" and not clause.verb.negated else []
    if noun.prep == "as":
        named = next((c for c in reading.clauses if any(p is noun for p in c.preps) and not c.verb.negated), None)
        return [] if named is None else named.subject if named.passive else named.objects
    were = next((c for c in reading.clauses if c.verb.lemma == "be" and any(s is noun for s in c.subject)), None)
    if were is not None:  # "the authors of the killing were rebels"
        return [] if were.verb.negated or were.verb.modal else were.objects
    before = reading.chunks[k - 2].noun if k >= 2 and reading.chunks[k - 1].kind == "," else None
    return [before] if before is not None and before.named else []


def _held(reading: Reading, k: int, noun: NounGroup, clause: Clause | None) -> Sequence[NounGroup] | None:
    """ "hold the army | responsible for the massacre", "rebels are held responsible for it"; else None."""
    holding = reading.words["holding_verbs"]
    if clause is not None and clause.verb.lemma in holding:
        if clause.verb.negated or noun.head == noun.first:
            return []
        return [part_of(reading.sentence, noun, noun.first, noun.head)]
    held = next((c for c in reading.clauses if c.at == k - 1 and c.passive), None)
    return held.subject if held is not None and held.verb.lemma in holding and not held.verb.negated else None


def _with_object(reading: Reading, noun: NounGroup) -> Clause | None:
    return next((c for c in reading.clauses if any(o is noun for o in c.objects)), None)
