"""The places that a sentence names, and how closely each hangs on what happened: no speaker's seat, no body's."""

from collections.abc import Sequence
from dataclasses import replace

from q7x2_etl.extraction.framing.frames import PlaceRef
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.time_and_place.named_after import in_facility_name, named_after_place, names_a_war
from q7x2_etl.extraction.time_and_place.relatives import brought_there
from q7x2_etl.extraction.tolls.town_shares import town_shares
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import AGED, ARTICLES, IN_OR_NEAR
from q7x2_etl.language.grammar.groups import NounGroup, PlaceMention
from q7x2_etl.language.grammar.word_lists import packaged_words

_PLACE_PREPS = frozenset({
    "in", "at", "near", "on", "outside", "inside", "around", "across", "of", "from", "through", "throughout", "within",
    "off", "along", "between", "into", "to", "against", "over", "toward", "towards", "upon", "out",
})  # fmt: skip
WEAK_PREPS = frozenset({"from", "to", "into", "toward", "towards", "against", "over", "between"})
_BESIDE = -12.0  # weight of a place that only tells where another one lies
_REACHED = frozenset({"across", "into"})
_NEGATIVE = frozenset({"none", "no", "not", "never"})
_REACH = 9  # tokens
_APPOSED = 10  # tokens
_MEASURING = frozenset({"of", "from", "near", "outside"})
_AIMING = frozenset({"toward", "towards", "into"})
_SEATED = frozenset({"at", "in", "of", "near"})
_OF_SPEAKER = frozenset({"from", "by", "of"})
_ACCORDING = ("according", "to")
_PERSONAL = frozenset({"person", "title", "armed", "actor", "civilian", "group"})


def place_refs(reading: Reading) -> list[PlaceRef]:
    """The places of a sentence that can be where something happened."""
    sentence = reading.sentence
    refs = []
    shares = {id(p) for _, where in town_shares(sentence) for p in where.places}
    for mention in sentence.places:
        if mention.demonym:
            continue
        k = next((i for i, c in enumerate(sentence.chunks) if c.first <= mention.first < c.last), None)
        noun = sentence.chunks[k].noun if k is not None else None
        if k is None or (noun is not None and noun.named and not noun.places):
            continue  # a town's name that a person bears here
        ref = _place_ref(reading, k, mention)
        refs.append(replace(ref, weight=min(ref.weight, _BESIDE)) if id(mention) in shares else ref)
    return [replace(r, weight=min(r.weight, _BESIDE)) if _measured(reading, r, refs) else r for r in refs]


def _measured(reading: Reading, ref: PlaceRef, refs: Sequence[PlaceRef]) -> bool:
    """ "In Kirkuk, 250 km north of | Baghdad", "Lod, an Arab town near | Tel Aviv": where the other one lies."""
    lows, words, at = reading.lows, reading.words, ref.mention.first
    before = max((r.mention.last for r in refs if r.mention.last < at and lows[r.mention.last] == ","), default=None)
    if before is None or at - before > _APPOSED or lows[at - 1] not in _MEASURING:
        return False
    between = lows[before + 1 : at]
    if "and" in between or "," in between or "V" in reading.sentence.tagged.tags[before + 1 : at]:
        return False
    measured = not (words["distance_units"] | words["compass_words"]).isdisjoint(between)
    beside = lows[at - 1] in {"near", "outside"}
    return measured or (beside and (before + 2 == at or lows[before + 1] in ARTICLES))


def _left_for_another(reading: Reading, k: int) -> bool:
    """ "after a group crossed from | Badakhshan | into Shohin": what happened did so where they came."""
    after = reading.chunks[k + 1 : k + 3]
    into = len(after) > 1 and reading.lows[after[0].first] == "into"
    return into and after[1].noun is not None and bool(after[1].noun.places)


