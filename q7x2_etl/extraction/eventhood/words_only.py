"""Events that are only words: sought, shown, spoken of as a habit; none of them is told to have happened."""

from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup

_SOUGHT_REACH = 6  # tokens before an arrest in which the reward for it stands
_SOUGHT_BY = frozenset({"for", "to", "of"})
_AIMED = frozenset({"at", "on", "against"})
_LIKENED_TO = frozenset({"to", "with"})
_LEADING = frozenset({"leading", "leads", "lead"})
_KIND_REACH = 3  # tokens before an event noun in which "the practice of" stands
_PLURALS = ("s", "people", "children", "men", "women")
_BODIES = frozenset({"actor", "armed", "armed_group", "force", "group", "state", "place"})
_NOW = frozenset({"are", "is"})
_UNDATED = frozenset({"frequency", "duration"})


def sought(reading: Reading, group: NounGroup) -> bool:
    """ "a warrant for the arrest of", "10 million dollars for information leading to the capture of": not yet made."""
    words, lows = reading.words, reading.lows
    if lows[group.head] not in words["taking_nouns"] or group.prep not in _SOUGHT_BY:
        return False
    if group.prep == "to" and lows[group.first - 2] not in _LEADING:
        return False  # "information from villagers led to the arrest of three men"
    return not words["wanting_nouns"].isdisjoint(lows[max(0, group.first - _SOUGHT_REACH) : group.first])


def kind_of_deed(reading: Reading, group: NounGroup) -> bool:
    """ "the normalisation of the bombing of hospitals", "the scourge of kidnapping": what people do."""
    before = reading.lows[max(0, group.first - _KIND_REACH) : group.first]
    if _under_it(reading, group):
        return True
    return group.prep == "of" and not reading.words["abstracting_nouns"].isdisjoint(before) and not _dated(reading)


def _under_it(reading: Reading, group: NounGroup) -> bool:
    """ "the peso, | under attack | since Monday": a thing that nobody shoots at."""
    at = next((k for k, c in enumerate(reading.chunks) if c.noun is group), 0)
    if group.prep != "under" or at < 2:
        return False
    before = [c for c in reading.chunks[max(0, at - 3) : at] if c.kind not in {",", "I"}]
    thing = before[-1].noun if before else None
    if thing is None or thing.pronoun or thing.named or thing.places or thing.quantity is not None:
        return False
    return not thing.classes and reading.sentence.case_tells


def shown_in_court(reading: Reading, group: NounGroup) -> bool:
    """ "Jurors were shown footage of the moments after a shooting": named, with no day, victim or figure behind it."""
    words, lows = reading.words, reading.lows
    first = next((c for c in reading.clauses if c.subject), None)
    if first is None or group.prep is None or first.verb.lemma not in words["hearing_verbs"]:
        return False
    if not any(lows[s.head] in words["court_nouns"] for s in first.subject) or group.first < first.verb.first:
        return False
    behind = [c.noun for c in reading.chunks if c.noun is not None and c.first >= group.first]
    told = any(g.quantity is not None or (g.named and g.prep in {"of", "by"}) for g in behind)
    end = reading.sentence.tokens[group.head].end
    return not told and not any(time.start >= end for time in reading.sentence.times)


def attacked_with_words(reading: Reading, group: NounGroup, clause: Clause) -> bool:
    """ "The president launched a fierce attack on Washington, | calling its fleet a bunch of pirates"."""
    words = reading.words
    if reading.lows[group.head] not in words["attacks_of_words"] or clause.verb.lemma not in words["verbs_launching"]:
        return False
    speakers = [s.classes for s in clause.subject]
    person = any(s.named and not s.classes & _BODIES for s in clause.subject) and any(
        p.prep in _AIMED and p.named and not p.places and not p.classes & _BODIES for p in clause.preps
    )
    titled = any("title" in classes for classes in speakers)
    if not (titled or person) or any("armed" in classes for classes in speakers):
        return False
    behind = (c.verb for c in reading.clauses if c.verb.first > group.head)
    return any(verb.form == "ing" and verb.lemma in words["reviling_verbs"] for verb in behind)


def likened(reading: Reading, group: NounGroup, clause: Clause) -> bool:
    """ "compared the raids | with Herod's massacre of the innocents": both are only spoken of."""
    if clause.verb.lemma not in reading.words["likening_verbs"]:
        return False
    told = group.prep in _LIKENED_TO or any(o is group for o in clause.objects)
    return told and any(p.prep in _LIKENED_TO for p in clause.preps)


def of_such_people(reading: Reading, clause: Clause) -> bool:
    """ "a clinic where women | who were raped | can be treated": whoever has suffered it, and nobody by number or name.

    What holds them has a modal, or is in the present tense; the deed has no day or place.
    """
    group = clause.antecedent if clause.relation == "relative" else None
    sentence = reading.sentence
    if group is None or not anybody(sentence, group):
        return False
    start = sentence.tokens[clause.verb.first].start
    if any(t.start >= start and t.kind not in _UNDATED for t in sentence.times):
        return False
    if reading.lows[clause.verb.first] in _NOW and clause.verb.passive and "being" not in reading.lows:
        return True  # "prayed for people who are seized on their way to church"
    holder = next((c for c in reading.clauses if c is not clause and any(s is group for s in c.subject)), None)
    return holder is not None and bool(holder.verb.modal) and not clause.verb.modal


def anybody(sentence: Sentence, group: NounGroup) -> bool:
    """ "civilians", "residential areas": a plural without article, number or name."""
    bare = not (group.quantity or group.named or group.pronoun or group.places or "actor" in group.classes)
    return bare and sentence.tagged.tags[group.first] not in "DN" and sentence.lows[group.head].endswith(_PLURALS)


def _dated(reading: Reading) -> bool:
    return any(t.precision == "day" and t.kind in {"point", "interval"} for t in reading.sentence.times)
