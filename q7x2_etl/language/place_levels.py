"""What level the words around a name give it: "Sayyad district", "the village of Qala", "A and B districts"."""

from collections.abc import Mapping

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import PlaceMention
from q7x2_etl.language.place_words import Level, PlaceWords
from q7x2_etl.reference import Reference


class PlaceLevels:
    """One-word place nouns of the reference data: word -> level (admin1, admin2, city, village, region, feature)."""

    def __init__(self, reference: Reference) -> None:
        levels: dict[str, Level] = {}
        before: set[str] = set()
        for word in PlaceWords.from_reference(reference).words:
            if word.level != "direction":
                for form in word.forms:
                    levels.setdefault(form.lower(), word.level)
                    if word.before_name:
                        before.add(form.lower())
        self._levels: Mapping[str, Level] = levels
        self._before = frozenset(before)

    def level(self, word: str) -> Level | None:
        """The level that a word tells, or None."""
        return self._levels.get(word)

    def level_at(self, sentence: Sentence, mention: PlaceMention) -> Level | None:
        """The level of the place noun beside a name, on either side of it or shared by a list of names."""
        lows = sentence.lows
        at = mention.last
        while at < len(lows):
            if lows[at] in self._levels:
                return self._levels[lows[at]]
            other = next((p for p in sentence.places if p.first == at), None)
            if other is None and lows[at] not in {"and", ","}:
                break
            at = other.last if other is not None else at + 1
        if mention.last > mention.first and lows[mention.last - 1] in self._levels:
            return self._levels[lows[mention.last - 1]]
        before = lows[mention.first - 1] if mention.first else ""
        if before == "of" and mention.first >= 2:
            return self._levels.get(lows[mention.first - 2])
        return self._levels.get(before) if before in self._before else None