def _part_of_name(sentence: Sentence, group: NounGroup, mention: PlaceMention) -> PlaceRef | None:
    """A place that only says whose people or which thing its group names; None where it is more."""
    at_head = mention.last >= group.head or (group.head - mention.last <= 1 and not (group.classes & _PERSONAL))
    if not at_head and group.classes & _PERSONAL:
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "the Jowzjan governor", "Kabul police"
    if mention.adjectival and mention.last <= group.head:
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "the US bombing", "the U.S. embassy in Lima"
    owner = group.possessor_end
    if (
        owner is not None
        and mention.first >= owner
        and any(m.last <= owner and "armed_group" in m.sense.classes for m in group.mentions)
    ):
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "Islamic State's Khorasan branch"
    if mention.last <= group.head and group.classes & _PERSONAL:
        return PlaceRef(mention, "of-actor", sentence, -9.0)  # "Amhara villagers": where they are from
    explained = any(a.classes & {"person", "title"} for a in group.appositions)
    if mention.last <= group.head and "projectile" in group.classes and not group.classes & {"event", "vehicle"}:
        return PlaceRef(mention, "of-weapon", sentence, -40.0)  # "Grad rockets"
    if _in_longer_name(sentence, group.first, mention) or (explained and mention.last <= group.head):
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "Radio Free Afghanistan"
    return None


def _place_ref(reading: Reading, k: int, mention: PlaceMention) -> PlaceRef:
    sentence, group = reading.sentence, reading.chunks[k].noun
    if group is None:
        return PlaceRef(mention, None, sentence, 0.0)
    aboard = group.prep is None and mention.first > 0 and sentence.lows[mention.first - 1] == "off"
    prep = "off" if aboard else group.prep  # "were taken off | Bioko"
    if names_a_war(sentence, group, mention):
        return PlaceRef(mention, "of-actor", sentence, -40.0)
    inside = _part_of_name(sentence, group, mention)
    if inside is not None:
        return inside
    if prep in {"on", "against"} and mention.is_country:
        return PlaceRef(mention, prep, sentence, -14.0)
    if prep in _AIMING and not mention.is_country and _fired_things(reading, k):
        return PlaceRef(mention, prep, sentence, 0.0)  # "fired rockets towards Eilat"
    if prep in _REACHED and not _NEGATIVE.isdisjoint(sentence.lows[max(0, mention.first - _REACH) : mention.first]):
        return PlaceRef(mention, prep, sentence, -25.0)  # "none of the rockets made it across | the Amu Darya"
    if prep == "from" and _left_for_another(reading, k):
        return PlaceRef(mention, prep, sentence, -25.0)
    if prep == "from" and any(
        c.noun is not None and c.noun.pronoun and c.noun.prep == "of" for c in reading.chunks[k - 5 : k]
    ):
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "75 dead, many of them people | from Abu Shouk"
    if prep == "by" and mention.is_country:
        return PlaceRef(mention, prep, sentence, -40.0)  # "militiamen backed by Iran": who, and not where
    if prep == "to" and mention.is_country:
        return PlaceRef(mention, prep, sentence, -25.0)  # "extradited to Spain", "the ambassador to Chad"
    if _of_office(reading, k, mention):
        return PlaceRef(mention, prep, sentence, -16.0)  # "the president of Panama": any other place is meant before
    if _seat_of_office(reading, k):
        return PlaceRef(mention, prep, sentence, -9.0)
    if _home_of(reading, k):
        return PlaceRef(mention, "of-actor", sentence, -25.0)
    if brought_there(reading, k):
        return PlaceRef(mention, prep, sentence, -40.0)
    if _said_there(reading, k) or _has_its_seat(reading, k):
        return PlaceRef(mention, prep, sentence, -25.0)
    if named_after_place(sentence, group, mention):
        return PlaceRef(mention, "object", sentence, -30.0)  # "on Salah al-Din road": a street's name
    if mention.last == group.head and in_facility_name(sentence, group):
        return PlaceRef(mention, "before", sentence, -4.0)  # "on All Saints Church in Pune"
    if prep in {"of", "to"} and mention.name.lower() in reading.lexicon.metonyms and _of_followers(reading, k):
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "supporters of Kyiv", "troops loyal to Damascus"
    if prep in _PLACE_PREPS:
        return PlaceRef(mention, prep, sentence, _weight_behind(reading, k, mention))
    if group.possessor_end is not None and mention.last <= group.possessor_end and _speaks(reading, group):
        return PlaceRef(mention, "of-actor", sentence, -25.0)  # "Ukraine's general staff said"
    if "event" in group.classes or "facility" in group.classes:
        return PlaceRef(mention, "before", sentence, 2.0)  # "the Goma attack", "Karachi airport"
    if _after_place(sentence, k):
        return PlaceRef(mention, ",", sentence, 2.0)
    if mention.name.lower() in reading.lexicon.metonyms and _speaks(reading, group):
        return PlaceRef(mention, None, sentence, -40.0)  # "Kyiv said its troops had"
    if any(group is o for c in reading.clauses for o in (*c.objects, *c.subject)):
        return PlaceRef(mention, "object", sentence, -2.0 if "country" not in group.classes else -20.0)
    return PlaceRef(mention, None, sentence, -4.0 if prep is None else -12.0)


