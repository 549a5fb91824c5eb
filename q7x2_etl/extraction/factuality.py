"""Did it happen? Stage and hedging of a trigger from its verb group, its governors and the words around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from q7x2_etl.extraction.clauses import Clause
from q7x2_etl.extraction.crimes_named import mere_charge, of_a_record, protested, punished
from q7x2_etl.extraction.hoaxes import proved_nothing
from q7x2_etl.extraction.reading import Reading
from q7x2_etl.language.groups import NounGroup
from q7x2_etl.model import Stage

_LOOK_BACK = 4  # tokens
_HEDGE_REACH = 6
_THAT_REACH = 9


@dataclass(frozen=True, slots=True)
class Factuality:
    """`stage` is None where no event is told (negated, feared, planned, habitual)."""

    stage: Stage | None
    hedged: bool = False
    denied: bool = False
    present: bool = False


_NO_EVENT = Factuality(None)
_RULED_OUT = frozenset({
    ("ruled", "out"), ("rule", "out"), ("rules", "out"), ("ruling", "out"), ("years", "since"), ("decades", "since"),
})  # fmt: skip
_GUARDING = frozenset({"person", "armed", "state", "force", "actor", "civilian", "title"})
_ALMOST = frozenset({"almost", "nearly"})
_INSTEAD = frozenset({("rather", "than"), ("instead", "of")})  # "blew themselves up rather than be captured"


def of_verb(reading: Reading, clause: Clause) -> Factuality:
    """Factuality of a verb trigger."""
    verb, words, lows = clause.verb, reading.words, reading.lows
    if verb.negated or (verb.modal and not _presumed(reading, clause)) or _conditional(reading, clause):
        return _NO_EVENT
    if any(g.quantity is None and lows[g.first] in words["negative_nominals"] for g in clause.subject):
        return _NO_EVENT  # "nobody was detained", "no soldier was killed"
    if not _ALMOST.isdisjoint(lows[max(0, verb.first - 1) : verb.head]):
        return _NO_EVENT  # "almost beheading a woman"
    if _unproved(reading, clause.verb.first) or _of_whoever(reading, clause) or _wished(reading, clause):
        return _NO_EVENT
    if _habitual(reading, clause) or lows[max(0, verb.first - 2) : verb.first] in _INSTEAD:
        return _NO_EVENT
    # "allegedly attacked", not "suspected rebels attacked" or "hit suspected smugglers"
    hedged = bool(verb.modal) or not words["hedge_adverbs"].isdisjoint(lows[max(0, verb.first - 2) : verb.last + 1])
    for governor in verb.governors:
        if verb.form == "ing" and governor in words["verbs_denying"]:
            return Factuality("accomplished", denied=True)  # "denied killing"
        if verb.form == "ing" and governor in words["verbs_saying"] | words["admitting_verbs"]:
            continue  # "reported killing", "admitted killing"
        stage = _governed(governor, words, _perfect(reading, clause))
        if stage != "accomplished":
            return Factuality(stage)
    if verb.governors:  # "managed to seize", "are said to have burned": one verb group
        return Factuality("accomplished", hedged or not words["verbs_saying"].isdisjoint(verb.governors))
    if (clause.relation == "infinitive" or verb.infinitive) and lows[verb.first] not in words["past_duties"]:
        return _infinitive(reading, clause, hedged)
    if clause.relation == "gerund" and clause.parent is not None:
        return _gerund(reading, clause, reading.clauses[clause.parent], hedged)
    if clause.relation == "participle" and clause.parent is not None:
        above = reading.clauses[clause.parent].verb
        if above.modal or above.negated or above.lemma in words["wishing_verbs"]:
            return _NO_EVENT
    said = not words["said_hedges"].isdisjoint(lows[max(0, verb.first - _HEDGE_REACH) : verb.first])
    return Factuality("accomplished", hedged or said, present=verb.form in {"base", "s"})


def _of_whoever(reading: Reading, clause: Clause) -> bool:
    """ "threatened to kill any driver | who takes to the roads": nobody is told to have done so."""
    group = clause.antecedent if clause.relation == "relative" else None
    return group is not None and reading.lows[group.first] in reading.words["free_choice_words"]


def _unproved(reading: Reading, at: int) -> bool:
    """ "There is no evidence that | rebels burned the mill", "nothing to suggest that shots were fired"."""
    lows = reading.lows
    that = next((k for k in range(at - 1, max(-1, at - _THAT_REACH), -1) if lows[k] == "that"), None)
    if that is None:
        return False
    before = lows[max(0, that - _LOOK_BACK) : that]
    if "nothing" in before:
        return True
    no = before.index("no") if "no" in before else None
    return no is not None and not reading.words["proof_nouns"].isdisjoint(before[no:])


def _wished(reading: Reading, clause: Clause) -> bool:
    """ "demanded that the killers be arrested"."""
    verb, lows = clause.verb, reading.lows
    bare = lows[verb.first] == "be" and verb.passive and not verb.infinitive
    return bare and verb.first > 0 and lows[verb.first - 1] != "to"


def _habitual(reading: Reading, clause: Clause) -> bool:
    """ "officers often beat suspects", "fields that used to be shelled": no single event, unless it is dated."""
    verb, sentence = clause.verb, reading.sentence
    if reading.lows[verb.first : verb.first + 2] == ("used", "to"):
        return True
    still = "still" in verb.adverbs and verb.form == "s"  # "which still kills soldiers": to this day
    if not still and reading.words["habitual_words"].isdisjoint(verb.adverbs):
        return False
    alone = not any(c.verb.first < verb.first for c in reading.clauses)
    dates = (time for time in sentence.times if time.kind != "frequency")
    return not any(alone or time.start >= sentence.tokens[verb.head].end for time in dates)


def _presumed(reading: Reading, clause: Clause) -> bool:
    """ "up to 50 may have died": told as likely."""
    verb = clause.verb
    return verb.modal in reading.words["presuming_modals"] and not reading.words["have"].isdisjoint(
        reading.lows[verb.first : verb.head]
    )


def is_purpose(reading: Reading, clause: Clause) -> bool:
    """ "marched to protest", "blocked the road to demand": what was done for this purpose is done."""
    if clause.relation != "infinitive" or clause.parent is None:
        return False
    above = reading.clauses[clause.parent].verb
    return not (above.negated or above.modal or above.lemma in reading.words["verbs_intending"])


def _perfect(reading: Reading, clause: Clause) -> bool:
    """ "is said to have killed", "were reported killed": told of the past."""
    verb = clause.verb
    bare = verb.form in {"pp", "past"} and "to" not in reading.lows[verb.first : verb.head]
    return bare or not {"have", "be"}.isdisjoint(reading.lows[verb.first : verb.last])


def _governed(governor: str, words: Mapping[str, frozenset[str]], perfect: bool) -> Stage | None:
    if governor in words["verbs_doing"] or (governor in words["verbs_saying"] and perfect):
        return "accomplished"
    if governor in words["verbs_trying"]:
        return "attempted"
    if governor in words["verbs_threatening"]:
        return "threatened"
    return None


def _infinitive(reading: Reading, clause: Clause, hedged: bool) -> Factuality:
    words = reading.words
    before = reading.lows[clause.verb.first - 1] if clause.verb.first else ""
    if before in words["attempt_nouns"]:
        return Factuality("attempted")
    parent = reading.clauses[clause.parent] if clause.parent is not None else None
    if parent is None or clause.governor is None:
        return _NO_EVENT
    if parent.verb.lemma in words["foiling_verbs"]:
        return Factuality("attempted", hedged)
    if parent.verb.negated or parent.verb.modal:
        return _NO_EVENT
    stage = _governed(clause.governor, words, _perfect(reading, clause))
    if clause.governor in words["coming_verbs"]:
        return _NO_EVENT  # "they came to slaughter everyone": what for
    if stage == "accomplished" and clause.governor in words["verbs_saying"]:
        return Factuality("accomplished", hedged=True)
    return Factuality(stage, hedged)


def _gerund(reading: Reading, clause: Clause, parent: Clause, hedged: bool) -> Factuality:
    words, lemma, first = reading.words, parent.verb.lemma, clause.verb.first
    before = reading.lows[first - 1] if first else ""
    if before == "from" and _hindered(reading, parent):
        return Factuality("attempted", hedged)
    if before in {"without", "from", "to", "against", "about"} and lemma not in words["admitting_verbs"]:
        return _NO_EVENT
    if lemma in words["verbs_denying"]:
        return Factuality("accomplished", denied=True)
    if before == "for" and lemma in words["arresting_verbs"] and not _dated_behind(reading, clause):
        return _NO_EVENT  # "arrested two youths for throwing stones": why, and of no day of its own
    accused = not words["accusing_participles"].isdisjoint(reading.lows[max(0, first - _LOOK_BACK) : first])
    if lemma in words["accusing_verbs"] or accused:
        if _grounds(reading, parent) and not (len(reading.sentence.times) > 1 and _dated_behind(reading, clause)):
            return _NO_EVENT
        return Factuality("accomplished", hedged=True)
    if lemma in words["verbs_intending"] and before != "for":
        return _NO_EVENT
    return Factuality("accomplished", hedged)


def _hindered(reading: Reading, parent: Clause) -> bool:
    """ "guards prevented a man | from setting off a bomb": people kept others from what these were about to do."""
    verb = parent.verb
    if verb.lemma not in reading.words["hindering_verbs"] or verb.form not in {"past", "pp"}:
        return False
    if verb.negated or verb.modal or verb.infinitive or not parent.objects:
        return False
    return any(g.pronoun or not _GUARDING.isdisjoint(g.classes) for g in parent.subject)


def _grounds(reading: Reading, accusing: Clause) -> bool:
    """ "lynched two men | accused of stealing a child": why it befell them, and no incident of its own."""
    before = (c for c in reading.clauses if c.at < accusing.at and c.verb.lemma not in reading.words["arresting_verbs"])
    suffering = {id(g) for c in before for g in (c.subject if c.passive else c.objects)}
    return accusing.passive and any(id(g) in suffering for g in accusing.subject)


def _dated_behind(reading: Reading, clause: Clause) -> bool:
    return any(time.start >= reading.sentence.tokens[clause.verb.head].end for time in reading.sentence.times)


def _conditional(reading: Reading, clause: Clause) -> bool:
    """The clause stands behind "if", "unless" or "whether", or in "Had the rebels attacked"."""
    opening = reading.chunks[0].verb is not None and reading.lows[0] in reading.words["inverted_conditionals"]
    if opening and not any(c.verb is not None for c in reading.chunks[1 : clause.at]):
        return True
    for piece in reversed(reading.chunks[: clause.at]):
        if piece.kind == "VG":
            return False
        if piece.kind == "S":
            return reading.lows[piece.first] in reading.words["conditional_openers"]
    return False


def _under_condition(reading: Reading, clause: Clause) -> bool:
    """The clause, or one that it hangs on ("if some group succeeds in launching …"), stands behind "if"."""
    if _conditional(reading, clause):
        return True
    hangs = clause.relation in {"gerund", "infinitive", "participle"} and clause.parent is not None
    return hangs and clause.parent is not None and _under_condition(reading, reading.clauses[clause.parent])


def of_noun(reading: Reading, group: NounGroup, event_at: int) -> Factuality:
    """Factuality of an event noun: what stands before it in its group, what governs it, and the verb it belongs to."""
    words, lows = reading.words, reading.lows
    inside = lows[group.first : event_at]
    if group.prep == "without" or not {"no", "any", "without"}.isdisjoint(inside):
        return _NO_EVENT
    if not words["verbal_adjectives"].isdisjoint(inside):
        return _NO_EVENT  # "a scathing attack on the minister"
    attempted = not words["failed_words"].isdisjoint(inside) or {"would", "be"} <= set(inside)  # "a would-be bomber"
    if (
        not attempted
        and (words["purpose_words"] & set(inside)) - words["weak_purpose_words"]
        and not _foiled(reading, group)
    ):
        return _NO_EVENT
    behind = lows[max(0, group.first - _LOOK_BACK) : group.first]
    if any(pair in _RULED_OUT for pair in pairwise(behind)):
        return _NO_EVENT  # "ruled out an attack", "it is ten years since the siege"
    if (
        group.prep in {"of", "for", "about", "to", "against", "on", None}
        and (words["purpose_words"] & set(behind)) - words["weak_purpose_words_before"]
        and not _took_place(reading, group)
    ):
        return _NO_EVENT
    if behind and behind[-1] in words["habitual_words"] and not reading.sentence.times:
        return _NO_EVENT  # "extremists usually attack at dawn"
    if of_a_record(reading, group) or protested(reading, group):
        return _NO_EVENT
    if mere_charge(reading, group) or punished(reading, group):
        return _NO_EVENT
    if behind[-3:] and group.prep in {"for", "to"} and not words["revenge_words"].isdisjoint(behind[-3:]):
        return _NO_EVENT  # "in retaliation for the arrest of a local man": why another thing was done
    hedged = bool((words["hedge_words"] & set(inside)) - words["suspecting_words"])
    clause = _clause_of(reading, group)
    if clause is not None and (_under_condition(reading, clause) or _endured(reading, group, clause)):
        return _NO_EVENT
    if proved_nothing(reading, group):
        return _NO_EVENT
    if attempted or clause is None:
        return Factuality("attempted" if attempted else "accomplished", hedged)
    return _noun_in_clause(reading, group, clause, hedged)


def _foiled(reading: Reading, group: NounGroup) -> bool:
    """ "thwarted an imminent attack": it was under way."""
    foiling = reading.words["foiling_verbs"]
    return any(
        c.verb.lemma in foiling and not c.passive and any(o is group for o in c.objects) for c in reading.clauses
    )


def _endured(reading: Reading, group: NounGroup, clause: Clause) -> bool:
    """ "residents living under bombardment": how they live, and no single event."""
    return group.prep == "under" and clause.verb.lemma in reading.words["enduring_verbs"]


def _took_place(reading: Reading, group: NounGroup) -> bool:
    """ "the attacks that took place in May": told as a fact, whatever stands before it."""
    return any(
        clause.relation == "relative"
        and any(subject is group for subject in clause.subject)
        and not clause.verb.modal
        and not clause.verb.negated
        and clause.verb.form in {"past", "pp"}
        for clause in reading.clauses
    )


def _noun_in_clause(reading: Reading, group: NounGroup, clause: Clause, hedged: bool) -> Factuality:
    words, verb, lemma = reading.words, clause.verb, clause.verb.lemma
    subject = any(s is group for s in clause.subject)
    definite = reading.lows[group.first] in words["specific_determiners"] or group.possessor_end is not None
    if _stays_a_fact(words, clause, subject, definite):
        return Factuality("accomplished", hedged)
    governs = any(o is group for o in clause.objects) or (clause.passive and subject)
    if governs and lemma in words["foiling_verbs"]:
        return Factuality("attempted", hedged)
    for governor in verb.governors if governs else ():
        stage = _governed(governor, words, perfect=False)
        if stage != "accomplished":
            return Factuality(stage, hedged)  # "attempting to detonate a bomb"
    if governs and lemma in words["verbs_denying"] and lemma not in words["rejecting_verbs"]:
        return Factuality("accomplished", hedged, denied=True)  # who rejects a murder condemns it
    if governs and lemma in words["verbs_threatening"] and not verb.negated:
        return Factuality("threatened" if lemma in words["vowing_verbs"] else None)
    if governs and lemma in words["plotting_verbs"]:
        return Factuality("attempted", hedged) if definite or group.complement is not None else _NO_EVENT
    aimed = clause.passive and subject and lemma in words["aiming_verbs"]
    if governs and lemma in words["verbs_intending"] and not aimed:
        return _NO_EVENT
    if (governs or subject) and (verb.negated or verb.modal):
        return _NO_EVENT
    if subject and lemma in words["verbs_trending"] and reading.lows[group.head].endswith("s"):
        return _NO_EVENT  # "kidnappings went down"
    if governs and "still" in verb.adverbs and verb.form in {"base", "s"} and not definite:
        return _NO_EVENT  # "but still carries out bombings there"
    bare = group.first == group.head and group.quantity is None
    if subject and bare and lemma == "be" and verb.form in {"base", "s"}:
        return _NO_EVENT  # "Kidnapping is a business"
    if governs and verb.infinitive and clause.governor not in words["verbs_doing"]:
        return Factuality("attempted") if clause.governor in words["verbs_trying"] else _NO_EVENT
    if lemma in words["warning_verbs"] and group.prep in {"of", "about", "against", "over"} and not definite:
        return _NO_EVENT  # "warned citizens of attacks on beaches"
    planned = lemma in words["verbs_intending"] or lemma in words["bracing_verbs"]
    if planned and group.prep in {"for", "about", "against", "to"}:
        return _NO_EVENT
    return Factuality("accomplished", hedged)


def _stays_a_fact(words: Mapping[str, frozenset[str]], clause: Clause, subject: bool, definite: bool) -> bool:
    """ "will investigate the murder of a priest", "the attack did not cause any damage", "the blast may hurt trade"."""
    verb = clause.verb
    if subject and not clause.passive:
        outcome = verb.negated and not verb.modal and verb.lemma in words["outcome_verbs"]
        return outcome or (definite and bool(verb.modal) and verb.lemma not in words["verbs_happening"])
    return definite and verb.lemma in words["factive_verbs"]


def _clause_of(reading: Reading, group: NounGroup) -> Clause | None:
    """The clause that the group is subject, object or prepositional group of; the nearest before it otherwise."""
    for clause in reading.clauses:
        if any(g is group for g in (*clause.subject, *clause.objects)):
            return clause
    for clause in reversed(reading.clauses):
        if any(g is group for g in clause.preps):
            return clause
    return None
