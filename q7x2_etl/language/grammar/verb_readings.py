"""Whether a word that can be a verb is one here: its form, its neighbours' tags and the lexicon's nouns decide."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from q7x2_etl.language.grammar.function_words import INDEFINITE
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.word_lists import WordLists

_BEFORE_NOUNS = frozenset("DN'")
_BEFORE_PLURALS = frozenset({"^", "D", "N", "I", "'", "O", "V", "?", "C", ",", "q", "S", "T", ")", "(", "."})
_NOMINAL = frozenset({"O", "?"})
_NO_SUBJECT = frozenset({"D", "I", "A", "P", "N"})
_IN_SUBJECTS = frozenset({"O", "?", "I", ",", "D", "N", "C", "'"})


_ACRONYM = 5  # letters: "US", "NATO"
_ROW = 7  # tokens in which the next verb of a row stands


class Place(NamedTuple):
    """A token in its sentence: tags of the neighbours so far ("?" is undecided), adverbs before it skipped.

    `noun_like`: a noun phrase of the lexicon covers the token; `next_noun_like`: it covers the one behind it;
    `opens`: what follows is finite, so that the token may be its subject.
    """

    i: int
    tokens: Sequence[Token]
    tags: Sequence[str]
    previous: str
    previous_low: str
    after: str
    after_low: str
    noun_like: bool
    next_noun_like: bool
    opens: bool


def place_of(i: int, tokens: Sequence[Token], tags: Sequence[str], nouns: frozenset[int], opens: bool) -> Place:
    """The place of token `i`."""
    before = i - 1
    while before >= 0 and tags[before] in {"B", "X"}:
        before -= 1
    if before > 0 and tags[before] == "T" and tags[before - 1] == "D" and tokens[before].low.endswith("ly"):
        before -= 1  # "the recently murdered senator"
    follows = i + 1 < len(tokens)
    return Place(
        i=i,
        tokens=tokens,
        tags=tags,
        previous=tags[before] if before >= 0 else "^",
        previous_low=tokens[before].low if before >= 0 else "",
        after=tags[i + 1] if follows else ".",
        after_low=tokens[i + 1].low if follows else "",
        noun_like=i in nouns,
        next_noun_like=i + 1 in nouns,
        opens=opens,
    )


class VerbReadings:
    """Reads verb forms in their places with one set of word lists."""

    def __init__(self, lists: WordLists) -> None:
        words = lists.words
        self._modals = words["modals"]
        self._do = words["do"]
        self._adjectives = words["participle_adjectives"]
        self._saying = words["verbs_saying"]
        self._prefixes = words["verb_prefixes"]
        self._ing_adjectives = words["ing_adjectives"]
        self._ing_before_doers = words["ing_before_doers"]
        self._happening = words["verbs_happening"] | {"come", "follow"}
        self._with_particle = words["verbs_with_particle"]
        self._describing = words["describing_participles"]
        self._undergoing, self._hurting = words["undergoing_verbs"], words["hurting_verbs"]
        self._said = words["irregular_saying_forms"]
        self._tries = words["nouns_of_trying"]
        self._injuries = words["injury_nouns"]
        self._fired = words["fired_things"]
        self._outbreaks = words["outbreak_forms"]
        self._outcomes = words["outcome_forms"]
        self._of_shots, self._shots = words["shot_describing_words"], words["shot_nouns"]
        self._plural_endings = tuple(sorted(words["plural_endings"]))

    def reading(self, place: Place, options: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
        """The (lemma, form) of `options` that the token is, or None where it is a noun or adjective here."""
        forms = {form: lemma for lemma, form in options}
        i, tokens = place.i, place.tokens
        if place.noun_like and place.opens and place.previous in {"^", "q"} and "ing" in forms:
            return None  # "Rioting shook the capital"
        if tokens[i].glued and tokens[i - 1].low not in self._prefixes:
            return None
        if "ing" in forms:
            if tokens[i].low in self._ing_adjectives and place.after in _NOMINAL:
                return None  # "sustained varying degrees of injury"
            if place.previous == "I" and place.next_noun_like and tokens[i].low in self._ing_before_doers:
                return None  # "put to the torch by retreating soldiers"
            if (
                place.noun_like
                and place.previous in _NOMINAL
                and i >= 2
                and place.tags[i - 2] == "D"
                and place.after in _NOMINAL
            ):
                return None  # "the main fighting force"
            if place.tokens[place.i].low in self._of_shots and place.after_low in self._shots:
                return None  # "scattered with warning shots"
            if place.noun_like and place.after_low in self._outbreaks:
                return None  # "since fighting broke out"
            return _ing(forms["ing"], place)
        if "past" in forms or "pp" in forms:
            return self._past(forms, place)
        if place.previous == "O" and place.previous_low in self._adjectives:
            return None  # "over suspected | links to a group"
        if f"{tokens[i].low} {place.after_low}" in self._with_particle and place.previous not in _NO_SUBJECT:
            form = "s" if "s" in forms else "base"
            return forms[form], form  # "rebels | gun down | a mayor"
        if forms.get("s") in self._happening and place.previous_low in {"this", "that"}:
            return forms["s"], "s"  # "This comes ten days after …"
        if "s" in forms:
            noun = self._injured(place) or self._governs_nothing(forms["s"], place) or self._in_object(place)
            return None if noun else _third_person(forms["s"], place)
        return self._base(forms["base"], place)

    def _governs_nothing(self, lemma: str, place: Place) -> bool:
        """ "land | disputes | were settled": right before a finite "be" or "have" stands a noun; "police | say was"."""
        return place.opens and place.after == "A" and lemma not in self._saying

    def _in_object(self, place: Place) -> bool:
        """ "jets hit PKK | shelters in Gara": nothing but nouns back to a verb, and that is none of saying."""
        if place.after not in {"I", ".", ",", "T", "C"} or not place.tokens[place.i].text.islower():
            return False
        at = place.i - 1
        while at >= 0 and place.tags[at] in {"O", "?"}:
            at -= 1
        if at < 0 or at == place.i - 1 or place.tags[at] != "V" or place.previous_low.endswith(self._plural_endings):
            return False
        low = place.tokens[at].low
        return not any(low.startswith(verb) for verb in self._saying) and low not in self._said

    def _injured(self, place: Place) -> bool:
        """ "suffered severe burns", "received bullet wounds": objects, and no verbs."""
        if place.tokens[place.i].low not in self._injuries or place.previous not in _NOMINAL:
            return False
        at = place.i - 1
        while at >= 0 and place.tags[at] in {"O", "?", "N", "D", "B"}:
            at -= 1
        return (at >= 0 and place.tags[at] == "V") or place.after not in {"D", "N", "O", "?", "P"}

    def _past(self, forms: Mapping[str, str], place: Place) -> tuple[str, str] | None:
        previous, after = place.previous, place.after
        lemma = forms.get("past") or forms["pp"]
        if "base" in forms and (place.previous_low == "to" or place.previous_low in self._modals):
            return forms["base"], "base"
        if "base" in forms and "past" not in forms and self._many_act(place):
            return forms["base"], "base"
        if previous == "A":
            return lemma, "pp"
        if previous == "," and not (place.noun_like or {"pp", "base"} & set(forms)) and "V" in place.tags[: place.i]:
            return lemma, "past"  # "blocked the road, | took passengers off buses": "took" describes no noun
        if lemma in self._tries and previous in {"N", "O"} and not place.previous_low.endswith(self._plural_endings):
            return None  # "foiled a major terror | bid | by recovering a bomb"
        if place.previous_low in INDEFINITE and after == "I" and "base" in forms:
            return None  # "foiled | a bid by rebels"
        if (place.previous_low == "the" or previous == "N") and after == "A":
            return None  # "the wounded were taken to Kano", "another 68 wounded were treated"
        if place.tokens[place.i].low in self._adjectives and after in _NOMINAL and not self._many_before_name(place):
            return None  # "said that alleged members of …"
        named = previous == "N" and after in _NOMINAL and place.tokens[place.i + 1].text[0].isupper()
        if named and lemma in self._hurting and _adjectival(place):
            return None  # "Three injured FACA soldiers are receiving care"
        undergone = previous == "N" and lemma in self._undergoing
        if previous in _BEFORE_NOUNS and after in _NOMINAL and not (named or undergone):
            return None  # "the wounded soldiers", "armed men"
        undergone_before = place.tokens[place.i].low in self._describing
        if previous == "C" and undergone_before and after in _NOMINAL and _before_subject(place):
            return None  # "and | captured soldiers | have gone home"
        glued = place.tokens[place.i].glued  # "tear-gassed students"
        if previous == "V" and after in _NOMINAL and place.next_noun_like and not (place.noun_like or glued):
            return None  # "gunmen shot | retired general", "freed | kidnapped villagers"
        if previous == "V" and after in _NOMINAL and any(place.previous_low.startswith(v) for v in self._undergoing):
            return None  # "suffered | broken limbs"
        inverted = previous in {",", "q"} and lemma in self._saying
        inverted = inverted or _in_a_row(place)
        phrase = place.noun_like and place.next_noun_like
        if (
            previous in {"I", "^", ","}
            and after in _NOMINAL
            and (phrase or not place.noun_like)
            and not inverted
            and not _behind_name(place)
            and (_behind_preposition(place) or _adjectival(place))
        ):
            return None
        noun = place.noun_like and previous in {"D", "I", "O", "N"} and after in {"I", ",", ".", "A", "V"}
        if noun and "past" not in forms:
            return None
        return lemma, "past" if "past" in forms else "pp"

    def _many_before_name(self, place: Place) -> bool:
        """ "Officials | suspected Boko Haram": many, and a name."""
        many = place.previous in _NOMINAL and self._plural(place.previous_low) and place.tokens[place.i].text.islower()
        return many and place.tokens[place.i + 1].text[0].isupper()

    def _many_act(self, place: Place) -> bool:
        """ "as jihadists | overrun a base": a participle of the same form has its doer behind "by"."""
        return place.previous in _NOMINAL and self._plural(place.previous_low) and place.after in {"D", "N"}

    def _base(self, lemma: str, place: Place) -> tuple[str, str] | None:
        previous, previous_low, after = place.previous, place.previous_low, place.after
        if previous_low == "to" or previous_low in self._modals or previous_low in self._do:
            return lemma, "base"
        if previous in {"D", "N", "I", "'", "A", "V", "T", "^"} or _opens_content(place):
            return None
        if lemma == "fire" and previous_low in self._fired:
            return None  # "under heavy weapons fire"
        if place.noun_like and place.after_low in self._outcomes:
            return None  # "Police | raid | kills five"
        if previous in _NOMINAL and _of_one(place):
            return None
        if previous == "C" and _ends_list(place):
            return None  # "charges of murder, rape and pillage"
        if previous_low == "who" and not place.noun_like and place.tokens[place.i].text.islower():
            return lemma, "base"  # "survivors who accuse soldiers"
        if place.noun_like:
            return (lemma, "base") if self._acting(place) else None
        if previous in _NOMINAL and self._plural(previous_low):
            return lemma, "base"
        if self._plural_subject_opens(place) or _named_subject(place):
            return lemma, "base"
        return (lemma, "base") if previous in {"P", "R", "C", "B"} and after not in _NOMINAL else None

    def _acting(self, place: Place) -> bool:
        """ "Rebels attack a village", "Police arrest four men": many act; "the police raid on a mosque" is a noun."""
        low, after = place.previous_low, place.after
        if place.previous not in {"O", "?", "P"}:
            return False
        if low.endswith("s") and not low.endswith(("ss", "ous")):
            return after in {"D", "N", "O", "?", "P", "I"}
        if low not in self._plural_endings:  # "Gunmen ambush a convoy"; not "Turkmen border guards"
            return low.endswith(self._plural_endings) and after in {"D", "N", "P"}
        return after in ({"D", "N", "O", "?", "P"} if place.i == 1 else {"D", "N", "P"}) or self._of_somebody(place)

    def _of_somebody(self, place: Place) -> bool:
        """ "Kenyan police | arrest | Juma Wekesa", "… arrest suspected rebels": no "Kenyan police arrest record"."""
        if place.after not in _NOMINAL or set(place.tags[: place.i]) != {"O"}:
            return False
        behind = place.tokens[place.i + 1]
        named = behind.text[0].isupper() and place.tokens[place.i].text[0].islower()
        return named or behind.low in self._adjectives

    def _plural(self, low: str) -> bool:
        return low.endswith(self._plural_endings) and not low.endswith("ss")

    def _plural_subject_opens(self, place: Place) -> bool:
        """ "Gunmen on motorbike | kill lawmaker", "Clashes in Tripoli, Libya, | leave 27 dead"."""
        tags = place.tags[: place.i]
        at = next((k for k, tag in enumerate(tags) if tag not in _NOMINAL), 0)
        if not at or tags[at] != "I" or not self._plural(place.tokens[at - 1].low):
            return False
        behind = set(tags[at + 1 :])
        if behind <= _NOMINAL and place.after in {"D", "N", "O", "?"}:
            return bool(behind)
        return behind <= _IN_SUBJECTS and place.after in {"D", "N"}


def _ends_list(place: Place) -> bool:
    """ ", rape and | pillage": behind "and" and a bare noun, itself behind a comma or a preposition."""
    i, tags = place.i, place.tags
    return i >= 3 and tags[i - 2] in {"O", "?"} and tags[i - 3] in {",", "I"}


def _of_one(place: Place) -> bool:
    """ "at a bus | stop in Ramot": one thing is the subject of no plural's verb."""
    at = place.i - 1
    while at > 0 and place.tags[at] in _NOMINAL:
        at -= 1
    return place.tags[at] == "D" and place.tokens[at].low in {"a", "an", "another", "every", "each"}


