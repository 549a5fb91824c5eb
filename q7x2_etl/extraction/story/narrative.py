"""Reads a story from its first region to its last: sentences, frames, incidents, and what is said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from q7x2_etl.extraction.eventhood.fields import Profile
from q7x2_etl.extraction.eventhood.relevance import Before, Relevance
from q7x2_etl.extraction.framing.frames import Frame, Harm, Role
from q7x2_etl.extraction.framing.groupings import BY_MEANS, HURT
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.merging.joining import Joiner
from q7x2_etl.extraction.merging.pairs import WHOLES
from q7x2_etl.extraction.merging.sides import doers_armed
from q7x2_etl.extraction.merging.together import hits, of_angry_people
from q7x2_etl.extraction.story.paragraph_places import opened_with
from q7x2_etl.extraction.story.sentences_told import Paragraph, paragraphs_of
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.story.triggers_found import Triggers, triggers_found, triggers_of
from q7x2_etl.extraction.syntax.reference_resolution import inherit_roles, resolve_references
from q7x2_etl.extraction.time_and_place.circumstances import place_and_date
from q7x2_etl.extraction.time_and_place.shares import tell_apart
from q7x2_etl.extraction.tolls.captives import count_captives
from q7x2_etl.extraction.tolls.harms import HarmReader
from q7x2_etl.extraction.tolls.likened import give_likened_counts
from q7x2_etl.language.annotate import Annotator
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.mentions.trigger_scan import TriggerScan
from q7x2_etl.model import Article

_AFTER = frozenset({"after", "when", "as"})
_NO_DEATHS = frozenset({None, "kidnapping", "arrest", "hijacking", "displacement", "protest"})
_OCCASION = frozenset({"after", "following", "over"})
_AT = frozenset({"at", "near", "outside", "in", "into"})
_ONE_SIDED = frozenset({"armed_attack", "bombing", "suicide_bombing", "shelling", "airstrike", "arson"})
_SUM_BACK = 3  # sentences
_OPENING = 3  # sentences
_LOOK_BACK = 3  # sentences that may name who took part


@dataclass(frozen=True, slots=True)
class Story:
    """All sentences of a story and the incidents that they tell of."""

    told: Sequence[Told]
    incidents: Sequence[Incident]


class StoryReader:
    """Reads stories with one annotator, one lexicon and their rules; holds no state of any story."""

    def __init__(
        self, annotator: Annotator, scan: TriggerScan, lexicon: Lexicon, joiner: Joiner, relevance: Relevance
    ) -> None:
        self._scan = scan
        self._annotator = annotator
        self._lexicon = lexicon
        self._joiner = joiner
        self._relevance = relevance
        self._harms = HarmReader(lexicon)
        self._tolls = next(e for e in lexicon.trigger_entries if e["id"] == "toll.n")

    def read_together(self, articles: Sequence[Article]) -> list[Story]:
        """Annotates the stories' regions in order and joins their frames to incidents; each step of all stories."""
        profiles = [self._relevance.profile(a.text, a.story_start, a.story_end) for a in articles]
        paragraphs = [paragraphs_of(article, self._annotator, self._lexicon) for article in articles]
        told = [[entry for paragraph in of_story for entry in paragraph.told] for of_story in paragraphs]
        triggers = triggers_found(told, self._scan)
        return list(map(self._story, articles, profiles, paragraphs, told, triggers))

    def _story(
        self,
        article: Article,
        profile: Profile,
        paragraphs: Sequence[Paragraph],
        told: Sequence[Told],
        triggers: Mapping[int, Triggers],
    ) -> Story:
        incidents: list[Incident] = []
        for paragraph in paragraphs:
            for at, entry in enumerate(paragraph.told):
                before = told[: entry.number]
                self._read_frames(entry, triggers.get(entry.number), before, profile)
                opened = opened_with(paragraph.told[:at]) if entry.frames else frozenset()
                for frame in entry.frames:
                    frame.opened = opened
                    frame.reached = entry.running if entry.running is not paragraph.before else None
                inherit_roles(entry.frames, [t for t in before[-_LOOK_BACK:] if t.paragraph == paragraph.number])
            for entry in paragraph.told:
                self._joiner.add(incidents, entry.frames, article.published_on)
        return Story(told, incidents)

    def _read_frames(self, entry: Told, triggers: Triggers | None, before: Sequence[Told], profile: Profile) -> None:
        """Fills in the sentence's frames; without the words of a trigger there are none, and no more is read."""
        sentence, reading = entry.sentence, entry.reading
        if reading is None or not (triggers or self._harms.may_retell(sentence.vocabulary, before)):
            return
        triggers = triggers or triggers_of(reading)
        acts = triggers.verbs
        things = (
            f
            for f in triggers.nouns
            if not (_thrown(f, acts) or _worded(f, acts) or _fired_on(f, acts) or _seized(f, acts))
        )
        found = [*things, *acts]
        found = [f for f in found if not (_of_victims_only(f, found) or _grievance(f, found))]
        found = _without_remains(found)
        loose = self._harms.harms(sentence, found, before)
        loose = [h for h in loose if not (before and self._relevance.of_a_war(h))]
        going_on = any(f.event_type and not f.effect for told in before[-_LOOK_BACK:] for f in told.frames)
        quiet = bool(before) and not any(f.event_type and not f.effect for told in before for f in told.frames)
        sum_told = self._sum_before(before)
        frames = self._relevance.chosen(found, reading, profile, Before(going_on, quiet, sum_told))
        entry.sum_told = self._relevance.tells_many(found) or (sum_told and not frames)
        if loose and not found and before:
            frames = [self._toll(entry, loose[0])]
        for harm in loose if frames else ():
            owner = _owner(frames, harm)
            owner.harms.append(harm)
            if harm.rule == "harm.left_in_state" and owner.event_type in _ONE_SIDED and _is_victim(harm, owner):
                owner.roles.append(Role("target", harm.group, harm.sentence, harm.rule))
        if loose:
            frames = [f for f in frames if not self._relevance.tells_sum(f)]  # now that its figures are known
        place_and_date(reading, frames, entry.places)
        tell_apart(frames, self._lexicon.words)
        for frame in frames:
            if frame.entry.get("afterwards"):
                frame.times, frame.places = [], []
            frame.headline = entry.kind == "headline"
        count_captives(frames, before, self._lexicon.words)
        give_likened_counts(frames, before)
        resolve_references(frames, before, self._lexicon.words)
        entry.frames = frames

    def _sum_before(self, before: Sequence[Told]) -> bool:
        """The story has opened with a count of events over months, or the sentences right before it tell one.

        No incident is told since.
        """
        for told in reversed(before):
            near = told.number < _OPENING or before[-1].number - told.number < _SUM_BACK
            if near and (told.sum_told or self._relevance.compares(told.sentence)):
                return True
            if any(f.event_type and not f.effect for f in told.frames):
                return False
        return False

    def _toll(self, entry: Told, harm: Harm) -> Frame:
        """What figures belong to that stand in a sentence without a trigger ("Eighteen dead, forty hurt")."""
        group = harm.group
        at = next((k for k, c in enumerate(entry.sentence.chunks) if c.noun is group), 0)
        here = harm.sentence is entry.sentence  # "there were no survivors": who they were stands before
        return Frame(
            sentence=entry.sentence,
            number=entry.number,
            paragraph=entry.paragraph,
            first=group.first if here else 0,
            last=group.last if here else 1,
            chunk=at,
            kind="noun",
            entry=self._tolls,
            event_type=None,
            strength=int(self._tolls["strength"]),
            effect=True,
        )


