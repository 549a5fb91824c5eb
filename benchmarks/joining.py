"""Which sentences tell of one incident: fits the weights of seeds/reference/joining.yaml.

    python benchmarks/joining.py            how often a sentence's incident goes on with the right one, by set
    python benchmarks/joining.py --fit      fits the weights on our own texts with gold rows, writes them, then the same

An example is a sentence's incident beside one told before in the same story. Both rest on gold rows (by the spans of
their evidence): right where they share one. Where only the earlier one does, the two are taken for one incident, with
less weight, unless type, stage or place forbids it: news repeats itself more often than gold rows quote it. In the
articles of `tests/gold/told` every sentence is labelled; those that tell of several incidents are no examples. Logistic
regression, shrunk towards the weights set by hand (`prior`); no text of the evaluation data is learnt from.
"""

import argparse
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gold_sets import documents, joining_sets
from logistic import Example, logistic
from report_table import DATA, REPOSITORY, Table, emit

from q7x2_etl.extraction import default_extractor
from q7x2_etl.extraction.merging.continuation import Continuation
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.merging.joining import Joiner
from q7x2_etl.extraction.merging.standing import standings
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.model import Article
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of

FITTED_ON = ("samples", "paragraphs", "articles", "told")
WEIGHTS = REPOSITORY / "seeds" / "reference" / "joining.yaml"
UNTOLD = 0.6  # weight of an example whose later sentence no gold row quotes
SHRINK = 0.003
STEP, STEPS = 0.5, 1500
_FORBIDDING = frozenset({"other_type", "other_place", "other_stage"})
_SEVERAL = "-several-"
_LAST_OPEN = 18  # articles with a higher number are kept aside
_ENTRY = re.compile(r"(- \{id: (\w+), prior: [-\d.]+, weight: )[-\d.]+")

Rows = list[dict[str, Any]]


@dataclass
class _Told:
    """An incident of a story so far, and the gold rows that it rests on."""

    incident: Incident
    rows: frozenset[str]


class Pairs:
    """Examples from stories, by the joiner and the weights that are packaged."""

    def __init__(self, reference: Reference) -> None:
        gazetteer = Gazetteer.from_reference(reference)
        lexicon = Lexicon(reference)
        self._joiner = Joiner(Continuation(reference, lexicon, gazetteer), lexicon)

    def of_story(self, article: Article, golds: Rows) -> Iterator[Example]:
        """The examples of one story, its sentences joined as the gold rows say."""
        known: list[_Told] = []
        for sentence in default_extractor().trace(article).story.told:
            for found in self._joiner.of_sentence(sentence.frames):
                rows = _rows_of(found, golds)
                if any(_SEVERAL in row for row in rows):
                    continue
                beside = self._beside(known, found, article)
                yield from _examples(beside, rows, alone=len(golds) == 1)
                home = self._home(known, beside, rows)
                if home is None:
                    known.append(_Told(Incident(list(found.frames)), rows))
                else:
                    home.incident.frames.extend(found.frames)

    def _beside(self, known: list[_Told], found: Incident, article: Article) -> list[tuple[_Told, dict[str, float]]]:
        if self._joiner.brings_up(found):
            return []
        compared = []
        among = standings([t.incident for t in known], found, article.published_on)
        for told, standing in zip(known, among, strict=True):
            values = self._joiner.continuation.features(told.incident, found, standing, article.published_on)
            if values is not None:
                compared.append((told, values))
        return compared

    def _home(
        self, known: list[_Told], beside: list[tuple[_Told, dict[str, float]]], rows: frozenset[str]
    ) -> _Told | None:
        if rows:
            same = (told for told in known if told.rows == rows)
            return next(same, None) or next((told for told in known if told.rows & rows), None)
        told = max(beside, key=lambda pair: self._joiner.continuation.weigh(pair[1]), default=None)
        return told[0] if told is not None and self._joiner.continuation.weigh(told[1]) > 0 else None


