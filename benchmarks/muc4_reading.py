"""MUC-4 texts read by the library as a user has it: their reports, and what the task's mapping makes of them."""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from muc4_candidates import Candidate, candidates
from muc4_relevance import REFUSED, Drafted, Rated, rate, relevant, ruled, summed
from muc4_story import said_in
from muc4_templates import Mapper
from sparse_logistic import Weights

from q7x2_etl.extraction import default_extractor
from q7x2_etl.extraction.explaining.trace import Trace
from q7x2_etl.model import Article, Document, Report, content_id
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of

_FILED_AT = re.compile(r"\s*(?P<place>[^,(]+)(?:\((?P<country>[^)]*)\))?")


@dataclass(frozen=True)
class ReadArticle:
    """One article's reports, the templates that are made of them, and what else could fill those."""

    reports: Sequence[Report]
    templates: list[dict[str, Any]]
    candidates: Sequence[Candidate]


class TextReader:
    """The library as a user has it, and the task's mapping."""

    def __init__(self, reference: Reference, relevance: Weights | None = None) -> None:
        """`relevance`: what says which reports the task calls relevant; the rules alone where there is none."""
        from q7x2_etl.language.places.gazetteer import Gazetteer

        self._reference = reference
        self._relevance = relevance
        self._extractor = default_extractor(reference)
        self._mapper = Mapper(reference)
        self._gazetteer = Gazetteer.from_reference(reference)

    def read(self, name: str, text: str) -> Iterator[ReadArticle]:
        """The articles of a text."""
        for told in self.drafted(name, text):
            rated = rate(told, self._relevance) if self._relevance is not None else None
            templates = self.templates(told, self._relevance, rated)
            given = [draft.report for draft in told.drafts if REFUSED not in draft.doubts]
            reports = list({report.report_id: report for report in given}.values())
            known = summed(rated, self._relevance) if rated is not None and self._relevance is not None else None
            yield ReadArticle(reports, templates, self.candidates(told, templates, known))

    def drafted(self, name: str, text: str) -> Iterator[Drafted]:
        """The articles of a text, and what their reports would give, and the incidents of which too little was told."""
        source = Document(content_id(text), name, name, "text/plain", text)
        for article in articles_of(source, self._reference):
            home = self._home(article)
            trace = self._extractor.trace(article)
            drafts = self._mapper.drafts(article, _reports(trace, kept=True), home)
            refused = self._mapper.drafts(article, _reports(trace, kept=False), home)
            drafts += [replace(draft, doubts=(REFUSED, *draft.doubts)) for draft in refused]
            yield Drafted(article, home, said_in(trace), drafts)

    def templates(self, told: Drafted, relevance: Weights | None, rated: Rated | None = None) -> list[dict[str, Any]]:
        """The templates of an article by the weights, or by the rules where there are none.

        `rated`: the article by the same weights, where that is known already.
        """
        chosen = ruled(told) if relevance is None else relevant(told, rated or rate(told, relevance), relevance)
        return self._mapper.merged(copy.deepcopy(chosen))

    def candidates(self, told: Drafted, templates: Sequence[dict[str, Any]], rated: Rated | None) -> list[Candidate]:
        """What could fill the templates. `rated`: how likely the article and its sentences are, where that is known."""
        return candidates(self._extractor.trace(told.article), templates, rated) if templates else []

    def _home(self, article: Article) -> str | None:
        """The country of the dateline's place ("PERTH (AUSTRALIA), JUNE 11"): where the text is reported from."""
        region = next((r for r in article.regions if r.kind == "dateline"), None)
        told = _FILED_AT.match(article.text, region.start, region.end) if region is not None else None
        if told is None:
            return None
        named = self._gazetteer.country(told["country"]) if told["country"] else None
        found = self._gazetteer.exact(told["place"].strip())
        return named or (found[0].country if found else None)


def _reports(trace: Trace, *, kept: bool) -> list[Report]:
    """The reports of a text, or those that its further incidents would have been, in the order of their triggers."""
    given = {c.report.report_id for c in trace.considered if c.kept and c.report is not None}
    told = {c.report.report_id: c.report for c in reversed(trace.considered) if c.report is not None}
    reports = (report for name, report in told.items() if (name in given) is kept)
    return sorted(reports, key=lambda r: (r.quote_start, r.report_id))
