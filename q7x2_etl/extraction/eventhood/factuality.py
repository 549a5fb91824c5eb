"""Did it happen? Stage and hedging of a verb trigger from its verb group, its governors and the words around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from q7x2_etl.extraction.eventhood.words_only import anybody, of_such_people
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.times.finding import TimeMention
from q7x2_etl.model import Stage

LOOK_BACK = 4  # tokens
_HEDGE_REACH = 6
_DURING = frozenset({"under", "during", "in", "since"})
_THAT_REACH = 9


@dataclass(frozen=True, slots=True)
class Factuality:
    """`stage` is None where no event is told (negated, feared, planned, habitual)."""

    stage: Stage | None
    hedged: bool = False
    denied: bool = False
    present: bool = False


NO_EVENT = Factuality(None)
_GUARDING = frozenset({"person", "armed", "state", "force", "actor", "civilian", "title"})
_AT_ONCE = frozenset({"at", "than", "all"})
_ALMOST = frozenset({"almost", "nearly"})
_INSTEAD = frozenset({("rather", "than"), ("instead", "of")})  # "blew themselves up rather than be captured"


def of_verb(reading: Reading, clause: Clause) -> Factuality:
    """Factuality of a verb trigger."""
    verb, words, lows = clause.verb, reading.words, reading.lows
    if verb.negated and not verb.modal and _failed_to_go_off(reading, clause):
        return Factuality("attempted")
    if verb.negated or (verb.modal and not _presumed(reading, clause)) or under_condition(reading, clause):
        return NO_EVENT
    if any(g.quantity is None and lows[g.first] in words["negative_nominals"] for g in clause.subject):
        return NO_EVENT  # "nobody was detained", "no soldier was killed"
    if not _ALMOST.isdisjoint(lows[max(0, verb.first - 1) : verb.head]):
        return NO_EVENT  # "almost beheading a woman"
    if _nth_of_them(reading, clause) or _under_measure(reading, clause):
        return NO_EVENT
    if _unproved(reading, clause.verb.first) or _of_whoever(reading, clause) or _wished(reading, clause):
        return NO_EVENT
    if of_such_people(reading, clause) or _came_to(reading, clause):
        return NO_EVENT
    if (
        _habitual(reading, clause)
        or _campaign(reading, clause)
        or lows[max(0, verb.first - 2) : verb.first] in _INSTEAD
    ):
        return NO_EVENT
    # "allegedly attacked", not "suspected rebels attacked" or "hit suspected smugglers"
    hedged = bool(verb.modal) or not words["hedge_adverbs"].isdisjoint(lows[max(0, verb.first - 2) : verb.last + 1])
    for governor in verb.governors:
        if verb.form == "ing" and governor in words["verbs_denying"]:
            return _denied(reading, clause)  # "denied killing"
        if verb.form == "ing" and governor in words["verbs_saying"] | words["admitting_verbs"]:
            continue  # "reported killing", "admitted killing"
        if verb.passive and governor in words["leaving_verbs"] and "to" not in lows[verb.first : verb.head]:
            continue  # "were left wounded"
        stage = governed(governor, words, perfect_told(reading, clause))
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
            return NO_EVENT
    if _way_of_life(reading, clause) or _denied_habit(reading, clause):
        return NO_EVENT
    said = not words["said_hedges"].isdisjoint(lows[max(0, verb.first - _HEDGE_REACH) : verb.first])
    return Factuality("accomplished", hedged or said, present=verb.form in {"base", "s"})


def _came_to(reading: Reading, clause: Clause) -> bool:
    """ "officers who came to arrest him": what for; but "came to control the valley" is told as done."""
    verb, words = clause.verb, reading.words
    if not (verb.infinitive and verb.governors) or verb.governors[-1] not in words["coming_verbs"]:
        return False
    return verb.lemma not in words["verbs_of_having"] and not (verb.passive or verb.modal)


def _under_measure(reading: Reading, clause: Clause) -> bool:
    """ "a state of emergency | under which 60,000 people have been arrested": the sum of a policy's years."""
    lows, at = reading.lows, clause.verb.first
    which = next((i for i in range(at - 1, max(1, at - _THAT_REACH), -1) if lows[i] == "which"), None)
    if which is None or not {"have", "has"} & set(lows[at : clause.verb.head]) or lows[which - 1] not in _DURING:
        return False
    return not reading.words["lasting_measures"].isdisjoint(lows[max(0, which - _THAT_REACH) : which])