def _weight_behind(reading: Reading, k: int, mention: PlaceMention) -> float:
    """How surely something happens at the place that stands behind a preposition of place."""
    group = reading.chunks[k].noun
    prep = group.prep if group is not None else None
    taken = prep == "from" and any(  # not "militiamen | from Zawiya | kidnapped"
        c.verb.lemma in reading.words["taking_verbs"] and any(p is group for p in c.preps) and (c.at < k or k < 2)
        for c in reading.clauses
    )  # fmt: skip
    if prep in {"in", "at"} and _cited_there(reading, k):
        return -9.0
    if not taken and prep in {"in", "from", "of", "at"} and _speaker_seat(reading, k):
        return -40.0
    if prep in {"in", "at"} and _of_subject(reading, k, mention):
        return -2.0  # "Police in Mombasa shot a man in Likoni"
    if prep == "from" and not taken and (mention.is_country or _fired_things(reading, k)):
        return -25.0  # "weapons from Turkey", "a trader from Chad", "a rocket fired from Gaza"
    if _launch_site(reading, k) or _came_from(reading, k):
        return -14.0
    if prep == "to" and _apposed_road(reading, k):
        return _BESIDE
    entered = (prep == "into" and (_event_before(reading, k) or _broken_into(reading, k))) or (
        prep in {"to", "between"} and _road_before(reading, k)
    )
    return -14.0 if prep in WEAK_PREPS and not (taken or entered) else 4.0


def _came_from(reading: Reading, k: int) -> bool:
    """ "settlers | from an outpost | near Turmus Ayya | stormed a village": where those who act came from."""
    chunks = reading.chunks
    home, who = chunks[k - 2].noun if k > 3 else None, chunks[k - 4].noun if k > 3 else None
    if home is None or who is None or home.prep != "from" or not classes_of(reading.sentence, who) & _PERSONAL:
        return False
    return any(any(who is s for s in c.subject) and c.at > k for c in reading.clauses)


def _age(reading: Reading, k: int) -> bool:
    """ "Musa Bello, | 42, |": a bare number between commas, or the one right before it, behind a person."""
    chunks = reading.chunks
    j = k - 1 if chunks[k].kind == "," else k
    years = chunks[j].noun if j > 1 else None
    bare = years is not None and years.quantity is not None and years.first == years.head and not years.classes
    who = chunks[j - 2].noun if bare and chunks[j - 1].kind == "," else None
    return who is not None and (who.named or "person" in who.classes)


def _home_of(reading: Reading, k: int) -> bool:
    """ "a 20-year-old | from the village | of Gundibagh": where somebody is from."""
    chunks = reading.chunks
    if (
        k > 2
        and chunks[k].noun is not None
        and reading.lows[chunks[k - 1].first] in {"of", "from"}
        and _age(reading, k - 2)
    ):
        return True  # "Musa Bello, | 42, | of Kano"
    if k < 4 or chunks[k - 1].kind != "I" or chunks[k - 3].kind != "I":
        return False
    place, home, owner = chunks[k].noun, chunks[k - 2].noun, chunks[k - 4].noun
    if place is None or home is None or owner is None or place.prep != "of" or home.prep != "from":
        return False
    old = reading.lows[owner.head] in AGED
    return (old or bool(owner.classes & {"person", "title", "civilian"})) and bool(home.classes & {"place", "facility"})


def _of_followers(reading: Reading, k: int) -> bool:
    """ "supporters | of | Kyiv", "forces | loyal | to | Tripoli"."""
    owner = reading.chunks[k - 2].noun if k >= 2 and reading.chunks[k - 1].kind == "I" else None
    if owner is None or not owner.classes & _PERSONAL:
        return False
    followers = packaged_words().words["follower_nouns"]
    return reading.lows[owner.head] in followers or "loyal" in reading.lows[owner.first : owner.last]


