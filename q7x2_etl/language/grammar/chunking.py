"""Cuts a tagged sentence into noun groups, verb groups and single words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from q7x2_etl.language.grammar.function_words import AGED, IN_OR_NEAR, OPENING_QUOTES
from q7x2_etl.language.grammar.governing import connect
from q7x2_etl.language.grammar.groups import (
    Chunk,
    Mention,
    NounGroup,
    PlaceMention,
    VerbGroup,
    of_actor,
    of_armed_group,
    possessor_end,
)
from q7x2_etl.language.grammar.quantities import NUMBER_WORDS, Quantity, quantity_at
from q7x2_etl.language.grammar.tagging import Tagged
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.mentions.aliases import give_names
from q7x2_etl.language.mentions.lexicon import Lexicon

_GLOSS = 12  # tokens of a bracket inside a noun group
_FINITE = frozenset({"was", "were", "is", "are", "has", "had"})
_PLAIN = frozenset({"person", "group", "crowd"})  # classes of people that say nothing of a side
_ACTING = frozenset({"armed", "crowd"})
_ONE_OF = frozenset({"person", "title"})
_PERSON = frozenset({"person"})
_NO_CLASSES = frozenset[str]()
_PLACE = frozenset({"place"})
_COUNTRY = _PLACE | {"country"}
_OF_STUFF = "OIO"  # tags of "stick of dynamite"
_NAME_KINDS = frozenset({"actor", "target", "force", "event"})


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence before it is cut: its tokens and tags, and what the lexicon and the gazetteer found in it."""

    tokens: Sequence[Token]
    tagged: Tagged
    mentions: Sequence[Mention]
    places: Sequence[PlaceMention]
    case_tells: bool


