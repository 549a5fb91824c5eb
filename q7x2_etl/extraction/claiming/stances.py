"""How one clause stands to what happened: the speaker did it, did not, disputes how it was, or just says so."""

from collections.abc import Iterator, Sequence, Set

from q7x2_etl.extraction.claiming.accusations import blamed, suspected
from q7x2_etl.extraction.claiming.own_deeds import avowed_deed, own_deed
from q7x2_etl.extraction.claiming.sayings import POINTERS, Said, is_deed, leading_verb, window_of
from q7x2_etl.extraction.claiming.speakers import agents_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import NounGroup

_BEING = frozenset({"be", "been", "being", "is", "are", "was", "were", "'s"})
_BE_REACH = 4  # tokens before a word of falsity
_ING = frozenset({"being", "having"})
_PAST_REACH = 6  # tokens
_NEXT = 3  # clauses behind the verb in which the blamed one stands


def said(reading: Reading, clause: Clause, index: int) -> Said | None:
    """What the clause says of an incident; None where it says nothing. `index` is the clause's number."""
    verb = clause.verb
    if (
        verb.modal
        or _of_the_past(reading, clause)
        or not reading.words["refraining_verbs"].isdisjoint((clause.governor or "", *verb.governors))
    ):
        return None
    for read in (_responsibility, _denial, _rejection, _label, _issued, _counter):
        found = read(reading, clause)
        if found is not None:
            return None if verb.negated else found
    if verb.negated:
        return None
    deed = own_deed(reading, clause, index)
    if deed is not None:
        return deed
    return _assertion(reading, clause)


def _of_the_past(reading: Reading, clause: Clause) -> bool:
    """ "has in the past denied targeting civilians", "has claimed such attacks before": of other incidents."""
    before = reading.lows[max(0, clause.verb.head - _PAST_REACH) : clause.verb.head]
    if reading.words["have"].isdisjoint(before):
        return False
    told = " ".join((*before, *reading.lows[clause.verb.last : clause.verb.last + 1]))
    return "in the past" in told or "previously" in told


def _responsibility(reading: Reading, clause: Clause) -> Said | None:
    """ "claimed responsibility", "responsibility was claimed by", "claimed the attack", "admitted planting it"."""
    words, verb, lows = reading.words, clause.verb, reading.lows
    passive = bool(agents_of(clause))
    own = [lows[g.head] for g in clause.subject] if passive else window_of(reading, clause)[:5]
    if verb.lemma in words["responsibility_verbs"] and not words["responsibility_nouns"].isdisjoint(own):
        return Said("claims_responsibility", "actors") if _for_an_event(reading, clause) else None
    if verb.lemma != leading_verb(reading, clause) in words["avowing_verbs"]:
        return avowed_deed(reading, clause)
    if verb.lemma not in words["avowing_verbs"]:
        return None
    objects = clause.subject if passive else clause.objects
    if any(g.classes & {"event", "weapon"} if passive else "event" in g.classes for g in objects):
        return Said("claims_responsibility", "actors")
    if any(is_deed(reading, g) for g in objects):
        return Said("claims_responsibility", "actors")  # "the action was claimed by …"
    if passive and any(lows[g.head] in POINTERS for g in objects):
        ends = all(c.kind not in {"R", "S"} for c in reading.chunks[clause.at + 1 : clause.at + 4])
        return Said("claims_responsibility", "actors") if ends else None  # not "it was claimed by X that"
    if verb.lemma != "claim" and any(p.prep in {"to", "of"} and "event" in p.classes for p in clause.preps):
        return Said("claims_responsibility", "actors")
    if passive or not objects:
        return None
    behind = clause.at + 2
    ends = behind >= len(reading.chunks) or reading.chunks[behind].kind in {".", ",", "C", "I", "T", "B"}
    if objects[0].pronoun and lows[objects[0].head] in POINTERS and ends:
        return Said("claims_responsibility", "actors")
    return None


def _for_an_event(reading: Reading, clause: Clause) -> bool:
    """Not "took responsibility for the port": what it is taken for is an event, a pronoun, or not said."""
    if clause.verb.lemma in {"claim", "admit"}:
        return True
    behind = [p for p in clause.preps if p.prep == "for" and p.first > clause.verb.last]
    return not behind or behind[0].pronoun or bool(behind[0].classes & {"event", "weapon", "explosive", "projectile"})


def _denial(reading: Reading, clause: Clause) -> Said | None:
    """ "denied any part in it", "distanced itself from the attack"."""
    words, lemma = reading.words, leading_verb(reading, clause)
    window = window_of(reading, clause)
    own_group = any("armed_group" in g.classes and "actor" in g.classes for g in clause.objects)
    if lemma in words["distancing_verbs"] and (own_group or not words["reflexives"].isdisjoint(window[:3])):
        return Said("denies", "actors")  # "distanced the ELN from it"
    if lemma not in words["verbs_denying"] or lemma in words["rejecting_verbs"]:
        return None
    refused = [g for g in clause.objects if reading.lows[g.head] in words["refusable_nouns"]]
    if refused:
        return None
    whole = words["accusation_nouns"] - words["own_part_nouns"]
    own = any("event" not in g.classes and not g.pronoun and reading.lows[g.head] not in whole for g in clause.objects)
    own = own or "anything" in window[:2] or _of_doing(reading, clause, lemma)
    return Said("denies", "actors" if own else None)


def _of_doing(reading: Reading, clause: Clause, lemma: str) -> bool:
    """ "denied | attacking it", "denied | being involved", "denied | having fired"."""
    verb = clause.verb
    return lemma != verb.lemma and (verb.form == "ing" or not _ING.isdisjoint(reading.lows[verb.first : verb.last]))


