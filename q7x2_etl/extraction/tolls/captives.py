"""Whom a harm befalls that its own words do not count: those aboard what is hijacked, and "them"."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from q7x2_etl.extraction.framing.frames import Frame, Harm, Role
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.verb_neighbours import objects_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import HE_OR_SHE, SELVES
from q7x2_etl.language.grammar.groups import NounGroup

_BEHIND = 4  # chunks behind a vehicle in which it is told who is in it
_ALL = frozenset({"all"})
_THEY = frozenset({"they", "them", "both", "all"})
_OBJECTS = frozenset({"them", "both"})
_OF_TWO = 2  # verbs, of which the first has the people as its objects; people of a list
_BEFORE = frozenset({"before", "until"})
_PEOPLE = frozenset({"person", "armed", "civilian", "count", "captive"})


def count_captives(frames: Sequence[Frame], before: Sequence[Told], words: Mapping[str, frozenset[str]]) -> None:
    """Adds to the frames of one sentence those aboard, and gives "them" the count of whom it stands for."""
    for frame in frames:
        outcome = frame.entry.get("aboard")
        if outcome and frame.stage == "accomplished" and not frame.harms:
            aboard = [g for vehicle in frame.objects for g in _aboard(frame.sentence, vehicle, words)]
            frame.harms += [
                Harm(outcome, group, frame.sentence, f"trigger.{frame.entry['id']}.aboard") for group in aboard
            ]
        doers = {id(group) for role in frame.roles if role.role != "target" for group in _with_inner(role.group)}
        _tell_each(frame)
        frame.harms = [_counted(_own(harm, frame, frames, before), before, words, doers) for harm in frame.harms]
        frame.roles = [r for r in frame.roles if r.role != "target" or not _reflexive(r.sentence, r.group)]


def _tell_each(frame: Frame) -> None:
    """ "dragged out a teacher and | his son and killed | them both": each of those whom the verb before has."""
    for harm in list(frame.harms):
        each = _each_of_them(harm)
        if each:
            at = next(n for n, known in enumerate(frame.harms) if known is harm)
            frame.harms[at : at + 1] = [replace(harm, group=group) for group in each]
            others = [r for r in frame.roles if r.group is not harm.group]
            frame.roles = others + [Role("target", group, harm.sentence, f"{harm.rule}.each") for group in each]


def _each_of_them(harm: Harm) -> list[NounGroup]:
    """The people, told one by one, whom the verb before has as objects; none where it stands for no such list."""
    sentence, group, chunks = harm.sentence, harm.group, harm.sentence.chunks
    low = sentence.lows[group.head]
    if low not in _OBJECTS or not (group.pronoun or low == "both"):
        return []
    verbs = [k for k, piece in enumerate(chunks) if piece.verb is not None and piece.last <= group.first]
    if len(verbs) < _OF_TWO or chunks[verbs[-2]].verb is None or sentence.chunks[verbs[-1] - 1].kind != "C":
        return []
    people = [g for g in objects_of(sentence, verbs[-2]) if classes_of(sentence, g) & _PEOPLE or _by_name(g)]
    return people if len(people) >= _OF_TWO and all(g.quantity is None for g in people) else []


def _by_name(group: NounGroup) -> bool:
    return group.named and not (group.classes or group.places)


def _reflexive(sentence: Sentence, group: NounGroup) -> bool:
    return group.pronoun and sentence.lows[group.head] in SELVES


def _attackers_struck(harm: Harm, frame: Frame, frames: Sequence[Frame], before: Sequence[Told]) -> Harm:
    """ "killing three before | they | were shot", "Both were killed by police": those who attacked before.

    The harm as it is where it does not say so, or where no attackers are told.
    """
    lows, first = harm.sentence.lows, harm.group.first
    by_state = any("state" in classes_of(frame.sentence, g) for g in frame.groups("perpetrator"))
    before_that = first > 0 and lows[first - 1] in _BEFORE and not frame.groups("perpetrator")
    if not harm.group.pronoun or lows[harm.group.head] not in _THEY or not (by_state or before_that):
        return harm
    here = [f for f in frames if f is not frame and f.last <= first]
    earlier = here or [f for told in before[-1:] for f in told.frames]
    for other in reversed(earlier):
        for role in other.roles:
            armed = {"armed_group", "person"} & role.group.classes and "state" not in role.group.classes
            if role.role == "perpetrator" and armed and not role.group.pronoun:
                return replace(harm, group=role.group, sentence=role.sentence)
    return harm


def _own(harm: Harm, frame: Frame, frames: Sequence[Frame], before: Sequence[Told]) -> Harm:
    """ "killed himself and three guards": the doer's own death; "Police shot him dead": him who attacked before."""
    if not harm.group.pronoun:
        return harm
    low = harm.sentence.lows[harm.group.head]
    if low in SELVES:
        doers = frame.groups("perpetrator")
        told = len(doers) == 1 and not doers[0].pronoun and "event" not in doers[0].classes  # no suicide bomber's
        return replace(harm, group=doers[0]) if told else harm
    struck = _attackers_struck(harm, frame, frames, before)
    if struck is not harm:
        return struck
    doers = frame.groups("perpetrator")
    by_state = any("state" in classes_of(frame.sentence, g) for g in doers)
    if low not in HE_OR_SHE or not (by_state or (not doers and _only_attacker_is_one(before))):
        return harm
    here = [
        f
        for f in frames
        if f is not frame and f.last <= harm.group.first and any(h.outcome == "killed" for h in f.harms)
    ]
    attackers = [
        (f.sentence, g) for f in (here or [f for told in before[-1:] for f in told.frames])
        for g in f.groups("perpetrator")
        if (_alone(g) if here else {"armed_group", "person"} <= g.classes) and g.quantity is None
        and not any(m.sense.is_plural for m in g.mentions)
    ]  # fmt: skip
    one = len({(g.first, g.last) for _, g in attackers}) == 1
    return replace(harm, sentence=attackers[0][0], group=attackers[0][1]) if one else harm


