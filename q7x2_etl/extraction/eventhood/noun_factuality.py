"""Did it happen? Stage and hedging of an event noun: what stands before it, what governs it, the verb it belongs to."""

from collections.abc import Mapping
from itertools import pairwise

from q7x2_etl.extraction.eventhood.crimes_named import (
    heard_in_court,
    mere_charge,
    of_a_record,
    of_a_trial,
    protested,
    punished,
)
from q7x2_etl.extraction.eventhood.factuality import (
    LOOK_BACK,
    NO_EVENT,
    Factuality,
    again_and_again,
    governed,
    perfect_told,
    under_condition,
)
from q7x2_etl.extraction.eventhood.hoaxes import proved_nothing
from q7x2_etl.extraction.eventhood.words_only import attacked_with_words, kind_of_deed, likened, shown_in_court, sought
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import NounGroup

_REVENGE = 3  # tokens before an event in which the word of revenge stands


def of_noun(reading: Reading, group: NounGroup, event_at: int) -> Factuality:
    """Factuality of an event noun: what stands before it in its group, what governs it, and the verb it belongs to."""
    words, lows = reading.words, reading.lows
    inside = lows[group.first : event_at]
    if group.prep in {"without", "like"} or not {"no", "any", "without"}.isdisjoint(inside):
        return NO_EVENT
    if not words["verbal_adjectives"].isdisjoint(inside):
        return NO_EVENT  # "a scathing attack on the minister"
    attempted = not words["failed_words"].isdisjoint(inside) or {"would", "be"} <= set(inside)  # "a would-be bomber"
    if (
        not attempted
        and (words["purpose_words"] & set(inside)) - words["weak_purpose_words"]
        and not _foiled(reading, group)
    ):
        return NO_EVENT
    behind = lows[max(0, group.first - LOOK_BACK) : group.first]
    if any(" ".join(pair) in words["phrases_before_no_event"] for pair in pairwise(behind)):
        return NO_EVENT  # "ruled out an attack", "it is ten years since the siege"
    if (
        group.prep in {"of", "for", "about", "to", "against", "on", None}
        and (words["purpose_words"] & set(behind)) - words["weak_purpose_words_before"]
        and not _took_place(reading, group)
    ):
        return NO_EVENT
    if behind[-2:] == ("out", "of"):
        return NO_EVENT  # "has stayed out of the fighting"
    if group.prep == "from" and not words["returning_words"].isdisjoint(behind):
        return NO_EVENT  # "soldiers returning from a search operation": where they had been
    if behind and behind[-1] in words["habitual_words"] and not reading.sentence.times:
        return NO_EVENT  # "extremists usually attack at dawn"
    if again_and_again(reading, inside):
        return NO_EVENT
    if of_a_record(reading, group) or of_a_trial(reading, group) or protested(reading, group):
        return NO_EVENT
    if mere_charge(reading, group) or punished(reading, group) or heard_in_court(reading, group):
        return NO_EVENT
    if sought(reading, group) or kind_of_deed(reading, group) or shown_in_court(reading, group):
        return NO_EVENT
    if is_avenged(reading, group) and not _dated_behind(reading, group):
        return NO_EVENT  # "in retaliation for the arrest of a local man": why another thing was done
    if _compared(reading, group) or _counted_up(reading, group):
        return NO_EVENT
    if behind[-1:] == ("or",) and _might(reading, group):
        return NO_EVENT  # "raids, or the killing of a rebel, could derail the talks"
    hedged = bool((words["hedge_words"] & set(inside)) - words["suspecting_words"])
    clause = _clause_of(reading, group)
    if clause is not None and (under_condition(reading, clause) or _endured(reading, group, clause)):
        return NO_EVENT
    if clause is not None and (attacked_with_words(reading, group, clause) or likened(reading, group, clause)):
        return NO_EVENT
    if clause is not None and clause.verb.form == "ing" and clause.verb.lemma in words["covering_verbs"]:
        return NO_EVENT  # "was beaten while covering a protest": what they were there for
    if proved_nothing(reading, group):
        return NO_EVENT
    if attempted or clause is None:
        return Factuality("attempted" if attempted else "accomplished", hedged)
    return _noun_in_clause(reading, group, clause, hedged)


