"""The place of an incident that only the story around it tells."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.merging.pairs import old
from q7x2_etl.extraction.story.narrative import Story
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.time_and_place.place_candidates import Where
from q7x2_etl.extraction.time_and_place.where import Places

_NEAR = 2  # sentences back from which the place goes on
_Placed = Sequence[tuple[Incident, Where | None]]


def inherited_place(n: int, own: _Placed, story: Story, places: Places, published: date | None) -> Where | None:
    """The place that the sentences beside it name, that of an incident told right before, or the story's only one.

    News takes no place from what the story tells of long ago ("In January nine people were killed in Kohat").
    """
    incident = own[n][0]
    first = min(f.number for f in incident.frames)
    for told in _beside(story, first):
        where = places.nearest(told.places)
        if where is not None and where.grain > 0:
            return _marked(where, "beside")
    for other, where in reversed(own[:n]):
        if where is not None and first - other.last_number <= _NEAR:
            return _marked(where, "inherited")
    time = incident.time()
    fresh = time is not None and not old(time, published)
    news = [pair for pair in own if not (fresh and old(pair[0].time(), published))]
    return _settled(news) or _filed(news, places) or places.settled_province()


def in_its_town(where: Where, n: int, own: _Placed, places: Places, published: date | None) -> Where:
    """ "in eastern Ukraine", told from a town that is no capital: there, if no other place is told."""
    filed = places.dateline
    if where.grain or filed is None or filed.name is None or filed.country != where.country or not filed.grain:
        return where
    if places.is_capital(filed):
        return where
    news = [found for incident, found in own if not old(incident.time(), published)]
    return where if any(found is not None and found.grain for found in news) else filed


def led_up_to(where: Where, incident: Incident, story: Story, places: Places) -> Where:
    """ "in western Ethiopia … Armed men came to Gawa, a village. | They opened fire": where what led up to it was."""
    if where.grain > 1:
        return where
    for number in sorted({f.number for f in incident.frames})[1:]:
        before, told = story.told[number - 1], story.told[number]
        if before.paragraph != told.paragraph or before.frames:
            continue
        near = places.nearest([ref for ref in before.places if ref.mention.supported])
        if near is not None and near.grain > 1 and near.country in {None, where.country}:
            return _marked(near, "beside")
    return where


def completed(where: Where, n: int, own: _Placed, story: Story, places: Places) -> Where:
    """A named place that no list has, with the province that the story around it plays in, where that is clear."""
    if where.name is None or where.grain < 1 or (where.place is not None and where.place.admin1):
        return where
    first = min(f.number for f in own[n][0].frames)
    around = [w for told in _beside(story, first) if (w := places.nearest(told.places)) is not None]
    paragraph = story.told[first].paragraph
    around += [w for o, w in reversed(own[:n]) if w is not None and story.told[o.last_number].paragraph == paragraph]
    area = next((a for w in around if (a := places.province_of(w)) is not None), None) or places.province()
    if area is None or where.country not in {None, area.country}:
        return where
    return places.lying_in(where, area)


def country_of(n: int, own: _Placed, places: Places) -> str | None:
    """The country where no place tells it: the story's, else that of the incident told before, or after."""
    main = places.main_country() or places.country_of_actors(own[n][0])
    if main is not None:
        return main
    nearest = [*reversed(own[:n]), *own[n + 1 :]]
    return next((where.country for _, where in nearest if where is not None and where.country), None)


def _beside(story: Story, first: int) -> Iterator[Told]:
    """Its own sentence, those before it and after it in its paragraph; behind a headline, the first of the body."""
    own = story.told[first]
    yield own
    for told in reversed(story.told[max(0, first - _NEAR) : first]):
        if told.paragraph == own.paragraph:
            yield told
    for told in story.told[first + 1 : first + 1 + _NEAR]:
        if told.paragraph == own.paragraph or own.kind == "headline":
            yield told


def _settled(own: _Placed) -> Where | None:
    """The one place of a story all of whose incidents are in the same one, or its one province."""
    known = [where for _, where in own if where is not None and where.grain > 0]
    provinces = {(w.country, w.place.admin1 if w.place is not None else None) for w in known}
    if len(provinces) != 1:
        return None
    finest = max(known, key=lambda w: w.grain)
    if all(w.grain < finest.grain or w.name == finest.name for w in known):
        return _marked(finest, "story")
    return None


def _filed(own: _Placed, places: Places) -> Where | None:
    """The dateline's place, in a story that names no other and speaks of no other country."""
    if any(where is not None and where.grain > 0 for _, where in own):
        return None
    filed = places.dateline
    if filed is None or filed.name is None or places.main_country() not in {None, filed.country}:
        return None  # filed from Bonn, on Colombia
    return filed


def _marked(where: Where, how: str) -> Where:
    return replace(where, rule=f"{where.rule}.{how}")