def _nth_of_them(reading: Reading, clause: Clause) -> bool:
    """ "he was the third candidate | murdered this year": how many there were, and no other event."""
    group = clause.subject[0] if clause.reduced and len(clause.subject) == 1 else None
    if group is None or not group.first or reading.words["ordinals"].isdisjoint(reading.lows[group.first : group.head]):
        return False
    before = next((c.verb for c in reversed(reading.chunks) if c.verb is not None and c.last <= group.first), None)
    return before is not None and before.lemma in reading.words["counting_verbs"]


def _failed_to_go_off(reading: Reading, clause: Clause) -> bool:
    """ "a grenade was thrown but did not explode": the attempt failed."""
    verb = clause.verb
    phrase = " ".join((verb.lemma, *reading.lows[verb.head + 1 : verb.head + 2]))
    goes_off = not reading.words["exploding_verbs"].isdisjoint({verb.lemma, phrase})
    return goes_off and any(g.classes & {"explosive", "projectile"} for g in clause.subject)


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
    before = lows[max(0, that - LOOK_BACK) : that]
    if "nothing" in before:
        return True
    no = before.index("no") if "no" in before else None
    return no is not None and not reading.words["proof_nouns"].isdisjoint(before[no:])


def _wished(reading: Reading, clause: Clause) -> bool:
    """ "demanded that the killers be arrested"."""
    verb, lows = clause.verb, reading.lows
    bare = lows[verb.first] == "be" and verb.passive and not verb.infinitive
    return bare and verb.first > 0 and lows[verb.first - 1] != "to"


def again_and_again(reading: Reading, inside: Sequence[str]) -> bool:
    """ "under regular attack", "near-daily shelling": what goes on, and no single event, unless a day is told."""
    recurs = not reading.words["recurring_words"].isdisjoint(inside)
    return recurs and not any(t.precision == "day" and t.kind in {"point", "interval"} for t in reading.sentence.times)


def _habitual(reading: Reading, clause: Clause) -> bool:
    """ "officers often beat suspects", "fields that used to be shelled", "once beheaded marines": no dated event."""
    verb, sentence = clause.verb, reading.sentence
    if reading.lows[verb.first : verb.first + 2] == ("used", "to"):
        return True
    if reading.lows[verb.last : verb.last + 1] == ("under",) and again_and_again(
        reading, reading.lows[verb.last :][:3]
    ):
        return True  # "has come under regular attack"
    if _every_so_often(reading, clause):
        return True
    still = "still" in verb.adverbs and verb.form == "s"  # "which still kills soldiers": to this day
    parent = reading.clauses[clause.parent] if clause.relation == "conjunct" and clause.parent is not None else clause
    if any(c.verb.form in {"past", "pp"} and _once(reading, c.verb.first, c.verb.head) for c in (clause, parent)):
        return True
    if not still and reading.words["habitual_words"].isdisjoint(verb.adverbs):
        return False
    alone = not any(c.verb.first < verb.first for c in reading.clauses)
    dates = (time for time in sentence.times if time.kind != "frequency")
    return not any(alone or time.start >= sentence.tokens[verb.head].end for time in dates)


def _once(reading: Reading, first: int, head: int) -> bool:
    """ "The rebels | once | beheaded marines", "was | once | bombed": long ago; not "more than once"."""
    lows = reading.lows
    at = next((i for i in range(max(1, first - 1), head) if lows[i] == "once"), None)
    return at is not None and lows[at - 1] not in _AT_ONCE


def _every_so_often(reading: Reading, clause: Clause) -> bool:
    """ "A woman is murdered every ten minutes"."""
    verb = clause.verb
    now = verb.form in {"base", "s"} or (verb.passive and reading.lows[verb.first] in {"is", "are"})
    lows, units = reading.lows, reading.words["time_units"]
    each = (k for k in range(verb.last, len(lows)) if lows[k] == "every")
    return now and any(not units.isdisjoint(lows[k + 1 : k + 4]) for k in each)