def _without_remains(frames: list[Frame]) -> list[Frame]:
    """ "The bodies of 12 men were found a day | after | rebels ambushed them": the dead of that, and no other deed."""
    kept = []
    for frame in frames:
        deeds = [f for f in frames if f.first > frame.last and f.event_type not in _NO_DEATHS and not f.effect]
        deed = min(deeds, key=lambda f: f.first, default=None)
        behind = frame.sentence.lows[frame.last : deed.first] if deed is not None else ()
        if deed is None or not frame.entry.get("remains") or _OCCASION.isdisjoint(behind):
            kept.append(frame)
        else:
            deed.harms += frame.harms
            deed.roles += [r for r in frame.roles if r.role == "target"]
    return kept


def _worded(thing: Frame, acts: Sequence[Frame]) -> bool:
    """ "exchanged | mortar fire": a noun that is part of the words of a verb's trigger."""
    return any(act.first < thing.first and thing.last <= act.last for act in acts)


def _fired_on(thing: Frame, acts: Sequence[Frame]) -> bool:
    """ "gunmen opened fire on | a funeral procession", "went off at | a rally": a gathering that is hit, no protest.

    What soldiers or police do to one stays a protest.
    """
    group = thing.sentence.chunks[thing.chunk].noun
    if thing.event_type != "protest" or group is None:
        return False
    hit = [act for act in acts if act.event_type in WHOLES and hits(act, thing)]
    if group.prep in _AT:
        verb = next((k for k in range(thing.chunk, -1, -1) if thing.sentence.chunks[k].verb is not None), None)
        hit += [act for act in acts if act.event_type in BY_MEANS and act.chunk == verb]
    return any(doers_armed([act], "armed_group") or not doers_armed([act], "state") for act in hit)


