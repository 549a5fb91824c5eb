"""The default back end: a deterministic cascade of rules over the reference data."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.extraction.eventhood.drills import was_played
from q7x2_etl.extraction.eventhood.long_past import is_history
from q7x2_etl.extraction.eventhood.mishaps import by_mishap
from q7x2_etl.extraction.eventhood.relevance import Relevance
from q7x2_etl.extraction.explaining.alternatives import Alternative, AlternativeReader
from q7x2_etl.extraction.explaining.trace import Considered, Trace
from q7x2_etl.extraction.merging.continuation import Continuation
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.merging.joining import Joiner
from q7x2_etl.extraction.reports.assemble import Assembler, Maker
from q7x2_etl.extraction.reports.confidence import Confidence
from q7x2_etl.extraction.reports.who import Parties
from q7x2_etl.extraction.story.narrative import Story, StoryReader
from q7x2_etl.extraction.time_and_place.setting import Setting
from q7x2_etl.extraction.time_and_place.settings import settings_of
from q7x2_etl.extraction.time_and_place.story_geography import StoryGeography
from q7x2_etl.extraction.time_and_place.where import Places
from q7x2_etl.language.annotate import Annotator
from q7x2_etl.language.annotated import PLACE_LAYERS, read_layers
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.mentions.trigger_scan import TriggerScan
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.model import Article, Report
from q7x2_etl.reference import Reference

VERSION = "0.1.0"

_TOGETHER = 8  # articles read at a time; more are no faster
_CHARACTERS = 40_000  # of them together: what is read of them stays in memory until all of them are read


@lru_cache(maxsize=2)
def _cached(reference: Reference) -> "RuleExtractor":
    return RuleExtractor(reference)


def default_extractor(reference: Reference | None = None) -> "RuleExtractor":
    """The rule extractor over the packaged reference data, or over the one given; built once a process."""
    return _cached(reference or Reference.load())


class RuleExtractor:
    """Deterministic extraction: every field rests on words of the article and names the rule that read them."""

    name = "rules"
    version = VERSION

    def __init__(self, reference: Reference) -> None:
        lexicon = Lexicon(reference)
        self._gazetteer = Gazetteer.from_reference(reference)
        self._words = PlaceLevels(reference)
        annotator = Annotator(lexicon, self._gazetteer, self._words)
        families = EventFamilies.load(reference)
        self._confidence = Confidence.load(reference, families)
        joiner = Joiner(Continuation(reference, lexicon, self._gazetteer), lexicon)
        self._parties = Parties(lexicon, self._gazetteer)
        self._relevance = Relevance(lexicon, reference)
        self._scan = TriggerScan(lexicon)
        self._reader = StoryReader(annotator, self._scan, lexicon, joiner, self._relevance)
        self._assembler = Assembler(Maker(self.name, self.version, reference.version), lexicon, self._parties)
        self._units = lexicon.words["distance_units"]

    def may_tell(self, text: str) -> bool:
        """False where no article of this text can give a report: it holds the words of no trigger."""
        return self._scan.may_hold(text)

    def extract(self, article: Article) -> list[Report]:
        """The article's reports, in the order of their triggers."""
        return self.extract_together([article])[0]

    def extract_together(self, articles: Sequence[Article]) -> list[list[Report]]:
        """The reports of each article. Some at a time take each step before the next: see `triggers_found`."""
        telling = [n for n, a in enumerate(articles) if self._scan.may_hold(a.text[a.story_start : a.story_end])]
        found: list[list[Report]] = [[] for _ in articles]
        for group in _groups(telling, articles):
            told = [articles[n] for n in group]
            for n, considered in zip(group, self._considered(told, self._reader.read_together(told)), strict=True):
                found[n] = _reports(considered)
        return found

    def trace(self, article: Article) -> Trace:
        """The same reading with all that it considered; slower than `extract` only where no trigger stands."""
        story = self._reader.read_together([article])[0]
        return Trace(article, story, self._considered([article], [story])[0])

    def alternatives(self, trace: Trace) -> dict[str, list[Alternative]]:
        """For each report of a trace the readings that lost, by report id."""
        reader = AlternativeReader(trace, self.places_of(trace.story, trace.article), self._parties)
        return {c.report.report_id: reader.of(c) for c in trace.considered if c.kept and c.report is not None}

    def _considered(self, articles: Sequence[Article], stories: Sequence[Story]) -> list[list[Considered]]:
        """The incidents of each story, with their settings and reports."""
        read_layers([t.sentence for story in stories if story.incidents for t in story.told], *PLACE_LAYERS)
        pairs = list(zip(articles, stories, strict=True))
        places = [self.places_of(story, article) if story.incidents else None for article, story in pairs]
        settings = [
            list(settings_of(story, where, article)) if where is not None else []
            for where, (article, story) in zip(places, pairs, strict=True)
        ]
        return [
            self._confidence.rated([self._written(article, story, *setting) for setting in of_story])
            for (article, story), of_story in zip(pairs, settings, strict=True)
        ]

    def _written(self, article: Article, story: Story, incident: Incident, setting: Setting) -> Considered:
        report = self._assembler.report(article, incident, setting)
        kept = report is not None and self._relevance.keeps(incident, report)
        kept = kept and not by_mishap(incident, story.told) and not was_played(incident, story.told)
        kept = kept and not (report is not None and is_history(incident, report, article.published_on))
        return Considered(article, incident, setting, report, kept)

    def places_of(self, story: Story, article: Article) -> Places:
        """The places of a story, to be resolved by where it plays."""
        geography = StoryGeography(self._gazetteer, [told.sentence for told in story.told], article)
        return Places(self._gazetteer, self._words, self._units, geography)


def _groups(numbers: Sequence[int], articles: Sequence[Article]) -> Iterator[list[int]]:
    """The articles of these numbers in the groups that are read at a time."""
    group: list[int] = []
    characters = 0
    for n in numbers:
        length = articles[n].story_end - articles[n].story_start
        if group and (len(group) == _TOGETHER or characters + length > _CHARACTERS):
            yield group
            group, characters = [], 0
        group.append(n)
        characters += length
    if group:
        yield group


def _reports(found: Sequence[Considered]) -> list[Report]:
    unique = {c.report.report_id: c.report for c in reversed(found) if c.kept and c.report is not None}
    return sorted(unique.values(), key=lambda r: (r.quote_start, r.report_id))