def _way_of_life(reading: Reading, clause: Clause) -> bool:
    """ "in Niger State, where armed gangs hold people for ransom": what they do all the time."""
    if clause.relation != "relative" and not _behind_where(reading, clause):
        return False
    verb = clause.verb
    present = verb.form in {"base", "s"} and not (verb.passive or verb.infinitive or verb.modal)
    counted = any(g.quantity is not None or g.named for g in clause.objects)
    dated = any(t.start >= reading.sentence.tokens[verb.head].end for t in reading.sentence.times)
    return (
        present
        and bool(clause.objects)
        and not (counted or dated)
        and all(anybody(reading.sentence, g) for g in clause.objects)
    )


def _denied_habit(reading: Reading, clause: Clause) -> bool:
    """ "denies that it targets civilians": what somebody is said to do all the time."""
    verb = clause.verb
    if verb.form not in {"base", "s"} or verb.passive or not clause.objects:
        return False
    before = next((c.verb for c in reversed(reading.clauses) if c.verb.first < verb.first), None)
    denied = before is not None and before.lemma in reading.words["verbs_denying"]
    return denied and all(anybody(reading.sentence, g) for g in clause.objects)


def _behind_where(reading: Reading, clause: Clause) -> bool:
    for piece in reversed(reading.chunks[: clause.at]):
        if piece.verb is not None and not piece.verb.bare_participle:
            return False
        if piece.kind in {"R", "S"}:
            return reading.lows[piece.first] in {"where", "which", "who", "that"}
    return False


def _campaign(reading: Reading, clause: Clause) -> bool:
    """ "has been fighting jihadists since 2015", "has battled rebels for years": no single event."""
    verb, lows = clause.verb, reading.lows
    group = lows[verb.first : verb.last]
    if reading.words["have"].isdisjoint(group) or not (verb.form == "ing" or "long" in group):
        return False
    return any(
        _of_years(t, reading) for t in reading.sentence.times if t.start >= reading.sentence.tokens[verb.head].end
    )


def _of_years(time: TimeMention, reading: Reading) -> bool:
    if time.kind == "since":
        return time.precision not in {"day", "week"}
    inside = {t.low for t in reading.sentence.tokens if time.start <= t.start < time.end}
    return time.kind == "duration" and not reading.words["long_units"].isdisjoint(inside)


def _presumed(reading: Reading, clause: Clause) -> bool:
    """ "up to 50 may have died": told as likely."""
    verb = clause.verb
    return verb.modal in reading.words["presuming_modals"] and not reading.words["have"].isdisjoint(
        reading.lows[verb.first : verb.head]
    )


def is_purpose(reading: Reading, clause: Clause) -> bool:
    """ "marched to protest", "blocked the road to demand": what was done for this purpose is done."""
    verb, words = clause.verb, reading.words
    if verb.governors and clause.relation != "infinitive":
        idle = words["verbs_intending"] | words["verbs_trying"] | words["verbs_threatening"] | words["foiling_verbs"]
        return not (verb.negated or verb.modal or verb.governors[-1] in idle)
    if clause.relation != "infinitive" or clause.parent is None:
        return False
    above = reading.clauses[clause.parent].verb
    return not (above.negated or above.modal or above.lemma in reading.words["verbs_intending"])


def perfect_told(reading: Reading, clause: Clause) -> bool:
    """ "is said to have killed", "were reported killed": told of the past."""
    verb = clause.verb
    bare = verb.form in {"pp", "past"} and "to" not in reading.lows[verb.first : verb.head]
    return bare or not {"have", "be"}.isdisjoint(reading.lows[verb.first : verb.last])


def governed(governor: str, words: Mapping[str, frozenset[str]], perfect: bool) -> Stage | None:
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
    if before == "only" or reading.lows[clause.verb.first] == "only":
        return Factuality("accomplished", hedged)  # "fled to the hills, only to be caught"
    parent = reading.clauses[clause.parent] if clause.parent is not None else None
    if parent is None or clause.governor is None:
        return NO_EVENT
    if parent.verb.lemma in words["foiling_verbs"]:
        return Factuality("attempted", hedged)
    if parent.verb.negated or parent.verb.modal:
        return NO_EVENT
    stage = governed(clause.governor, words, perfect_told(reading, clause))
    if clause.governor in words["coming_verbs"]:
        return NO_EVENT  # "they came to slaughter everyone": what for
    if stage == "accomplished" and clause.governor in words["verbs_saying"]:
        return Factuality("accomplished", hedged=True)
    return Factuality(stage, hedged)