def _rejection(reading: Reading, clause: Clause) -> Said | None:
    """ "rejected the charge", "disputed the toll", "a figure that the army dismissed"."""
    words, lemma = reading.words, clause.verb.lemma
    if lemma not in words["rejecting_verbs"]:
        return None
    return _of_account(reading, clause, lemma in words["mere_account_verbs"])


def _of_account(reading: Reading, clause: Clause, strict: bool) -> Said | None:
    """Denial of an accusation or dispute of an account, by the noun that is rejected."""
    words, lemma = reading.words, clause.verb.lemma
    for low in _rejected(reading, clause):
        if low in words["account_nouns"]:
            return Said("disputes", "casualties" if low in words["figure_nouns"] else None)
        if low in words["accusation_nouns"] and not strict:
            return Said("disputes" if lemma in words["disputing_verbs"] else "denies")
        if low in POINTERS and not strict:
            return Said("disputes" if lemma in words["disputing_verbs"] else "denies")
    return Said("disputes") if lemma in words["contradicting_verbs"] else None


def _rejected(reading: Reading, clause: Clause) -> Iterator[str]:
    """The head of what is rejected: the object, the passive's subject, or the noun that the clause belongs to."""
    lows, chunks = reading.lows, reading.chunks
    if agents_of(clause):
        yield from (lows[g.head] for g in clause.subject)
        return
    for group in clause.objects:
        yield lows[group.head]
        if group.complement is not None:
            yield lows[group.complement.head]
    yield from window_of(reading, clause)[:1]
    if clause.subject:
        first = next((k for k, c in enumerate(chunks) if clause.subject and c.noun is clause.subject[0]), 0)
        for k in range(first - 1, max(-1, first - 3), -1):
            noun = chunks[k].noun
            if noun is not None:
                yield lows[noun.head]
                return
            if chunks[k].kind not in {"R", ","}:
                return


def _label(reading: Reading, clause: Clause) -> Said | None:
    """ "called the reports fake news", "said the claim was false", "a charge that police termed baseless"."""
    words, lemma = reading.words, clause.verb.lemma
    if lemma not in words["labelling_verbs"] or words["falsity_words"].isdisjoint(window_of(reading, clause)):
        return None
    if lemma == "say" and not _said_to_be(window_of(reading, clause), words["falsity_words"]):
        return None  # "said that the attackers, dressed in fake uniforms, fled"
    found = _of_account(reading, clause, False)
    return found if found is not None or lemma == "say" or not clause.objects else None


def _said_to_be(window: Sequence[str], falsity: Set[str]) -> bool:
    """ "was false", "were not only misleading": one of these words behind a form of "be"."""
    at = next((i for i, low in enumerate(window) if low in falsity), 0)
    return not _BEING.isdisjoint(window[max(0, at - _BE_REACH) : at])


def _issued(reading: Reading, clause: Clause) -> Said | None:
    """ "issued a claim of responsibility", "put out a denial", "washed its hands of the attack"."""
    words, lows = reading.words, reading.lows
    if clause.verb.lemma == "wash" and "hands" in window_of(reading, clause)[:3]:
        return Said("denies", "actors")
    if clause.verb.lemma not in words["issuing_verbs"]:
        return None
    for group in clause.subject if clause.passive else clause.objects:
        if lows[group.first] == "no":
            return None
        if lows[group.head] in words["denial_nouns"]:
            return Said("denies", "actors")
        if lows[group.head] in words["claim_nouns"] and "responsibility" in lows[group.last : group.last + 3]:
            return Said("claims_responsibility", "actors")
    return None


def _counter(reading: Reading, clause: Clause) -> Said | None:
    """ "But relatives insisted that …", "gave another version of events": it was otherwise."""
    words, lows = reading.words, reading.lows
    first = min([clause.verb.first, *(g.first for g in clause.subject)])
    if clause.verb.lemma in words["countering_verbs"] and not words["contrasting_words"].isdisjoint(
        lows[max(0, first - 2) : first]
    ):
        return Said("disputes")
    other = not words["conflicting_words"].isdisjoint(window_of(reading, clause)[:4])
    if other and clause.verb.lemma in words["account_verbs"]:
        heads = {lows[g.head] for g in clause.objects}
        if heads & (words["account_nouns"] | {"story"}):
            return Said("disputes")
    return None


def _assertion(reading: Reading, clause: Clause) -> Said | None:
    """Any other saying, blame, and the counting of victims."""
    words, verb = reading.words, clause.verb
    window = window_of(reading, clause)
    if verb.lemma in words["blame_moving_verbs"] and not words["blame_nouns"].isdisjoint(window[:3]):
        return Said("asserts", "actors")
    if verb.lemma in words["attributing_verbs"] and blamed(reading, clause):
        return Said("asserts", "actors")
    if verb.lemma == "hold" and "responsible" in window:
        return Said("asserts", "actors")
    placing = verb.lemma in words["placing_verbs"]  # "put the toll at": of a thing only
    if verb.lemma in words["tallying_verbs"] and any(_counts(reading, g, placing) for g in clause.objects):
        return Said("asserts", "casualties")
    if verb.lemma not in words["verbs_saying"]:
        return None
    behind = [c for c in reading.clauses if c.at > clause.at][:_NEXT]
    return Said("asserts", "actors" if any(suspected(reading, c) for c in behind) else None)


def _counts(reading: Reading, group: NounGroup, placing: bool) -> bool:
    low = reading.lows[group.head]
    people = group.quantity is not None and not placing and not group.classes & {"vehicle", "facility", "weapon"}
    return people or low in reading.words["account_nouns"]