def _speaks(reading: Reading, group: NounGroup) -> bool:
    """ "Kyiv said", "groups backed by Moscow": a government under its capital's name."""
    metonyms = reading.words["metonym_verbs"]
    return group.prep == "by" or any(group is s for c in reading.clauses if c.verb.lemma in metonyms for s in c.subject)


def _broken_into(reading: Reading, k: int) -> bool:
    """ "swept | into Lolelia", "rode into the village": armed people are there, and act there."""
    clause = next((c for c in reading.clauses if c.at == k - 2), None) if reading.chunks[k - 1].kind == "I" else None
    if clause is None or clause.verb.passive or clause.verb.lemma not in reading.words["verbs_breaking_in"]:
        return False
    return any("armed" in classes_of(reading.sentence, s) for s in clause.subject)


def _event_before(reading: Reading, k: int) -> bool:
    """ "an incursion | into Congo", "a raid into Darfur": where it went on."""
    owner = reading.chunks[k - 2].noun if k >= 2 and reading.chunks[k - 1].kind == "I" else None
    return owner is not None and "event" in owner.classes


def _has_its_seat(reading: Reading, k: int) -> bool:
    """ "the monitor, which is based | in Leeds,": where it has its seat."""
    verb = reading.chunks[k - 2].verb if k > 1 else None
    return verb is not None and verb.lemma in {"base", "headquarter", "headquarters"} and verb.passive


def _body_speaks(reading: Reading, owner: NounGroup) -> bool:
    """ "the council of Cauca said": a body that no list has; "the attack in Cauca said much" is none."""
    if owner.classes & {"event", "place", "facility", "vehicle", "weapon"}:
        return False
    saying = reading.words["metonym_verbs"]
    return any(owner is s for c in reading.clauses if c.verb.lemma in saying for s in c.subject)


def _launch_site(reading: Reading, k: int) -> bool:
    """ "fired two missiles | from a base | in Kostroma": where they were launched, and not where they fell."""
    chunks = reading.chunks
    site = chunks[k - 2].noun if k >= 2 and chunks[k - 1].kind == "I" else None
    if site is None or site.prep != "from" or site.places:
        return False
    return _fired_things(reading, k)


def _fired_things(reading: Reading, k: int) -> bool:
    """Rockets or shells are the object or the subject of the verb before chunk `k`."""
    clause = next((c for c in reversed(reading.clauses) if c.at < k), None)
    return clause is not None and any("projectile" in g.classes for g in (*clause.objects, *clause.subject))


def _road_before(reading: Reading, k: int) -> bool:
    """ "blocked the road | to Porgera", "on the road between Gao and Ansongo"."""
    owner = reading.chunks[k - 2].noun if k >= 2 and reading.chunks[k - 1].kind == "I" else None
    return owner is not None and reading.lows[owner.head] in reading.words["lines_between_places"]


def _apposed_road(reading: Reading, k: int) -> bool:
    """ "In Saraqib, on the highway to | Aleppo, 20 men were shot": where the town before it lies."""
    chunks = reading.chunks
    if k < 5 or not _road_before(reading, k) or chunks[k - 4].kind != ",":
        return False
    town = chunks[k - 5].noun
    return town is not None and bool(town.places)


def _of_office(reading: Reading, k: int, mention: PlaceMention) -> bool:
    """ "the president of Panama", "the embassy of Chad": the country is the office's, and not where something was."""
    chunks = reading.chunks
    if not mention.is_country or k < 2 or chunks[k - 1].kind != "I":
        return False
    owner, group = chunks[k - 2].noun, chunks[k].noun
    if owner is None or group is None or group.prep != "of":
        return False
    if reading.lows[owner.head] in reading.words["flag_nouns"]:
        return True  # "sailing under the flag of Panama"
    return "title" in owner.classes or any(m.sense.entry.get("target_type") == "diplomatic" for m in owner.mentions)


def _seat_of_office(reading: Reading, k: int) -> bool:
    """ "The mayor of Arenillas survived an attempt on his life in Machala": the other town is where it was."""
    owner, behind = reading.chunks[k - 2].noun if k >= 2 else None, reading.chunks[k].last
    if owner is None or "title" not in owner.classes or reading.lows[reading.chunks[k - 1].first] != "of":
        return False
    others = (p for p in reading.sentence.places if p.first > behind and not (p.demonym or p.is_country))
    return any(
        reading.lows[p.first - 1] in IN_OR_NEAR and "V" in reading.sentence.tagged.tags[behind : p.first]
        for p in others
    )


