"""Deaths without anybody's hand: what kills is a disease, the weather, an animal, a crash; and those in a family."""

from itertools import pairwise

from q7x2_etl.extraction.eventhood.fields import Fields, Profile
from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.groupings import DOERS, OF_CROWDS
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import HIS_OR_HER
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.mentions.lexicon import Lexicon

_NATURAL = ("nature", "health", "animals")
_DOERS = frozenset({"person", "armed", "armed_group", "actor", "group", "force", "state", "pronoun", "civilian"})
_MEANS = frozenset({"weapon", "explosive", "projectile", "air", "event", "place", "country"})
_REACH = 5  # tokens
_ILLNESS_REACH = 9  # tokens behind "died" in which its cause stands
_HE = frozenset({"he", "she", "who"})
_ONE_PERSON = frozenset({"a", "an", "the", "one"})
_OLD = 50  # years of age at which one dies of them
_BY_BLAST = frozenset({"bombing", "armed_attack"})
_OF_ILLNESS = frozenset({"of", "from", "after", "following", "with"})


class Causes:
    """Reads what stands in the slot of the killer."""

    def __init__(self, lexicon: Lexicon, fields: Fields) -> None:
        self._natural = fields.words_of(_NATURAL)
        self._animals = fields.words_of(("animals",))
        self._words = lexicon.words
        self._mishaps = tuple(f" {words} " for words in sorted(lexicon.words["mishap_adverbs"]))

    def natural(self, frame: Frame, profile: Profile) -> bool:
        """True where what does it has no will: "dengue killed 87", "a minibus hit a lorry, killing 14"."""
        doers, sentence = self._doers(frame), frame.sentence
        if not doers:
            return False
        if self.by_nature(frame):
            return True
        if not frame.effect or profile.war(sentence.start, sentence.end):
            return False
        return all(self._thing(sentence, group) for group in doers)

    def by_nature(self, frame: Frame) -> bool:
        """ "malaria killed thousands", "lions killed two boys"."""
        doers = self._doers(frame)
        if not doers or any(self._fighters(frame, group) for group in doers):
            return False
        return all(self._of_nature(frame.sentence, group) for group in doers)

    def _fighters(self, frame: Frame, group: NounGroup) -> bool:
        """ "The Tigers ambushed an army patrol": a name, of those who attack armed people."""
        sentence = frame.sentence
        named = group.head > 0 and sentence.case_tells and sentence.texts[group.head][0].isupper()
        hit = (*(h.group for h in frame.harms), *frame.groups("target"))
        return named and any("armed" in classes_of(sentence, g) for g in hit)

    @staticmethod
    def _doers(frame: Frame) -> list[NounGroup]:
        return [r.group for r in frame.roles if r.role in DOERS]

    def illness(self, frame: Frame) -> bool:
        """ "died of cancer", "has died in hospital after a long illness"."""
        lows = frame.sentence.lows[frame.last : frame.last + _ILLNESS_REACH]
        causes = (i for i, low in enumerate(lows) if low in _OF_ILLNESS)
        return frame.kind == "verb" and any(
            not self._words["illnesses"].isdisjoint(lows[i + 1 : i + _REACH]) for i in causes
        )

    def age(self, frame: Frame) -> bool:
        """ "dies at 81", "died aged 88", "died on Monday at the age of 88": of years, where nothing else is told."""
        if any(h.group.quantity is not None for h in frame.harms):
            return False  # "eight died; doctors put the toll at 20"
        lows = frame.sentence.lows[frame.last : frame.last + _ILLNESS_REACH]
        aged = "aged" in lows or any(low == "at" and after.isdigit() for low, after in pairwise(lows))
        return frame.kind == "verb" and not frame.sentence.times and (aged or "age" in lows)

    def old_age(self, frame: Frame) -> bool:
        """ "has died in Perth at 101": of years, whatever is told of the life before."""
        lows = frame.sentence.lows[frame.last : frame.last + _ILLNESS_REACH]
        ages = (after for low, after in pairwise(lows) if low in {"at", "aged"} and after.isdigit())
        return frame.entry["lemma"] == "die" and any(int(age) >= _OLD for age in ages)

    def in_bed(self, frame: Frame) -> bool:
        """ "died at 97", "died on Wednesday after a long illness": whatever is told of the life before."""
        return self.old_age(frame) or (frame.entry["lemma"] == "die" and self.illness(frame))

    def chance(self, frame: Frame) -> bool:
        """ "a shell exploded by accident"; "tourists have invaded Lisbon": nobody meant it, or nobody was hurt."""
        sentence = frame.sentence
        near = " ".join(sentence.lows[max(0, frame.first - _REACH) : frame.last + _REACH])
        if any(words in f" {near} " for words in self._mishaps):
            by_air = frame.event_type == "airstrike" and any("state" in r.group.classes for r in frame.roles)
            return not by_air and not any("armed_group" in classes_of(sentence, r.group) for r in frame.roles)
        if frame.event_type in OF_CROWDS or frame.instruments or frame.harms:
            return False
        doers = [r.group for r in frame.roles if r.role in DOERS]
        return bool(doers) and all(sentence.lows[g.head] in self._words["peaceful_crowds"] for g in doers)

    def in_family(self, frame: Frame) -> bool:
        """ "stabbed his wife and two daughters to death": one man's own people, and nobody else."""
        lows, relatives = frame.sentence.lows, self._words["relatives_of_one"]
        doers = [r.group for r in frame.roles if r.role == "perpetrator"]
        hurt = [h.group for h in frame.harms]
        if frame.kind != "verb" or len(doers) != 1 or not hurt or hurt[0].first < doers[0].first:
            return False
        last = (frame.sentence.text[slice(*frame.sentence.offsets(g.first, g.last))].lower().split()[-1] for g in hurt)
        if lows[hurt[0].first] not in HIS_OR_HER or any(word not in relatives for word in last):
            return False  # the text's own words: "brother-in-law" is several tokens
        one = lows[doers[0].first] in _ONE_PERSON or doers[0].named or lows[doers[0].head] in _HE
        return one and "armed_group" not in classes_of(frame.sentence, doers[0])

    def mishap(self, frame: Frame) -> bool:
        """ "a helicopter hit a power line", "a blast tore through a fireworks factory"."""
        lows = frame.sentence.lows
        things = [r.group for r in frame.roles if r.role == "target"] + frame.objects
        crewed = any(lows[g.head] in self._words["manned_aircraft"] for g in self._subjects(frame))
        if crewed and (frame.effect or frame.event_type == "airstrike") and self._fell(frame):
            return True
        if frame.event_type == "airstrike":
            return crewed and bool(things) and all(lows[g.head] in self._words["obstacles"] for g in things)
        household = self._words["household_things"]
        doers = (r for r in frame.roles if r.role != "target")
        if frame.event_type not in _BY_BLAST or any(frame.sentence.lows[r.group.head] not in household for r in doers):
            return False
        first = next(iter(self._subjects(frame)), None)
        if first is not None and lows[first.head] in household:
            return all(lows[g.head] in household for g in frame.instruments)  # "a gas cylinder blew up in a kitchen"
        if any(lows[g.head] not in self._words["blasts"] for g in frame.instruments):
            return False
        groups = [c.noun for c in frame.sentence.chunks if c.noun is not None]
        prone = self._words["blast_prone"]
        return any(lows[g.head] in self._words["blasts"] for g in groups) and any(
            "facility" in g.classes and not prone.isdisjoint(lows[g.first : g.head]) for g in groups
        )

    def _fell(self, frame: Frame) -> bool:
        """ "A helicopter of the police came down in fog, killing all four on board": nobody is told to have hit it."""
        lows = frame.sentence.lows
        fell = any(" ".join(pair) in self._words["falling_verbs"] for pair in pairwise(lows[: frame.first]))
        fell = fell or not self._words["falling_verbs"].isdisjoint(lows[: frame.first])
        return fell and self._words["downing_words"].isdisjoint(lows)

    @staticmethod
    def _subjects(frame: Frame) -> list[NounGroup]:
        """The noun groups before a verb trigger in its sentence."""
        before = (c.noun for c in frame.sentence.chunks if c.noun is not None and c.last <= frame.first)
        return [g for g in before if g.prep is None]

    def _of_nature(self, sentence: Sentence, group: NounGroup) -> bool:
        """Its head, or what its "of" counts ("a batch of spirits"), is a word of nature, disease or beasts."""
        if classes_of(sentence, group) & (_DOERS - {"pronoun"}) or group.pronoun:
            return False
        head = sentence.lows[group.head]
        if head in self._natural or head.rstrip("s") in self._natural:
            return True
        return group.complement is not None and self._of_nature(sentence, group.complement)

    def _thing(self, sentence: Sentence, group: NounGroup) -> bool:
        """A common noun of no person, weapon or event; a vehicle is one."""
        classes = classes_of(sentence, group)
        named = group.named and group.first > 0
        if "vehicle" in classes and group.quantity is None and sentence.lows[group.head].endswith("s"):
            classes = classes - {"weapon"}  # "motorcycles killed 4,000 people": on the roads
        return not group.pronoun and not named and not classes & (_DOERS | _MEANS) and sentence.case_tells