def _rows_of(found: Incident, golds: Rows) -> frozenset[str]:
    """The gold rows that quote one of its triggers; of several those of its type."""
    starts = [frame.trigger_span[0] for frame in found.frames]
    hit = [g for g in golds if any(a <= start < b for a, b in g["evidence"] for start in starts)]
    fitting = [g for g in hit if found.event_type is None or found.event_type in g["types"]]
    return frozenset(g["id"] for g in (fitting if len(hit) > 1 and fitting else hit))


def _examples(beside: list[tuple[_Told, dict[str, float]]], rows: frozenset[str], alone: bool) -> Iterator[Example]:
    quoted = [(told, values) for told, values in beside if told.rows]
    if not rows:
        free = [values for _, values in quoted if _FORBIDDING.isdisjoint(values)]
        if free:
            yield Example(max(free, key=len), True, UNTOLD)
        return
    for told, values in quoted:
        if told.rows == rows or (alone and told.rows & rows):
            yield Example(values, True)
        elif not told.rows & rows:
            yield Example(values, False, len(quoted) ** -0.5)


def shrunk_fit(examples: list[Example], prior: Mapping[str, float]) -> dict[str, float]:
    """Gradient descent on the mean log-loss plus `SHRINK`/2 times the squared distance from the prior."""
    weights, total = dict(prior), sum(e.weight for e in examples)
    for _ in range(STEPS):
        slope = {name: SHRINK * (weights[name] - prior[name]) for name in weights}
        for example in examples:
            score = sum(weights[name] * value for name, value in example.features.items())
            miss = example.weight * (logistic(score) - example.right) / total
            for name, value in example.features.items():
                slope[name] += miss * value
        for name in weights:
            weights[name] -= STEP * slope[name]
    return weights


def _stories(name: str, data: Path) -> Iterator[tuple[Article, Rows]]:
    gold_set = next(s for s in joining_sets(data) if s.name == name)
    golds = gold_set.rows()
    for document in documents(gold_set):
        for article in articles_of(document):
            rows = [g for g in golds if g["article"] == article.name.rsplit("/", 1)[-1]]
            if rows:
                yield article, rows


def kept_aside(name: str, article: str) -> bool:
    """Half of the paragraphs and articles are not learnt from, so that they can say what was learnt."""
    number = int(re.findall(r"\d+", article)[0] or 0) if name in {"paragraphs", "articles"} else 0
    return number % 2 == 1 if name == "paragraphs" else number > _LAST_OPEN


def _written(weights: Mapping[str, float]) -> None:
    text = WEIGHTS.read_text(encoding="utf-8")
    text = _ENTRY.sub(lambda entry: f"{entry[1]}{weights[entry[2]]:.2f}", text)
    WEIGHTS.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="write fitted weights to seeds/reference/joining.yaml")
    parser.add_argument("--data", type=Path, default=DATA, help="where the evaluation data lies")
    parser.add_argument("--markdown", action="store_true", help="the table for docs/BENCHMARKS.md")
    options = parser.parse_args()
    reference = Reference.load()
    entries = reference.entries("joining")
    weights = {str(e["id"]): float(e["weight"]) for e in entries}
    pairs = Pairs(reference)
    by_set: dict[str, list[Example]] = {}
    for name in FITTED_ON:
        for article, rows in _stories(name, options.data):
            part = f"{name}, kept aside" if kept_aside(name, article.name.rsplit("/", 1)[-1]) else name
            by_set.setdefault(part, []).extend(pairs.of_story(article, rows))
    if options.fit:
        prior = {str(e["id"]): float(e["prior"]) for e in entries}
        weights = shrunk_fit([e for part in FITTED_ON for e in by_set[part]], prior)
        _written(weights)
    table = Table("Sentences joined to incidents", ["set", "pairs", "of one incident", "told right"], [])
    for name, examples in by_set.items():
        right = sum((sum(weights[n] * v for n, v in e.features.items()) > 0) == e.right for e in examples)
        ones = sum(e.right for e in examples)
        table.rows.append([name, str(len(examples)), str(ones), f"{right / max(1, len(examples)):.3f}"])
    emit([table], markdown=options.markdown)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