def _said_there(reading: Reading, k: int) -> bool:
    """ "said in Kabul that", "it was reported in this city that": where it was told, not where it happened."""
    chunks = reading.chunks
    verb = chunks[k - 2].verb if k >= 2 and chunks[k - 1].kind == "I" else None
    if verb is None or verb.lemma not in reading.words["verbs_saying"]:
        return False
    return not verb.passive or (k >= 3 and reading.lows[chunks[k - 2].first - 1] == "it")


def _in_longer_name(sentence: Sentence, first: int, mention: PlaceMention) -> bool:
    before = sentence.tokens[mention.first - 1] if mention.first > first else None
    if before is None or not sentence.case_tells or not before.text[0].isupper():
        return False
    return not any(p.last == mention.first for p in sentence.places) and not any(
        m.last == mention.first and m.sense.kind in {"title", "person", "force", "target"} for m in sentence.mentions
    )


def _after_place(sentence: Sentence, k: int) -> bool:
    """ ", Texas" in "El Paso, Texas"."""
    chunks = sentence.chunks
    before = chunks[k - 2].noun if k >= 2 and chunks[k - 1].kind == "," else None
    return before is not None and bool(before.places)


def _cited_there(reading: Reading, k: int) -> bool:
    """ "according to | survivors | in Adre": where those are who tell of it; any other place is meant before."""
    owner = reading.chunks[k - 2].noun if k >= 2 and reading.chunks[k - 1].kind == "I" else None
    return owner is not None and reading.lows[max(0, owner.first - 2) : owner.first] == _ACCORDING


def _of_subject(reading: Reading, k: int, mention: PlaceMention) -> bool:
    """ "police | in Mombasa | shot two men in Likoni": where they are, while what they do has a place of its own."""
    chunks = reading.chunks
    owner = chunks[k - 2].noun if k >= 2 and chunks[k - 1].kind == "I" else None
    if owner is None or "state" not in owner.classes:
        return False
    verb = next((c.verb.head for c in reading.clauses if not c.passive and any(owner is s for s in c.subject)), None)
    if verb is None or mention.is_country:
        return False
    behind = [p for p in reading.sentence.places if p.first > verb and not (p.demonym or p.is_country)]
    return any(reading.lows[p.first - 1] in {"in", "at"} for p in behind)


def _speaker_seat(reading: Reading, k: int) -> bool:
    """ "police in Kabul said", "militants from Pakistan": the place belongs to the people before it."""
    sentence, chunks = reading.sentence, reading.chunks
    j = k - 2
    owner = chunks[j].noun if j >= 0 and chunks[k - 1].kind == "I" else None
    if owner is None:
        return False
    while owner is not None and owner.prep in _SEATED and "event" not in owner.classes and j > 1:
        j -= 2  # "the division | at Camp Lukban | in Catbalogan said"
        owner = chunks[j].noun
    governed = j > 0 and chunks[j - 1].verb is not None
    if owner is None or (j < k - 2 and (governed or not _body_speaks(reading, owner))):
        return False
    if not classes_of(sentence, owner) & _PERSONAL:
        return _body_speaks(reading, owner)
    prep = sentence.tokens[chunks[k - 1].first].low
    if sentence.lows[owner.head] in reading.words["spokespeople"]:
        return True  # "according to Ana Ruiz, | spokeswoman in Geneva | for the agency"
    if prep == "from" or (prep != "at" and sentence.lows[owner.head] in reading.words["origin_nouns"]):
        return True
    saying = reading.words["verbs_saying"]
    said = [s for c in reading.clauses if c.verb.lemma in saying for s in c.subject]
    told = [o for c in reading.clauses if c.verb.lemma in saying for o in c.objects]
    if any(owner is o for o in told) and sentence.lows[owner.head] in reading.words["told_people"]:
        return True  # "told | reporters | in Jalalabad"
    statement = chunks[j - 2].noun if j >= 2 and owner.prep in _OF_SPEAKER else None  # "a statement from the rebels in"
    return any(owner is s or statement is s or any(owner is a for a in s.appositions) for s in said)
