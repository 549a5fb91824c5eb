"""What a speaker says of his own side's deeds: "said it was behind the blast", "claimed to have shot him"."""

from collections.abc import Sequence

from q7x2_etl.extraction.claiming.sayings import POINTERS, Said, window_of
from q7x2_etl.extraction.claiming.speakers import agents_of
from q7x2_etl.extraction.eventhood.factuality import governed
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import NounGroup

_NEXT = 3  # clauses behind the verb in which a speaker's own deed stands
_OWN = frozenset({"its", "their", "his", "her", "our", "my"})
_DONE = frozenset({"accomplished", "attempted"})
_SELVES = frozenset({"it", "they", "he", "she", "we", "i"})


def own_deed(reading: Reading, clause: Clause, index: int) -> Said | None:
    """The deed that the speaker tells of his own side, in a complement or a quotation; `index`: the clause's number."""
    return _deed(reading, clause, index) or _quoted_deed(reading, clause, index)


def avowed_deed(reading: Reading, clause: Clause) -> Said | None:
    """ "admitted planting it", "claimed killing four": the deed stands in the same verb group."""
    object_fits = any(
        g.classes & {"weapon", "event", "explosive"} or reading.lows[g.head] in POINTERS for g in clause.objects
    )
    if not object_fits and not _violent(reading, clause):
        return None
    return Said("claims_responsibility", "actors", implied=True)


def _deed(reading: Reading, clause: Clause, index: int) -> Said | None:
    """ "said it was behind the blast", "said its men had killed four", "claimed to have shot him", "was its work"."""
    words = reading.words
    speaks = words["verbs_saying"] | words["avowing_verbs"] | words["naming_verbs"]
    if clause.verb.lemma not in speaks:
        return None
    claims = clause.verb.lemma in words["avowing_verbs"]
    topic = _topic(reading, clause)
    named = _names_doer(reading, clause)
    if named is not None:
        return named
    for other in reading.clauses[index + 1 : index + 1 + _NEXT]:
        if other.verb.modal:
            return None
        bare = claims and other.at <= clause.at + 2 and other.relation in {"infinitive", "gerund", "participle"}
        if not bare and (topic is None or other.at <= topic[0]):
            continue
        own = bare or (topic is not None and topic[1])
        if topic is not None and not topic[1] and _avenges(reading, clause, other):
            return Said("claims_responsibility", "actors", implied=True)
        found = _own_deed(reading, other, own)
        if found is not None:
            return found
        if (
            other.verb.lemma == "have"
            and reading.chunks[other.at + 1 : other.at + 2]
            and (reading.chunks[other.at + 1].kind == "q")
        ):
            continue  # "said its men had "liquidated" two spies"
        inserted = reading.chunks[other.at - 1].kind == "," and not other.objects  # "one of its men, named as X, was"
        if other.relation != "relative" and not (other.reduced or inserted) and other.verb.form not in {"pp", "ing"}:
            return None
    return None


def _group_speaks(reading: Reading, clause: Clause) -> bool:
    return any("armed_group" in c.noun.classes for c in reading.chunks[max(0, clause.at - 6) : clause.at] if c.noun)


def _names_doer(reading: Reading, clause: Clause) -> Said | None:
    """A group that names the bomber: "Islamic State named the attacker as Abu Hamza"."""
    if clause.verb.lemma not in reading.words["naming_verbs"] or clause.passive or not _group_speaks(reading, clause):
        return None
    doers = [g for g in clause.objects if "armed_group" in g.classes and not g.named]
    return Said("claims_responsibility", "actors", implied=True) if doers else None


def _avenges(reading: Reading, clause: Clause, other: Clause) -> bool:
    """ "said the blast was in revenge for the raid"."""
    window = window_of(reading, other)
    return _group_speaks(reading, clause) and not reading.words["revenge_words"].isdisjoint(window[:4])


def _quoted_deed(reading: Reading, clause: Clause, index: int) -> Said | None:
    """ "We planted the bomb," said the spokesman."""
    if clause.verb.lemma not in reading.words["verbs_saying"]:
        return None
    for other in reading.clauses[max(0, index - 2) : index]:
        firsts = {reading.lows[g.first] for g in other.subject}
        if firsts & {"we", "our", "i"} and not other.verb.modal:
            return _own_deed(reading, other, True)
    return None


def _topic(reading: Reading, clause: Clause) -> tuple[int, bool] | None:
    """Chunk of the group that the speech is about, and whether it stands for the speaker or the speaker's people."""
    chunks, lows, words = reading.chunks, reading.lows, reading.words
    for k in range(clause.at + 1, min(len(chunks), clause.at + 8)):
        noun = chunks[k].noun
        if chunks[k].verb is not None:
            return None
        if noun is None or noun.prep is not None:
            continue
        inner = chunks[k + 2].noun if k + 2 < len(chunks) and lows[chunks[k + 1].first] == "of" else None
        self_named = lows[noun.head] in _SELVES or lows[noun.first] in _OWN
        one_of = inner is not None and (lows[inner.first] in _OWN or lows[inner.head] in {"them", "us"})
        definite = lows[noun.first] == "the" and lows[noun.head] in words["group_descriptions"]
        same = _actors(noun) & {a for c in chunks[max(0, clause.at - 4) : clause.at] if c.noun for a in _actors(c.noun)}
        theirs = "armed_group" in noun.classes and not noun.named and _group_speaks(reading, clause)
        told = noun.pronoun or self_named or one_of or definite or bool(same) or theirs
        event = "event" in noun.classes
        if told or event:
            return k, told
        if lows[clause.verb.head] in {"told"} and k == clause.at + 1:
            continue  # "told a radio station that its men …": the hearer stands first
        return None
    return None