def _named_subject(place: Place) -> bool:
    """ "Peshmerga | retake the town", "Boko Haram | kill 12": a name of many, though it does not look it."""
    if place.previous not in _NOMINAL or place.after not in {"D", "N", "P"}:
        return False
    token = place.tokens[place.i]
    return place.tokens[place.i - 1].text[0].isupper() and token.text[0].islower()


def _opens_content(place: Place) -> bool:
    """ "said on Monday that rebels attacked": behind a verb "that" opens what is said, and a subject comes first."""
    if place.previous_low != "that":
        return False
    before = last = place.i - 2
    passed = {"B", "I", "T", "O", "D"} if place.noun_like else {"B", "I", "T"}  # "said in Kampala that rebels"
    while before >= 0 and place.tags[before] in passed:
        before -= 1
    if before < 0 or place.tags[before] != "V":
        return False
    return before == last or place.tags[before + 1] in {"B", "I", "T"}


def _third_person(lemma: str, place: Place) -> tuple[str, str] | None:
    if place.previous == "^" or _opens_content(place):
        return None  # a verb in "s" has its subject before it
    if place.noun_like and place.previous == "R" and place.opens:
        return None  # "the town, which | rebels | overran"
    noun = place.noun_like and place.previous in _BEFORE_PLURALS and not _between_names(place)
    if (noun and place.after not in {"D", "N"}) or place.previous in {"A", "D", "N", "I", "'", "V"}:
        return None
    return lemma, "s"