def _alone(group: NounGroup) -> bool:
    """One person, no force: "a convict killed four before he was shot dead by police"."""
    return bool(group.classes & {"person", "title"} or group.named) and "state" not in group.classes


def _only_attacker_is_one(before: Sequence[Told]) -> bool:
    """ "A gunman shot two guards. He was killed later": those whom he hit are several, or none."""
    hit = [g for told in before[-1:] for f in told.frames for g in f.groups("target")]
    return all(g.quantity is not None or not (g.named or "person" in g.classes) for g in hit)


def _aboard(sentence: Sentence, vehicle: NounGroup, words: Mapping[str, frozenset[str]]) -> list[NounGroup]:
    """ "a bus carrying 34 workers", "a plane with 96 people on board"."""
    chunks = sentence.chunks
    at = next((k for k, piece in enumerate(chunks) if piece.noun is vehicle), len(chunks))
    for k in range(at + 1, min(len(chunks), at + _BEHIND)):
        verb, noun = chunks[k].verb, chunks[k].noun
        if verb is not None and not (verb.form == "ing" and verb.lemma in words["carrying_verbs"]):
            return []
        carried = noun is not None and (noun.prep == "with" or chunks[k - 1].verb is not None)
        if noun is not None and carried and noun.quantity is not None:
            return [noun] if classes_of(sentence, noun) & _PEOPLE else []
    return []


def _with_inner(group: NounGroup) -> Iterator[NounGroup]:
    """A group and those behind its "of": "a group | of around a dozen men"."""
    inner: NounGroup | None = group
    while inner is not None:
        yield inner
        inner = inner.complement


def _counted(harm: Harm, before: Sequence[Told], words: Mapping[str, frozenset[str]], doers: Set[int]) -> Harm:
    """The harm of the people last told of, where they are counted: "stopped two aid workers and drove them away".

    So are "their bodies".
    """
    low = harm.sentence.lows[harm.group.head]
    theirs = harm.sentence.lows[harm.group.first] == "their" and "corpse" in harm.group.classes
    if not theirs and (not harm.group.pronoun or low not in words["plural_references"] | _ALL):
        return harm
    places = [(harm.sentence, harm.group.first), *((t.sentence, len(t.sentence.tokens)) for t in before[-1:])]
    for sentence, limit in places:
        for noun in people_before(sentence, limit):
            if id(noun) in doers:
                continue  # "six men cut off the road and bundled them into a jeep"
            many = noun.quantity is not None and (noun.quantity.high or noun.quantity.low or 2) > 1
            if low in _ALL and not many:
                continue  # "a plane with nine aboard was shot down by rebels. All perished"
            return replace(harm, group=noun, sentence=sentence) if many else harm
    return harm


def people_before(sentence: Sentence, limit: int) -> Iterator[NounGroup]:
    """The groups of several people before a position, the nearest first."""
    for piece in reversed(sentence.chunks):
        noun = piece.noun
        if noun is None or noun.first >= limit or noun.pronoun:
            continue
        plural = noun.quantity is not None or any(m.sense.is_plural and m.last == noun.head + 1 for m in noun.mentions)
        if plural and (classes_of(sentence, noun) & _PEOPLE or _on_board(sentence, noun)):
            yield noun


def _on_board(sentence: Sentence, noun: NounGroup) -> bool:
    """ "a plane with nine aboard": people by what stands behind them."""
    behind = sentence.lows[noun.last : noun.last + 2]
    return noun.quantity is not None and (behind[:1] == ("aboard",) or behind == ("on", "board"))
