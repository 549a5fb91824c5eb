"""Deaths without anybody's hand: what kills is a disease, the weather, an animal, a crash."""

from itertools import pairwise

from q7x2_etl.extraction.fields import Fields, Profile
from q7x2_etl.extraction.frames import Frame
from q7x2_etl.extraction.incidents import OF_CROWDS
from q7x2_etl.extraction.slots import classes_of
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import NounGroup
from q7x2_etl.language.lexicon import Lexicon

_NATURAL = ("nature", "health", "animals")
_DOERS = frozenset({"person", "armed", "armed_group", "actor", "group", "force", "state", "pronoun", "civilian"})
_MEANS = frozenset({"weapon", "explosive", "projectile", "air", "event", "place", "country"})
_REACH = 5  # tokens
_ILLNESS_REACH = 9  # tokens behind "died" in which its cause stands
_OF_ILLNESS = frozenset({"of", "from", "after", "following", "with"})


class Causes:
    """Reads what stands in the slot of the killer."""

    def __init__(self, lexicon: Lexicon, fields: Fields) -> None:
        self._natural = fields.words_of(_NATURAL)
        self._words = lexicon.words
        self._mishaps = tuple(f" {words} " for words in sorted(lexicon.words["mishap_adverbs"]))

    def natural(self, frame: Frame, profile: Profile) -> bool:
        """True where what does it has no will: "dengue killed 87", "a minibus hit a lorry, killing 14"."""
        doers = [r.group for r in frame.roles if r.role in {"perpetrator", "participant"}]
        if not doers:
            return False
        sentence = frame.sentence
        if all(self._of_nature(sentence, group) for group in doers):
            return True
        if not frame.effect or profile.war(sentence.start, sentence.end):
            return False
        return all(self._thing(sentence, group) for group in doers)

    def illness(self, frame: Frame) -> bool:
        """ "died of cancer", "has died in hospital after a long illness"."""
        lows = frame.sentence.lows[frame.last : frame.last + _ILLNESS_REACH]
        causes = (i for i, low in enumerate(lows) if low in _OF_ILLNESS)
        return frame.kind == "verb" and any(
            not self._words["illnesses"].isdisjoint(lows[i + 1 : i + _REACH]) for i in causes
        )

    def age(self, frame: Frame) -> bool:
        """ "dies at 81", "died aged 88", "died on Monday at the age of 88": of years, where nothing else is told."""
        lows = frame.sentence.lows[frame.last : frame.last + _ILLNESS_REACH]
        aged = "aged" in lows or any(low == "at" and after.isdigit() for low, after in pairwise(lows))
        return frame.kind == "verb" and not frame.sentence.times and (aged or "age" in lows)

    def chance(self, frame: Frame) -> bool:
        """ "a shell exploded by accident"; "tourists have invaded Lisbon": nobody meant it, or nobody was hurt."""
        sentence = frame.sentence
        near = " ".join(sentence.lows[max(0, frame.first - _REACH) : frame.last + _REACH])
        if any(words in f" {near} " for words in self._mishaps):
            by_air = frame.event_type == "airstrike" and any("state" in r.group.classes for r in frame.roles)
            return not by_air and not any("armed_group" in classes_of(sentence, r.group) for r in frame.roles)
        if frame.event_type in OF_CROWDS or frame.instruments or frame.harms:
            return False
        doers = [r.group for r in frame.roles if r.role in {"perpetrator", "participant"}]
        return bool(doers) and all(sentence.lows[g.head] in self._words["peaceful_crowds"] for g in doers)

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
