"""The sentences of a story in the order of telling: where each stands, and which times the telling has reached."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.time_and_place.story_day import story_day
from q7x2_etl.language.annotate import Annotator
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.sentences import sentence_spans
from q7x2_etl.language.grammar.tokens import mostly_capitals, mostly_lower
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.times.finding import TimeContext, TimeMention, advance, combine, find_times
from q7x2_etl.model import Article, Region

_LONGEST = 250  # tokens; what is longer is a table or a list, not a sentence
_OPENERS = frozenset({"which", "whom", "who"})
_RECENT = 8  # days; what is older is background
_STOPS = frozenset('.!?"”')
_OF_THAT_YEAR = frozenset(
    {"narrative-date", "context-date", "month-part"}
)  # rules of times that the year of the narrative completes


@dataclass(slots=True)
class Paragraph:
    """A region of a story, its sentences, and the time that the story had reached before it."""

    number: int
    before: TimeMention | None
    told: list[Told] = field(default_factory=list)


def paragraphs_of(article: Article, annotator: Annotator, lexicon: Lexicon) -> list[Paragraph]:
    """The paragraphs of a story with their sentences, which have tokens and times and no other layer yet.

    Left out are the dateline, and captions: these show what the story, or another one, tells.
    """
    text, context = article.text, TimeContext(story_day(article), article.published_precision)
    paragraphs: list[Paragraph] = []
    told: list[Told] = []
    body = next((n for n, region in enumerate(article.regions) if region.kind == "body"), 0)
    for number, region in enumerate(article.regions):
        if region.kind in {"dateline", "caption"}:
            continue
        paragraph = Paragraph(number, context.running)
        fresh = _fresh(context, told)
        if fresh is not None and not _goes_on(find_times(text, region.start, region.end, context)):
            context = replace(context, running=fresh)
        case_tells = _case_tells(text[region.start : region.end], text)
        kind = "headline" if number < body and _announces(region, text) else region.kind
        for start, end in sentence_spans(text, region.start, region.end):
            times = find_times(text, start, end, context)
            combined = combine(times, text)
            known = [combined, *times] if combined else times
            sentence = annotator.annotate(text, start, end, known, case_tells)
            reading = _reading(sentence, lexicon, len(told), number)
            entry = Told(sentence, len(told), number, kind, context.running, reading)
            told.append(entry)
            paragraph.told.append(entry)
            if reading is not None and times and not sentence.vocabulary.isdisjoint(_OPENERS):
                times = [t for t in times if not _looked_back(sentence, t)]
            context = advance(context, times)
        paragraphs.append(paragraph)
    return paragraphs


def _announces(region: Region, text: str) -> bool:
    """ "- Rocket kills man in Maalot": a point of the summary over a story, without a full stop, as a headline is."""
    return region.kind == "list" and text[region.end - 1] not in _STOPS


def _case_tells(piece: str, text: str) -> bool:
    """Whether letter case tells something in a region of a text; a headline alone is too short to tell."""
    lost = mostly_lower(piece) or (piece.islower() and mostly_lower(text))
    return not (mostly_capitals(piece) or lost)


def _reading(sentence: Sentence, lexicon: Lexicon, number: int, paragraph: int) -> Reading | None:
    return Reading(sentence, lexicon, number, paragraph) if len(sentence.tokens) <= _LONGEST else None


def _fresh(context: TimeContext, told: Sequence[Told]) -> TimeMention | None:
    """The last time of the news that was reached, where the narrative has come to what was long ago.

    A new paragraph comes back to it: "Hours later" counts from the news, not from last March.
    """
    if context.running is None or _news(context.running, context):
        return None
    return next((t.running for t in reversed(told) if _news(t.running, context)), None)


def _goes_on(times: Sequence[TimeMention]) -> bool:
    """A paragraph with dates of the year of the narrative ("In late November, …") does not come back from it."""
    return any(t.rule in _OF_THAT_YEAR for t in times)


def _looked_back(sentence: Sentence, time: TimeMention) -> bool:
    """ "retook the town, | which rebels had seized in July": the story goes on from the day before that clause.

    So it does behind "the junta, | which seized power in July 2023, | has vowed …": told in passing.
    """
    before = [t.low for t in sentence.tokens if t.end <= time.start]
    opener = next((k for k in range(len(before) - 1, 0, -1) if before[k] in _OPENERS), None)
    if opener is None or "," in before[opener:]:
        return False
    behind = next((t.low for t in sentence.tokens if t.start >= time.end), "")
    return "had" in before[opener:] or (behind == "," and before[opener - 1] == ",")


def _news(time: TimeMention | None, context: TimeContext) -> bool:
    """Told to the day, and in the weeks before the story."""
    if time is None or time.precision != "day" or time.date_start is None or context.published is None:
        return False
    return abs((context.published - time.date_start).days) <= _RECENT