def is_avenged(reading: Reading, group: NounGroup) -> bool:
    """ "in response to | the killing of three officers": what another deed answers."""
    behind = reading.lows[max(0, group.first - _REVENGE) : group.first]
    return group.prep in {"for", "to"} and not reading.words["revenge_words"].isdisjoint(behind)


def _dated_behind(reading: Reading, group: NounGroup) -> bool:
    """ "… the killing of three officers in Homs on 3 May": told with a day of its own, in its own clause."""
    sentence = reading.sentence
    verb = next((c.first for c in reading.chunks if c.verb is not None and c.first >= group.last), len(reading.lows))
    start, end = sentence.tokens[group.first].start, sentence.tokens[verb - 1].end
    return any(start < t.start < end and t.kind == "point" and t.precision == "day" for t in sentence.times)


def _compared(reading: Reading, group: NounGroup) -> bool:
    """ "It was the first bombing in Ankara since March 2016": told before, and on no day of that year."""
    lows = reading.lows
    first = (
        lows[0] in reading.words["pointing_pronouns"]
        and lows[group.first] == "the"
        and "first" in lows[group.first : group.head]
    )
    return first and "since" in lows[group.last :]


def _counted_up(reading: Reading, group: NounGroup) -> bool:
    """ "Shootings in Brussels, though, | rose | to 89": how many there were."""
    if group.prep is not None or not reading.lows[group.head].endswith("s") or group.quantity is not None:
        return False
    verb = next((c.verb for c in reading.chunks if c.verb is not None and c.first >= group.last), None)
    if verb is None or verb.lemma not in reading.words["verbs_trending"] or verb.passive:
        return False
    return reading.lows[verb.last : verb.last + 1] in {("to",), ("by",), ("from",)}


def _might(reading: Reading, group: NounGroup) -> bool:
    """The next verb behind the group has a modal."""
    verb = next((c.verb for c in reading.chunks if c.verb is not None and c.first >= group.last), None)
    return verb is not None and verb.modal is not None


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
    if governs and lemma in words["ruling_verbs"]:
        return NO_EVENT  # "the court quashed the detention of two men"
    if governs and lemma in words["foiling_verbs"]:
        return Factuality("attempted", hedged)
    for governor in verb.governors if governs else ():
        stage = governed(governor, words, perfect_told(reading, clause))
        if stage != "accomplished":
            return Factuality(stage, hedged)  # "attempting to detonate a bomb"
    if governs and lemma in words["verbs_denying"] and lemma not in words["rejecting_verbs"]:
        return Factuality("accomplished", hedged, denied=True)  # who rejects a murder condemns it
    if governs and lemma in words["verbs_threatening"] and not verb.negated:
        return Factuality("threatened" if lemma in words["vowing_verbs"] else None)
    if governs and lemma in words["plotting_verbs"]:
        return Factuality("attempted", hedged) if definite or group.complement is not None else NO_EVENT
    aimed = clause.passive and subject and lemma in words["aiming_verbs"]
    if governs and lemma in words["verbs_intending"] and not aimed:
        return NO_EVENT
    if (governs or subject) and (verb.negated or verb.modal):
        return NO_EVENT
    if subject and lemma in words["verbs_trending"] and reading.lows[group.head].endswith("s"):
        return NO_EVENT  # "kidnappings went down"
    if governs and "still" in verb.adverbs and verb.form in {"base", "s"} and not definite:
        return NO_EVENT  # "but still carries out bombings there"
    bare = group.first == group.head and group.quantity is None
    if subject and bare and lemma == "be" and verb.form in {"base", "s"}:
        return NO_EVENT  # "Kidnapping is a business"
    supposed = bool(verb.governors) and verb.governors[-1] in words["verbs_saying"] and perfect_told(reading, clause)
    if supposed and governs:
        return Factuality("accomplished", hedged)  # "believed to have been carried out by rebels"
    if governs and verb.infinitive and clause.governor not in words["verbs_doing"]:
        return Factuality("attempted") if clause.governor in words["verbs_trying"] else NO_EVENT
    if lemma in words["warning_verbs"] and group.prep in {"of", "about", "against", "over"} and not definite:
        return NO_EVENT  # "warned citizens of attacks on beaches"
    planned = lemma in words["verbs_intending"] or lemma in words["bracing_verbs"]
    if planned and group.prep in {"for", "about", "against", "to"}:
        return NO_EVENT
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