def _between_names(place: Place) -> bool:
    """ "Israel | strikes | Hodeidah port": a headline's verb between two names."""
    before, word, behind = place.tokens[: place.i], place.tokens[place.i], place.tokens[place.i + 1 : place.i + 2]
    names = before and all((t.text[0].isupper() and not t.text.isupper()) or len(t.text) < _ACRONYM for t in before)
    return bool(names and behind) and word.text.islower() and behind[0].text[0].isupper() and place.after in _NOMINAL


def _ing(lemma: str, place: Place) -> tuple[str, str] | None:
    if place.previous == "A":
        return lemma, "ing"
    if place.previous in _BEFORE_NOUNS or place.after_low == "of":
        return None
    if place.after_low == "to" and place.previous in {"O", "P", "?", ","}:
        return lemma, "ing"
    if place.after_low == "what" and place.previous in {",", "C"}:
        return lemma, "ing"  # ", killing what the army said were four rebels"
    if place.noun_like and place.after in {"I", "A", "V", ".", ",", "C", "R", ")", "T"}:
        # "after fighting in the town", "bombing by rebels": an event noun, unless an object follows
        return None
    if place.noun_like and place.previous in _NOMINAL:
        return None
    return lemma, "ing"


def _in_a_row(place: Place) -> bool:
    """ "raided a village, | looted | shops and burned a clinic": the second of three verbs."""
    if place.previous != "," or "V" not in place.tags[: place.i] or place.tokens[place.i].text[0].isupper():
        return False
    lows = [t.low for t in place.tokens[place.i + 1 : place.i + _ROW]]
    return any(low == "and" and behind.endswith("ed") for low, behind in pairwise(lows))


def _behind_preposition(place: Place) -> bool:
    """ "by hooded men", "of unidentified individuals": no verb form stands right behind a preposition."""
    return place.previous == "I" and place.previous_low not in {"as", "than", "like"} and place.tags[place.i - 1] == "I"


def _behind_name(place: Place) -> bool:
    """ "a gunman, Juan Perez, | opened fire": behind a name between commas the verb of who bears it follows."""
    if place.previous != ",":
        return False
    at = place.i - 2
    while at > 0 and place.tokens[at].text[0].isupper():
        at -= 1
    named = at < place.i - 2 and place.tokens[at].text == "," and at > 0
    return named and place.tokens[at - 1].text.islower() and place.tags[at - 1] in _NOMINAL


def _adjectival(place: Place) -> bool:
    """A participle before a noun, with a finite verb still to come: "In armed clashes …", "Suspected rebels killed"."""
    return any(tag in {"A", "V", "?"} for tag in place.tags[place.i + 2 : place.i + 14])


def _before_subject(place: Place) -> bool:
    """ "and captured | soldiers have gone": the nouns behind it have an auxiliary of their own."""
    behind = next((tag for tag in place.tags[place.i + 1 :] if tag not in _NOMINAL), None)
    return behind == "A"
