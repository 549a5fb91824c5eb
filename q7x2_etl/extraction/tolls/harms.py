"""Casualties that no verb's slot gives: "left 26 people dead", "the toll rose to 22", "five dead", "including two"."""

from collections.abc import Iterator, Sequence, Set
from datetime import timedelta
from typing import get_args

from q7x2_etl.extraction.framing.frames import AMONG, Frame, Harm
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.coordination import coordinated_left, coordinated_right
from q7x2_etl.extraction.syntax.verb_neighbours import tells_age
from q7x2_etl.extraction.tolls.gapped import gapped, told_fatal
from q7x2_etl.extraction.tolls.parts import parts_of
from q7x2_etl.extraction.tolls.placed_tolls import PlacedTolls
from q7x2_etl.extraction.tolls.plights import AmongThem, Plights
from q7x2_etl.extraction.tolls.retold_tolls import RetoldTolls, outcome_told
from q7x2_etl.extraction.tolls.survivors import Survivors
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import INDEFINITE
from q7x2_etl.language.grammar.groups import Chunk, NounGroup
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.model import CasualtyOutcome

_OUTCOMES: tuple[CasualtyOutcome, ...] = get_args(CasualtyOutcome)
_SUMMING = frozenset({"be", "number", "total"})  # "those killed numbered 150"
_ONE = frozenset({"him", "her"})
_COUNTABLE = frozenset({"person", "armed", "civilian", "count"})
_LEFT_REACH = 14  # chunks behind "left" in which its state may stand
_TOLL_REACH = 13
_AMONG_REACH = 4  # tokens before a list's verb: "among the six dead"
_TO_FIGURE = frozenset({"to", "at", "of", "as", None})
_NUMBER_REACH = 5  # tokens behind "number" in which its state stands

_SPANS = frozenset({"year", "season", "month"})
_MONTH = timedelta(days=27)