class Chunker:
    """Cuts sentences with the word lists of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        words: Mapping[str, frozenset[str]] = lexicon.words
        self._words = words
        self._modals, self._be, self._get, self._have = (words[name] for name in ("modals", "be", "get", "have"))
        self._collective, self._elliptic = words["collective_heads"], words["elliptic_heads"]
        self._members, self._count_nouns = words["member_nouns"], words["count_nouns"]
        self._before_counts = words["adjectives_before_counts"]
        self._bare_spans, self._openers = words["bare_spans"], words["group_openers"]
        self._count_phrase_ends, self._ranks = words["count_phrase_ends"], words["rank_adjectives"]
        self._before_to, self._states = words["adjectives_before_to"], lexicon.pairs["harm_states"].keys()
        self._forms = lexicon.verb_forms

    def chunks(self, found: Found) -> list[Chunk]:
        """The chunks of a sentence, in order, covering every token once."""
        pieces: list[Chunk] = []
        tokens, tags = found.tokens, found.tagged.tags
        inner = _inside_names(found) | _glosses(found) | _quoted_names(found)
        i = 0
        while i < len(tokens):
            tag = tags[i]
            quoted = _quoted_infinitive(tokens, tags, i)
            if quoted or tag in "AV" or ((tag in "BX" or tokens[i].low == "to") and _leads_verb(tags, i)):
                end = _contact_end(found.tagged, i, _verb_end(tokens, tags, i + 2 if quoted else i))
                pieces.append(Chunk("VG", i, end, verb=self._verb_group(tokens, found.tagged, i, end)))
            elif tag in "DNOP":
                end = self._noun_end(found, i, inner)
                if i and tags[i - 1] == "I":
                    end = _opening_place_end(found, i, end)
                pieces.append(Chunk("NP", i, end, noun=self._noun_group(found, i, end)))
            else:
                end = i + 1
                pieces.append(Chunk(tag, i, end))
            i = end
        connect(pieces, tokens, self._words["clause_openers"])
        give_names(pieces, tokens)
        return pieces

    def _verb_group(self, tokens: Sequence[Token], tagged: Tagged, first: int, last: int) -> VerbGroup:
        """One verb group for "was reportedly trying to attack"; without a verb its auxiliary is the verb."""
        tags = tagged.tags[first:last]
        verbs = [j for j, tag in enumerate(tags, first) if tag == "V"]
        lows = [token.low for token in tokens[first:last]]
        negated = "X" in tags or any(low.endswith(("n't", "not")) for low in lows)
        modal = None if self._modals.isdisjoint(lows) else next(low for low in lows if low in self._modals)
        if not verbs:
            lemma = "have" if self._be.isdisjoint(lows) else "be"
            form = "base" if self._words["past_auxiliaries"].isdisjoint(lows) else "past"
            return VerbGroup(first, last, last - 1, lemma, form, False, negated, modal, "to" in lows, False)
        head = verbs[-1]
        lemma, form = tagged.verbs[head]
        start = (verbs[-2] + 1) if len(verbs) > 1 else first
        if "had" not in lows and len(verbs) > 1 and head == start and tagged.verbs[verbs[-2]][1] in {"pp", "past"}:
            start = first  # "have been | reported | killed"
        near = lows[start - first : head - first]
        aims = [low == "to" and tag != "B" for low, tag in zip(lows, tags, strict=True)]
        participle = form in {"pp", "past"}
        stated = participle and len(verbs) > 1 and not near and tagged.verbs[verbs[-2]][1] in {"pp", "past"}
        around = lows[: verbs[-2] - first] if stated else near  # "were left | wounded"
        passive = participle and not (self._be.isdisjoint(around) and self._get.isdisjoint(around))
        return VerbGroup(
            first=first,
            last=last,
            head=head,
            lemma=lemma,
            form=form,
            passive=passive,
            negated=negated,
            modal=modal,
            infinitive=any(aims[start - first : head - first]) or (len(verbs) == 1 and any(aims[: head - first + 1])),
            perfect=participle and not passive and not self._have.isdisjoint(lows),
            governors=tuple(tagged.verbs[j][0] for j in verbs[:-1]),
            adverbs=tuple([low for low, tag in zip(lows, tags, strict=True) if tag == "B"]),
            preterite=form == "past" and self._finite_only(tokens[head].low),
        )

    def _follows_noun(self, tokens: Sequence[Token], at: int) -> bool:
        """ "fighters loyal | to a warlord": an adjective behind its noun."""
        behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
        return behind == "to" and tokens[at].low in self._before_to

    def _finite_only(self, low: str) -> bool:
        """Whether a past form is a known one that differs from the participle."""
        options = self._forms.get(low, ())
        return bool(options) and all(name != "pp" for _, name in options)

    def _noun_end(self, found: Found, i: int, inner: frozenset[int]) -> int:
        """Where the noun group that starts at `i` ends; `inner` are the positions inside names."""
        tokens, tags, case_tells = found.tokens, found.tagged.tags, found.case_tells
        if tags[i] == "P":
            return i + 1
        j, seen_noun = i, False
        while j < len(tags):
            tag, low = tags[j], tokens[j].low
            if seen_noun and tag == "N":
                if low == "between":
                    break  # "armed men | between 6 and 7 o'clock"
                told_apart = tokens[j - 1].text.islower() or not case_tells
                counts = tags[j + 1 : j + 2] == ("O",) or (j + 1 < len(tags) and tokens[j + 1].low in self._states)
                if tags[j - 1] == "O" and counts and told_apart:
                    break  # "hacked to death | two priests", "cost the army | four dead"
            if seen_noun and low in self._bare_spans and _sequel(tokens, j, self._words):
                break  # "killed two soldiers | hours after talks had begun"
            if tag in "ON":
                # "... soldiers three ..." is a new group only after punctuation; a place name goes on
                seen_noun = seen_noun or tag == "O"
            elif tag == "D":
                if j in inner:  # "an attempt on the life of a judge"
                    j += 1
                    continue
                counting = j > i and tokens[j - 1].low in self._count_phrase_ends
                if seen_noun or (j > i and not counting and low in self._openers):
                    break
            elif tag == "'":
                seen_noun = False
            elif not (
                (tag == "B" and j > i and not seen_noun and j + 1 < len(tags) and tags[j + 1] in "ON")
                or (tag in "ICBR(),q" and j in inner)
                or (tag == "T" and not seen_noun and _noun_after_time(tags, j))
                or (low == "/" and _between_groups(found, j))
                or (low == "and" and j > i and tokens[j - 1].low in {"hundred", "thousand"})
            ):
                break
            j += 1
        return max(j, i + 1)

    def _noun_group(self, found: Found, first: int, last: int) -> NounGroup:
        tokens, tags = found.tokens, found.tagged.tags
        head = last - 1
        while head > first and (tags[head] in "'q" or (tags[head] == "O" and self._follows_noun(tokens, head))):
            head -= 1
        inside = tuple([m for m in found.mentions if first <= m.first and m.last <= last])
        places = tuple([p for p in found.places if first <= p.first and p.last <= last])
        classes, low = _classes(head, inside, places), tokens[head].low
        vessel = _named_vessel(tokens, head, inside) if inside and found.case_tells else None
        if vessel is not None:
            classes = frozenset[str]().union(*(m.sense.classes for m in inside if m.last == vessel))
            inside, places, head = tuple([m for m in inside if m.last <= vessel]), (), vessel - 1
        if not classes and low in AGED and head - 2 >= first and tokens[head].glued:
            classes = _PERSON  # "a 17-year-old"
        if not classes and low in self._ranks and tags[head - 1] in "DN" and head > first:
            classes = _PERSON  # "a general and two officers"
        if low in self._collective or (classes <= _PLAIN and low in self._members):
            classes = of_actor(classes, head, inside)
        elif "force" in classes:
            classes = of_armed_group(classes, head, inside)
        return NounGroup(
            first=first,
            last=last,
            head=head,
            prep=None,
            pronoun=tags[first] == "P" or (last == first + 1 and low == "all"),
            quantity=None if _is_age(found, first, last) else self._quantity(tokens, tags, first, last),
            mentions=inside,
            places=places,
            classes=classes,
            named=vessel is None
            and ((_is_named(found, first, last) and not (head == 0 and classes)) or _person_named(head, inside)),
            collective=low in self._collective
            or low in NUMBER_WORDS
            or (low[0].isdigit() and not tokens[head].glued),  # not "a MiG-21"
            elliptic=low in self._elliptic,
            possessor_end=possessor_end(tags, first, last),
        )

    def _quantity(self, tokens: Sequence[Token], tags: Sequence[str], first: int, last: int) -> Quantity | None:
        """The count at the head of a noun group, up to its first noun."""
        for j in range(first, last):
            if tags[j] in "ND" or tokens[j].low in self._count_nouns:
                quantity = quantity_at(tokens, j)
                if quantity is not None and quantity.last <= last:
                    owned = quantity.last < last and tokens[quantity.last].low in {"'s", "’s"}
                    return None if owned else quantity  # "the couple's son"
            elif tokens[j].low in self._before_counts and tags[j + 1 : j + 2] == ("N",):
                continue  # "the remaining two"
            elif tags[j] == "O" and not tokens[j].low.endswith("ly"):
                break
        return None


def _is_age(found: Found, first: int, last: int) -> bool:
    """ "a hairdresser of | 41": the years of one person told before."""
    if last - first > 1 or not first or found.tokens[first - 1].low != "of" or not found.tokens[first].low.isdigit():
        return False
    before = (m.sense for m in found.mentions if m.last == first - 1)
    return any(s.kind in _ONE_OF and not s.is_plural and "group" not in s.classes for s in before)


def _opening_place_end(found: Found, first: int, last: int) -> int:
    """ "In Basra | gunmen shot a judge": behind the place that opens a clause people, by a plural, act.

    Where the noun group [first, last) ends: at the place, or where it would.
    """
    tags, tokens = found.tagged.tags, found.tokens
    if last - first < 2 or not first or tags[first - 1] != "I" or tokens[first - 1].low not in IN_OR_NEAR:
        return last
    if (first > 1 and tags[first - 2] not in ".,") or tags[last : last + 1] not in (("V",), ("A",)):
        return last
    end = next((p.last for p in found.places if p.first == first and p.last < last and not p.demonym), None)
    if end is None or "'" in tags[first:last]:
        return last
    if tags[end] == "N" and tags[last - 1] == "O":
        return end  # "In Basra | six judges | were shot"
    if not tokens[end].text.islower():
        return last
    acting = any(m.last == last and m.sense.classes & _ACTING for m in found.mentions if m.first >= end)
    return end if acting else last


def _between_groups(found: Found, j: int) -> bool:
    """ "40 Boko Haram | / | ISWAP fighters": two names of groups for the same people."""
    actors = [m for m in found.mentions if m.sense.kind == "actor"]
    return any(m.last == j for m in actors) and any(m.first == j + 1 for m in actors)


def _leads_verb(tags: Sequence[str], i: int) -> bool:
    j = i + 1
    while j < len(tags) and tags[j] in "BX":
        j += 1
    return j < len(tags) and tags[j] in "AV"


def _quoted_infinitive(tokens: Sequence[Token], tags: Sequence[str], i: int) -> bool:
    """ "ordered them to | "crush the rebellion"": the quotation begins behind "to"."""
    opens = tokens[i].low == "to" and i + 2 < len(tags) and tokens[i + 1].text in OPENING_QUOTES
    return opens and tags[i + 2] == "V"


def _verb_end(tokens: Sequence[Token], tags: Sequence[str], i: int) -> int:
    j = i
    while j < len(tags) and (tags[j] in "AVBX" or (tokens[j].low == "to" and _leads_verb(tags, j))):
        if j > i and tags[j] == "A" and tags[j - 1] == "V" and tokens[j].low in _FINITE:
            break  # "whose roof had collapsed | was shelled"
        j += 1
    while j > i + 1 and tags[j - 1] in "B":
        j -= 1
    return j


def _contact_end(tagged: Tagged, first: int, last: int) -> int:
    """ "bandits they were chasing | set off a bomb": behind a progressive form a past one is the next clause's verb.

    So is a participle behind a verb that takes none: "died | battling the blaze".
    """
    tags, verbs = tagged.tags, tagged.verbs
    if tags[first:last] == ("V", "V") and verbs[first][0] in packaged_words().words["whole_verbs"]:
        return first + 1 if verbs[first + 1][1] == "ing" else last
    if first == 0 or tags[first - 1] not in "PO" or "A" not in tags[first:last]:
        return last
    verbal = [at for at in range(first, last) if tags[at] == "V"]
    for at, behind in pairwise(verbal):
        if behind == at + 1 and verbs[at][1] == "ing" and verbs[behind][1] in {"past", "pp"}:
            return behind
    return last


def _inside_names(found: Found) -> frozenset[int]:
    """Positions of small words in names and weapons: "of" in "Islamic State of Khorasan", "stick of dynamite"."""
    names = [(p.first, p.last) for p in found.places]
    names += [(m.first, m.last) for m in found.mentions if m.sense.kind in _NAME_KINDS]
    weapons = (m for m in found.mentions if m.sense.kind == "weapon" and m.last - m.first == len(_OF_STUFF))
    names += [(m.first, m.last) for m in weapons if "".join(found.tagged.tags[m.first : m.last]) == _OF_STUFF]
    inside = {j for first, last in names for j in range(first + 1, last - 1)}
    return frozenset(inside | {last - 1 for _, last in names if found.tagged.tags[last - 1] == ")"})


def _glosses(found: Found) -> frozenset[int]:
    """Positions of a bracket that explains the short name before it, where the noun goes on: "ELN [army …] rebels"."""
    tags = found.tagged.tags
    if "(" not in tags:
        return frozenset()
    ends = {m.last for m in found.mentions if m.sense.kind == "actor"}
    inside: set[int] = set()
    for i, tag in enumerate(tags):
        if tag != "(" or i == 0 or not (tags[i - 1] == "D" or i in ends):
            continue
        close = next((k for k in range(i + 1, min(len(tags), i + _GLOSS)) if tags[k] == ")"), None)
        if close is not None and tags[close + 1 : close + 2] == ("O",) and "V" not in tags[i:close]:
            inside.update(range(i, close + 1))
    return frozenset(inside)


def _quoted_names(found: Found) -> frozenset[int]:
    """Positions of the marks around a name inside a noun group: "the "White Hand" squad"."""
    tags = found.tagged.tags
    if "q" not in tags:
        return frozenset()
    inside: set[int] = set()
    for i in range(1, len(tags)):
        if tags[i] != "q" or i in inside or tags[i - 1] not in "DON":
            continue
        close = next((k for k in range(i + 2, min(len(tags), i + _GLOSS)) if tags[k] == "q"), None)
        if close is None or not set(tags[i + 1 : close]) <= set("ODN'I"):
            continue
        if tags[i - 1] in "DN" or tags[close + 1 : close + 2] == ("O",):
            inside.update((i, close))
    return frozenset(inside)


def _sequel(tokens: Sequence[Token], at: int, words: Mapping[str, frozenset[str]]) -> bool:
    """A unit of time counts to what stands behind it: "hours after", "days before"."""
    return at + 1 < len(tokens) and tokens[at + 1].low in words["sequel_prepositions"]


def _noun_after_time(tags: Sequence[str], j: int) -> bool:
    """ "the June 2014 attack": the time stands between determiner and noun."""
    while j < len(tags) and tags[j] == "T":
        j += 1
    return j < len(tags) and tags[j] == "O"


def _classes(head: int, mentions: Sequence[Mention], places: Sequence[PlaceMention]) -> frozenset[str]:
    """The classes of the longest senses that end at the head, and of a place name that is no shorter."""
    if not (mentions or places):
        return _NO_CLASSES
    at_head = [m for m in mentions if m.last == head + 1]
    longest = max([m.last - m.first for m in at_head], default=0)
    found = _NO_CLASSES.union(*[m.sense.classes for m in at_head if m.last - m.first == longest])
    place = next((p for p in places if p.last == head + 1), None) if places else None
    if place and (not found or place.last - place.first >= longest):
        return found | (_COUNTRY if place.is_country else _PLACE)
    return found


def _named_vessel(tokens: Sequence[Token], head: int, mentions: Sequence[Mention]) -> int | None:
    """ "the destroyer | HMS Thunder", "the tanker | Sea Star": where the noun before a ship's name ends."""
    for mention in mentions:
        if "vehicle" not in mention.sense.classes or mention.last > head or not tokens[mention.first].text.islower():
            continue
        if all(token.text[0].isupper() for token in tokens[mention.last : head + 1]):
            return mention.last
    return None


def _person_named(head: int, mentions: Sequence[Mention]) -> bool:
    return bool(mentions) and any(m.last == head + 1 and m.sense.kind == "name" for m in mentions)


def _is_named(found: Found, first: int, last: int) -> bool:
    if not found.case_tells:
        return False
    end = last - 1
    if end > first and found.tokens[end].text[0].isdigit() and found.tokens[end].start == found.tokens[end - 1].end:
        end -= 1  # "the G9"
    if not found.tokens[end].text[0].isupper():
        return False
    return any(found.tagged.tags[j] == "O" and found.tokens[j].text[0].isupper() for j in range(first, last))