def _seized(thing: Frame, acts: Sequence[Frame]) -> bool:
    """ "Police seized two rifles | and a bomb": arms that are found, none of which went off."""
    if not thing.entry.get("instrument") or any(act.event_type == "bombing" for act in acts):
        return False  # "found a bomb | and defused it" is told by its second verb
    chunks = thing.sentence.chunks
    for act in acts:
        between = chunks[act.chunk + 1 : thing.chunk]
        listed = all(c.kind in {",", "C", "I"} or (c.noun is not None and c.noun.prep in {None, "of"}) for c in between)
        if act.entry.get("finds") and act.first < thing.first and listed:
            return True
    return False


def _thrown(thing: Frame, acts: Sequence[Frame]) -> bool:
    """ "hurled stones and petrol bombs at police": what a riot throws is no bombing of its own."""
    if not thing.entry.get("instrument"):
        return False
    verbs = [piece.first for piece in thing.sentence.chunks if piece.verb is not None]
    return any(
        act.event_type == "riot"
        and act.first < thing.first
        and not any(act.last <= verb < thing.first for verb in verbs)
        for act in acts
    )


def _of_victims_only(frame: Frame, frames: Sequence[Frame]) -> bool:
    """ "killed nine villagers fleeing on a truck", "hit convoys of people fleeing": no event of its own."""
    if frame.event_type != "displacement" or not frame.harms:
        return False
    hurt = {id(h.group) for f in frames for h in f.harms if h.outcome in HURT}
    if frame.sentence.lows[frame.first].endswith("ing"):
        hit = [g for f in frames if f.event_type not in {None, "displacement", "coercion"} for g in f.objects]
        hurt |= {id(g.complement if g.complement is not None else g) for g in hit}
    return bool(hurt) and all(id(h.group) in hurt or h.group.pronoun for h in frame.harms)


def _grievance(frame: Frame, frames: Sequence[Frame]) -> bool:
    """ "burnt a post | after a motorcyclist died in custody": why a crowd rose, and no toll of what it did."""
    lone = frame.harms and all(_one_person(h.sentence, h.group) for h in frame.harms)
    if not (frame.effect and frame.event_type is None and lone):
        return False
    return any(of_angry_people(f) and _is_occasion_of(frame, f) for f in frames if f is not frame)


def _is_occasion_of(frame: Frame, other: Frame) -> bool:
    lows = frame.sentence.lows
    return not _OCCASION.isdisjoint(lows[other.last : frame.first] if other.first < frame.first else lows[:1])


def _is_victim(harm: Harm, owner: Frame) -> bool:
    """ "leaving two soldiers dead": people by what they are, and no attackers; rebels where aircraft strike."""
    lows, group = harm.sentence.lows, harm.group
    attackers = lows[group.head] in packaged_words().words["attacker_nouns"]
    fighters = "armed_group" in group.classes and owner.event_type != "airstrike"
    return "person" in group.classes and not (fighters or attackers)


def _one_person(sentence: Sentence, group: NounGroup) -> bool:
    return group.quantity is None and not sentence.lows[group.head].endswith("s")


def _owner(frames: Sequence[Frame], harm: Harm) -> Frame:
    """The frame that stands nearest before the harm's words, else the first.

    "Fighting broke out after police held a student, | leaving six dead": who died in what the main clause tells.
    """
    earlier = [f for f in frames if f.first <= harm.group.first]
    if harm.rule == "harm.left_in_state":
        if (leaving := _what_left(earlier, harm)) is not None:
            return leaving
        earlier = [f for f in earlier if not _before_main(f, earlier)] or earlier
    return max(earlier, key=lambda f: (f.event_type is not None, f.first)) if earlier else frames[0]


def _what_left(frames: Sequence[Frame], harm: Harm) -> Frame | None:
    """ "hours after | a car bomb in Oslo | left | seven dead": the event whose noun is the subject of "left"."""
    chunks = harm.sentence.chunks
    at = next((k for k, piece in enumerate(chunks) if piece.noun is harm.group), 0)
    verb = next((k for k in range(at, -1, -1) if chunks[k].verb is not None), None)
    if verb is None or verb == 0 or chunks[verb].verb is None or harm.sentence.lows[chunks[verb].first] == "leaving":
        return None
    for k in range(verb - 1, -1, -1):
        if chunks[k].verb is not None or chunks[k].kind in {"S", "R", ","}:
            return None
        noun = chunks[k].noun
        if noun is not None and noun.prep not in {"in", "at", "near", "on", "of", "outside"}:
            return next((f for f in frames if f.kind == "noun" and f.chunk == k), None)
    return None


def _before_main(frame: Frame, frames: Sequence[Frame]) -> bool:
    """A verb behind "after", with an event in the clause before that."""
    chunks, lows = frame.sentence.chunks, frame.sentence.lows
    opener = next((c for c in reversed(chunks[: frame.chunk]) if c.kind == "S" or c.verb is not None), None)
    behind = opener is not None and opener.kind == "S" and lows[opener.first] in _AFTER
    return behind and opener is not None and any(f.first < opener.first and f.event_type for f in frames)