def _actors(group: NounGroup) -> set[str]:
    return {m.sense.id for m in group.mentions if m.sense.kind == "actor" and "armed_group" in m.sense.classes}


def _own_deed(reading: Reading, clause: Clause, own: bool) -> Said | None:
    """What a clause about the speaker admits or denies."""
    words, lows, verb = reading.words, reading.lows, clause.verb
    window = [w for w in window_of(reading, clause)[:7] if w != ","]
    if any(governed(g, words, True) not in _DONE for g in verb.governors):
        return None  # "says it wants to impose its rule"
    if verb.lemma == "be" and _is_work(reading, clause):
        return Said("denies" if verb.negated else "claims_responsibility", "actors")
    by_own = [g for g in agents_of(clause) if _OWN & set(lows[g.first : g.last + 3])]
    if by_own and not verb.negated:
        return Said("claims_responsibility", "actors", implied=True)
    if not own:
        return None
    if verb.lemma == "be" and not words["doing_words"].isdisjoint(window[:3]):
        return Said("denies" if verb.negated else "claims_responsibility", "actors")
    if verb.lemma == "be" and not verb.negated and _one_of_own(window, words["member_nouns"]):
        return Said("claims_responsibility", "actors", implied=True)  # "said the attacker was one of its men"
    if verb.lemma == "be" and verb.negated and "involved" in window[:2]:
        return Said("denies", "actors")
    if lows[verb.head] == "did" and not POINTERS.isdisjoint(window[:1]):
        return Said("claims_responsibility", "actors")  # "said they did it"
    if verb.lemma == "have" and window[:1] == ["done"] and not POINTERS.isdisjoint(window[1:2]):
        return Said("claims_responsibility", "actors")
    if verb.lemma in {"have", "play", "know"} and "nothing" in window[:2]:
        return Said("denies", "actors")
    no_part = "no" in window[:1] or verb.negated
    if verb.lemma in {"have", "play", "take"} and no_part and not words["part_nouns"].isdisjoint(window[:4]):
        return Said("denies", "actors")
    if verb.lemma == "involve" and verb.negated:
        return Said("denies", "actors")
    phrase = f"{verb.lemma} {lows[verb.head + 1]}" if verb.head + 1 < len(lows) else verb.lemma
    acts = {verb.lemma, phrase} & words["verbs_launching"] and verb.lemma != "see"
    event = any("event" in g.classes or lows[g.head] in POINTERS for g in clause.objects)
    event = event or (not clause.objects and phrase != verb.lemma and phrase in words["verbs_launching"])
    fires = any(g.classes & {"weapon", "explosive", "projectile", "air"} for g in clause.objects)
    if not clause.passive and _fends_off(reading, clause):
        return None
    if not clause.passive and ((acts and event) or fires or _violent(reading, clause)):
        if verb.negated:
            return Said("denies", "actors")
        return Said("claims_responsibility", "actors", implied=True)
    return None


def _fends_off(reading: Reading, clause: Clause) -> bool:
    """ "said it shot down 61 drones": what others did, and failed in."""
    rests = reading.lexicon.verb_triggers.get(clause.verb.lemma, ())
    after = reading.lows[clause.verb.head + 1 : clause.verb.head + 4]
    failed = [e for rest, _, e in rests if e.get("stage") == "attempted" and tuple(after[: len(rest)]) == rest]
    heads = {reading.lows[g.head] for g in clause.objects}
    heads |= {reading.lows[g.complement.head] for g in clause.objects if g.complement is not None}
    return any(not heads.isdisjoint(entry.get("heads", ())) for entry in failed)


def _one_of_own(window: Sequence[str], members: frozenset[str]) -> bool:
    """ "one of its men", "a member of the group", "one of our fighters"."""
    at = next((k for k, low in enumerate(window[:4]) if low == "of"), None)
    if at is None or members.isdisjoint(window[:at]):
        return False
    return window[at + 1 : at + 2] != [] and (
        window[at + 1] in _OWN or list(window[at + 1 : at + 3]) == ["the", "group"]
    )


def _is_work(reading: Reading, clause: Clause) -> bool:
    """ "was its work", "was their doing"."""
    lows, words = reading.lows, reading.words
    window = window_of(reading, clause)[:3]
    if not {"theirs", "ours"}.isdisjoint(window[:1]):
        return True
    own = not _OWN.isdisjoint(window)
    return own and any(lows[g.head] in words["work_nouns"] for g in clause.objects)


def _violent(reading: Reading, clause: Clause) -> bool:
    """The verb tells of violence that its subject does."""
    rests = reading.lexicon.verb_triggers.get(clause.verb.lemma, ())
    after = reading.lows[clause.verb.head + 1 : clause.verb.head + 4]
    return any(
        entry.get("type") is not None and entry.get("subject") in DOERS and tuple(after[: len(rest)]) == rest
        for rest, _, entry in rests
    )