def _gerund(reading: Reading, clause: Clause, parent: Clause, hedged: bool) -> Factuality:
    words, lemma, first = reading.words, parent.verb.lemma, clause.verb.first
    before = reading.lows[first - 1] if first else ""
    if before == "from" and _hindered(reading, parent):
        return Factuality("attempted", hedged)
    if before == "of" and "within" in reading.lows[max(0, first - LOOK_BACK - 1) : first]:
        return NO_EVENT  # "came within hours of catching him"
    if before in {"without", "from", "to", "against", "about"} and lemma not in words["admitting_verbs"]:
        return NO_EVENT
    if lemma in words["verbs_denying"]:
        return _denied(reading, clause)
    if before == "for" and lemma in words["arresting_verbs"] and not _dated_behind(reading, clause):
        return NO_EVENT  # "arrested two youths for throwing stones": why, and of no day of its own
    accused = not words["accusing_participles"].isdisjoint(reading.lows[max(0, first - LOOK_BACK) : first])
    if lemma in words["accusing_verbs"] or accused:
        if _practice(reading, clause):
            return NO_EVENT
        if _grounds(reading, parent) and not (len(reading.sentence.times) > 1 and _dated_behind(reading, clause)):
            return NO_EVENT
        return Factuality("accomplished", hedged=True)
    if lemma in words["verbs_intending"] and before not in {"for", "by"}:  # "averted a tragedy by defusing a bomb"
        return NO_EVENT
    return Factuality("accomplished", hedged)


def _denied(reading: Reading, clause: Clause) -> Factuality:
    """ "denied shelling Zhelobok"; but "denies firing on residential areas" is said of whatever was told."""
    harmed = [g for g in (*clause.objects, *clause.preps) if g.first > clause.verb.first]
    nobody_known = bool(harmed) and all(anybody(reading.sentence, g) for g in harmed)
    return NO_EVENT if nobody_known and not reading.sentence.times else Factuality("accomplished", denied=True)


def _hindered(reading: Reading, parent: Clause) -> bool:
    """ "guards prevented a man | from setting off a bomb": people kept others from what these were about to do."""
    verb = parent.verb
    if verb.lemma not in reading.words["hindering_verbs"] or verb.form not in {"past", "pp"}:
        return False
    if verb.negated or verb.modal or verb.infinitive or not parent.objects:
        return False
    return any(g.pronoun or not _GUARDING.isdisjoint(g.classes) for g in parent.subject)


def _practice(reading: Reading, clause: Clause) -> bool:
    """ "accuses both sides of destroying hospitals": what they are said to do, of no time or place."""
    sentence = reading.sentence
    everywhere = bool(clause.objects) and all(anybody(reading.sentence, g) for g in clause.objects)
    return everywhere and not (sentence.times or any(g.places for g in clause.preps))


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
        if piece.verb is not None and not piece.verb.bare_participle:
            return False  # but "if the two, identified as …, had a hand in the raid"
        if piece.kind == "S":
            return reading.lows[piece.first] in reading.words["conditional_openers"]
    return False


def under_condition(reading: Reading, clause: Clause) -> bool:
    """The clause, or one that it hangs on ("if some group succeeds in launching …"), stands behind "if"."""
    if _conditional(reading, clause):
        return True
    before = [c for c in reading.clauses if c.at < clause.at] if clause.verb.form == "base" else []
    made = [c for c in before if any(o is s for o in c.objects for s in clause.subject)]
    if made:
        return under_condition(reading, made[-1])  # "if they think of making | Afghans | surrender"
    hangs = clause.relation in {"gerund", "infinitive", "participle"} and clause.parent is not None
    return hangs and clause.parent is not None and under_condition(reading, reading.clauses[clause.parent])