class HarmReader:
    """Finds harms by patterns of counts and states, with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        pairs_among = lexicon.lists.pairs_among
        self._states = pairs_among("harm_states", _OUTCOMES)
        self._marks = pairs_among("harm_marks", _OUTCOMES)
        self._adjectives = pairs_among("harm_adjectives", _OUTCOMES)
        self._plights = pairs_among("harm_plights", _OUTCOMES)
        self._tolls = pairs_among("toll_counts", _OUTCOMES)
        self._named = pairs_among("number_of", _OUTCOMES)
        self._toll_heads = lexicon.words["toll_heads"]
        self._numbered = {**self._states, **pairs_among("numbered_states", _OUTCOMES)}
        self._number_heads = lexicon.words["number_heads"]
        states = self._states.keys() | self._plights.keys() | self._marks.keys()
        self._telling = self._toll_heads | self._number_heads | states | self._tolls.keys()
        self._sole = lexicon.words["sole_words"]
        self._listing = lexicon.words["listing_verbs"]
        self._rising = lexicon.words["toll_verbs"]
        self._raising = lexicon.words["raising_verbs"]
        self._leaving = lexicon.words["leaving_verbs"]
        self._saving = lexicon.words["saving_verbs"]
        self._saying = lexicon.words["verbs_saying"]
        self._being = lexicon.words["be_like_verbs"]
        self._singles = Plights(self._plights, self._being)
        self._among = AmongThem(self._states, self._named, self._marks)
        self._survivors = Survivors(lexicon.words)
        self._retold = RetoldTolls(lexicon.words)
        self._placed = PlacedTolls(lexicon.words, pairs_among("placed_counts", _OUTCOMES))

    def may_retell(self, words: Set[str], before: Sequence[Told]) -> bool:
        """Whether a sentence of these words may tell a new figure of people counted before."""
        if before and self._survivors.may_stand(words):
            return True
        return self._retold.may_stand(words, outcome_told(before) is not None)

    def harms(self, sentence: Sentence, frames: Sequence[Frame], before: Sequence[Told] = ()) -> list[Harm]:
        """Harms that no frame holds yet; parts ("including …") go with the frame that has the total.

        `before`: the sentences before, whose figures it may bring up to date.
        """
        told, counted = outcome_told(before), {h.outcome for t in before for f in t.frames for h in f.harms}
        among = list(self._among.harms(sentence, counted))
        for frame in frames:  # "were found among the dead" tells of nobody found dead
            frame.harms = [h for h in frame.harms if not any(h.group is part.group for part in among)]
        found = [
            *self._placed.harms(sentence),
            *(self._told_by_words(sentence, counted) if not self._telling.isdisjoint(sentence.vocabulary) else ()),
            *self._described(sentence),
            *self._singles.harms(sentence),
            *among,
            *self._survivors.harms(sentence, before),
        ]
        found += (*gapped(sentence, frames), *told_fatal(sentence, frames))
        here = [h.outcome for h in (*found, *(h for f in frames for h in f.harms)) if h.group.quantity is not None]
        found += self._retold.harms(sentence, "killed" if "killed" in here else here[-1] if here else told)
        for frame in frames:
            for harm in list(frame.harms):
                frame.harms += parts_of(sentence, harm, _counts)
        taken = {harm.group.first for frame in frames for harm in frame.harms}
        loose = []
        for harm in found:  # "left | seven dead" is told by its verb and by the state
            if harm.group.first not in taken:
                loose.append(harm)
                taken.add(harm.group.first)
        return loose + [part for harm in loose for part in parts_of(sentence, harm, _counts)]

    def _told_by_words(self, sentence: Sentence, told: Set[CasualtyOutcome]) -> Iterator[Harm]:
        """Those that need a word for a state, a plight or a toll."""
        yield from self._left_in_state(sentence)
        yield from self._of_tolls(sentence)
        yield from self._counted_state(sentence)
        yield from self._listed(sentence, told)
        yield from self._only_one(sentence)

    def _left_in_state(self, sentence: Sentence) -> list[Harm]:
        """ "left N (people) dead and M wounded": a count or person group right before the state word."""
        harms: list[Harm] = []
        chunks = sentence.chunks
        for k, piece in enumerate(chunks):
            verb = piece.verb
            if verb is None or verb.passive or verb.lemma not in self._leaving:
                continue
            pending: list[NounGroup] = []
            for j, follower in enumerate(chunks[k + 1 : k + _LEFT_REACH], k + 1):
                if follower.kind in {"R", "S"} or sentence.lows[follower.first] == ";" or _acts(sentence, follower):
                    break
                if follower.noun is not None and not follower.noun.prep and not tells_age(chunks, j):
                    pending.append(follower.noun)
                state = self._state_at(sentence, follower.first, follower.last) or self._plight_of(sentence, follower)
                if state and pending:
                    left = [g for g in pending if _counts(sentence, g) or _is_person(sentence, g)]
                    harms += [Harm(state, g, sentence, "harm.left_in_state") for g in left]
                    pending = []
        return harms

    def _plight_of(self, sentence: Sentence, piece: Chunk) -> CasualtyOutcome | None:
        """ "left a woman | in critical condition", "left six people | with burns"."""
        if piece.noun is None or piece.noun.prep not in {"in", "with"}:
            return None
        low = sentence.lows[piece.noun.head]
        return self._plights.get(low) if piece.noun.prep == "in" else self._marks.get(low)

    def _state_at(self, sentence: Sentence, first: int, last: int) -> CasualtyOutcome | None:
        return next((self._states[low] for low in sentence.lows[first:last] if low in self._states), None)

    def _of_tolls(self, sentence: Sentence) -> list[Harm]:
        """ "the death toll rose to 22", "a toll of 27 dead", "12 deaths"."""
        harms: list[Harm] = []
        for k, piece in enumerate(sentence.chunks):
            noun = piece.noun
            if noun is None:
                continue
            head = sentence.lows[noun.head]
            if head in self._number_heads and sentence.lows[noun.first] in INDEFINITE:
                continue  # "an unknown number of wounded reached the clinic by 5"
            if head in self._number_heads:
                outcome = self._outcome_behind(sentence, noun)
                figure = self._raised(sentence, k) or self._risen(sentence, k) or _figure(sentence, k)
                if outcome is not None and figure is not None and not _over_months(sentence, noun):
                    harms.append(Harm(outcome, figure, sentence, "harm.toll"))
            elif head in self._toll_heads:
                figure, risen = _figure(sentence, k), self._risen(sentence, k)
                if figure is not None and risen is not None and figure.first < risen.first and not figure.classes:
                    harms.append(Harm("killed", risen, sentence, "harm.toll"))  # "first given as 40, rose to 145"
                figure = figure or risen
                of_people = figure is not None and classes_of(sentence, figure).isdisjoint({"place", "facility"})
                if figure is not None and of_people and not _counted_since(sentence, noun, figure):
                    harms.append(Harm("killed", figure, sentence, "harm.toll"))
            elif head in self._tolls and noun.quantity is not None and not self._saved(sentence, k):
                harms.append(Harm(self._tolls[head], noun, sentence, "harm.toll"))
            elif head in self._tolls and (listed := _listed_figure(sentence, k)) is not None:
                harms.append(Harm(self._tolls[head], listed, sentence, "harm.toll"))
        return harms

    def _risen(self, sentence: Sentence, k: int) -> NounGroup | None:
        """The count behind "rose to" or "reached", however much stands between: "the number of those killed when …"."""
        for j in range(k + 1, len(sentence.chunks)):
            verb = sentence.chunks[j].verb
            if verb is not None and verb.lemma in self._rising:
                return _figure(sentence, j)
        return None

    def _raised(self, sentence: Sentence, k: int) -> NounGroup | None:
        """The count before it: "raised | to 42 | the number of soldiers killed"."""
        figure = sentence.chunks[k - 1].noun if k > 2 else None
        verb = sentence.chunks[k - 3].verb if k > 2 else None
        told = verb is not None and verb.lemma in self._raising
        return figure if told and figure is not None and figure.prep == "to" and figure.quantity is not None else None

    def _outcome_behind(self, sentence: Sentence, noun: NounGroup) -> CasualtyOutcome | None:
        """ "the number of people killed", "the number of dead": what the number counts."""
        lows = sentence.lows[noun.head + 1 : noun.head + 1 + _NUMBER_REACH]
        if not lows or lows[0] != "of":
            return self._numbered.get(lows[0]) if lows else None  # "the number killed in Tuesday's blast"
        found = (self._numbered.get(low) or self._tolls.get(low) or self._named.get(low) for low in lows)
        return next((outcome for outcome in found if outcome is not None), None)

    def _saved(self, sentence: Sentence, k: int) -> bool:
        """ "saved 11 lives": nobody came to harm."""
        before = sentence.chunks[k - 1] if k else None
        return before is not None and before.verb is not None and before.verb.lemma in self._saving

    def _counted_state(self, sentence: Sentence) -> list[Harm]:
        """ "22 dead, 30 injured" in headlines and lists: a count whose group ends in or precedes a state word."""
        harms = []
        chunks = sentence.chunks
        for k, piece in enumerate(chunks):
            noun = piece.noun
            if noun is None or (noun.quantity is None and not _one_more(sentence, noun)):
                continue
            state = self._states.get(sentence.lows[noun.head])
            after = chunks[k + 1] if k + 1 < len(chunks) else None
            opens_verb = after is not None and after.verb is not None and after.first < after.verb.head
            said = after is not None and after.verb is not None and after.verb.lemma in self._saying
            if said and after is not None and after.verb is not None and after.verb.bare_participle:
                after = chunks[k + 2] if k + 2 < len(chunks) else None  # "seven | reported | dead"
            if state is None and after is not None and (after.kind in {"B", "O"} or opens_verb):  # "Nine | dead is"
                state = self._states.get(sentence.lows[after.first])
            at = _verb_behind(sentence, k)
            if state is None and at is not None and not noun.prep:
                state = self._predicated(sentence, at)
            if state is not None:
                groups = [noun] if noun.prep else coordinated_left(sentence, k)
                people = [g for g in groups if g is noun or (_counts(sentence, g) and g.classes & _COUNTABLE)]
                harms += [Harm(state, g, sentence, "harm.counted_state") for g in people]
                beside = _beside(sentence, k) if noun.prep == "with" else None
                if beside is not None:
                    harms.append(Harm(state, beside, sentence, "harm.counted_state"))
        return harms

    def _listed(self, sentence: Sentence, told: Set[CasualtyOutcome]) -> list[Harm]:
        """ "the dead were two nuns and a priest", "the wounded include a child", "among the dead were two nuns"."""
        harms: list[Harm] = []
        lows, chunks = sentence.lows, sentence.chunks
        for k, piece in enumerate(chunks[:-1]):
            verb, noun = piece.verb, chunks[k + 1].noun
            if verb is None or noun is None or verb.negated or verb.passive or verb.lemma not in self._listing:
                continue
            # "dead" is taken for an adverb of the verb behind it
            at = next(i for i in range(piece.first, piece.last) if i == verb.head or sentence.tagged.tags[i] != "B")
            state = self._state_before(sentence, at)
            if state is None:
                at = _before_groups(sentence, k)
                state = self._state_before(sentence, at)
            if state is None:
                continue
            of_some = "of" in lows[max(0, at - _AMONG_REACH) : at - 1]  # "two of the dead were officers"
            if of_some and verb.lemma == "be":
                continue
            of_more = verb.lemma not in _SUMMING or "among" in lows[max(0, at - _AMONG_REACH) : at]
            rule = ("harm.part" if state in told else AMONG) if of_more else "harm.listed"
            harms += [
                Harm(state, g, sentence, rule) for g in coordinated_right(sentence, k + 1) if _counts(sentence, g)
            ]
        return harms

    def _described(self, sentence: Sentence) -> Iterator[Harm]:
        """ "carried | 15 injured people | away": the state stands between a count and its noun."""
        if self._adjectives.keys().isdisjoint(sentence.vocabulary):
            return
        for piece in sentence.chunks:
            noun = piece.noun
            if noun is None or noun.quantity is None or noun.classes.isdisjoint(_COUNTABLE):
                continue
            between = sentence.lows[noun.quantity.last : noun.head]
            state = next((self._adjectives[low] for low in between if low in self._adjectives), None)
            if state is not None:
                yield Harm(state, noun, sentence, "harm.described")

    def _only_one(self, sentence: Sentence) -> list[Harm]:
        """ "The attacker was the only fatality": who that was."""
        harms: list[Harm] = []
        chunks = sentence.chunks
        for k, piece in enumerate(chunks[1:-1], 1):
            who, verb, what = chunks[k - 1].noun, piece.verb, chunks[k + 1].noun
            if who is None or verb is None or what is None or verb.lemma != "be" or verb.negated:
                continue
            outcome = self._tolls.get(sentence.lows[what.head])
            if outcome is not None and not self._sole.isdisjoint(sentence.lows[what.first : what.head]):
                harms += [Harm(outcome, g, sentence, "harm.listed") for g in coordinated_left(sentence, k - 1)]
        return harms

    def _state_before(self, sentence: Sentence, end: int) -> CasualtyOutcome | None:
        """ "deaths", or "the dead", "those killed", "the six wounded" right before position `end`."""
        if end == 0:
            return None
        low, before = sentence.lows[end - 1], sentence.lows[max(0, end - _AMONG_REACH) : end - 1]
        alone = not {"the", "those"}.isdisjoint(before)
        return self._tolls.get(low) or (self._states.get(low) if alone else None)

    def _predicated(self, sentence: Sentence, k: int) -> CasualtyOutcome | None:
        """ "four officers are missing", "two were dead": a form of "be" at chunk `k`, a state right behind it."""
        verb, behind = sentence.chunks[k].verb, sentence.chunks[k + 1 : k + 4]
        if verb is None or verb.negated or verb.modal:
            return None
        left = verb.passive and verb.lemma in self._leaving  # "were left homeless"
        if verb.lemma not in self._being and not left and not (verb.passive and verb.lemma in self._saying):
            return None  # "are missing", "have been confirmed dead"
        plight = next((piece.noun for piece in behind if piece.noun is not None), None)
        if plight is not None and plight.prep == "in":
            return self._plights.get(sentence.lows[plight.head])
        states = (self._states.get(sentence.lows[piece.first]) for piece in behind[:2] if piece.last == piece.first + 1)
        return next((state for state in states if state is not None), None)


def _before_groups(sentence: Sentence, k: int) -> int:
    """ "the dead | in Tuesday's raid near Jos | include": where the groups begin that stand before the verb at `k`."""
    chunks = sentence.chunks
    while k > 0 and (
        chunks[k - 1].kind in {"I", "T"} or (chunks[k - 1].noun is not None and chunks[k - 2].kind in {"I", "T"})
    ):
        k -= 1
    return chunks[k].first


def _acts(sentence: Sentence, piece: Chunk) -> bool:
    """ "left seven dead, a gunman | killed | 80 people": a verb with an object of its own."""
    verb = piece.verb
    if verb is None or verb.passive or verb.form not in {"past", "pp"}:
        return False
    chunks = sentence.chunks
    at = next(k for k, other in enumerate(chunks) if other is piece)
    noun = chunks[at + 1].noun if at + 1 < len(chunks) else None
    return noun is not None and noun.prep is None


def _beside(sentence: Sentence, k: int) -> NounGroup | None:
    """ "with | 17 soldiers and | four civilians dead": the count that shares the state."""
    chunks = sentence.chunks
    before = chunks[k - 2].noun if k >= 2 and chunks[k - 1].kind == "C" else None
    return before if before is not None and before.quantity is not None and before.prep == "with" else None


def _one_more(sentence: Sentence, noun: NounGroup) -> bool:
    """ "a third | is in the hands of the attackers"."""
    opened = noun.head == noun.first + 1 and sentence.lows[noun.first] in INDEFINITE
    return opened and noun.elliptic and noun.prep is None


def _verb_behind(sentence: Sentence, k: int) -> int | None:
    """The verb behind a noun group and what belongs to it: "nine teachers of a school | are"."""
    chunks = sentence.chunks
    named = chunks[k + 2].noun if k + 3 < len(chunks) and chunks[k + 1].kind == "," else None
    apposed = (
        named is not None and named.named and chunks[k + 3].kind == ","
    )  # "one officer, Ali Reza, | is in custody"
    for j in range(k + 4 if apposed else k + 1, len(chunks)):
        piece = chunks[j]
        if piece.verb is not None:
            return j
        if piece.kind not in {"I", "T", "B"} and (piece.noun is None or piece.noun.prep not in {"of", "from", "in"}):
            return None
    return None


def _listed_figure(sentence: Sentence, k: int) -> NounGroup | None:
    """ "Fatalities: 3": the bare number behind a colon."""
    chunks = sentence.chunks
    if k + 2 >= len(chunks) or sentence.lows[chunks[k + 1].first] != ":":
        return None
    noun = chunks[k + 2].noun
    return noun if noun is not None and noun.quantity is not None and not noun.classes else None


def _counts(sentence: Sentence, group: NounGroup) -> bool:
    if group.pronoun:
        return sentence.lows[group.head] in _ONE  # "left him dead"
    return group.quantity is not None or not classes_of(sentence, group).isdisjoint(_COUNTABLE)


def _is_person(sentence: Sentence, group: NounGroup) -> bool:
    """ "left | the tribal leader Mir Attaullah and | his son | dead": a name of no place and no thing."""
    return group.named and not group.classes and not group.places and sentence.case_tells


def _figure(sentence: Sentence, k: int) -> NounGroup | None:
    """The count that a toll at chunk `k` rose to, stood at or consists of."""
    for piece in sentence.chunks[k + 1 : k + _TOLL_REACH]:
        if piece.kind == "S" or (piece.verb is not None and piece.verb.modal):
            return None  # "the toll may rise, as 30 are in a critical state"
        if piece.noun is not None and piece.noun.quantity is not None and piece.noun.prep in _TO_FIGURE:
            return piece.noun
    return None


def _counted_since(sentence: Sentence, toll: NounGroup, figure: NounGroup) -> bool:
    """ "taking the toll since May to 175": a toll of many events."""
    start, end = sentence.offsets(toll.head, figure.first + 1)
    return any(t.kind == "since" and start < t.start < end for t in sentence.times)


def _over_months(sentence: Sentence, number: NounGroup) -> bool:
    """ "brings to 12 the number of soldiers killed since 2014", "… this year": a toll of many events."""
    begin, comma = sentence.offsets(number.head, number.head + 1)[0], [t.start for t in sentence.tokens if t.low == ","]
    for time in sentence.times:
        if time.start < begin or any(begin < at < time.start for at in comma):
            continue
        start, end = time.date_start, time.date_end
        long = start is None or end is None or end - start > _MONTH
        if (long and time.kind == "since") or (time.precision in _SPANS and time.anchor != "absolute"):
            return True
    return False
