"""Why MUC-4 templates are missed, and why others are too much: counts by cause."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from report_table import Table

MISSED = {
    "no_report": "the text gives no report at all",
    "not_relevant": "the reports of the text are not relevant by the mapping's rules",
    "other_type": "templates of other types only",
    "no_filler": "a template of its type stands there, and no filler agrees",
    "one_for_two": "its template is aligned with another key",
}
SPURIOUS = {
    "no_template": "in a text without any key",
    "optional": "in a text with optional keys only",
    "second": "beside the right one, of the same type",
    "other_type": "of a type that no key of the text has",
    "no_filler": "of the right type, and no filler agrees",
}


def causes_table(
    gold: Mapping[str, Any], predictions: Mapping[str, Any], reports: Mapping[str, int], pairs: Mapping[str, Any]
) -> Table:
    """Counts over all texts. `reports`: how many reports each text gave; `pairs`: what the scorer aligned."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, document in gold.items():
        given, keys = predictions[name]["templates"], document["templates"]
        aligned = pairs[name]["pairs"]
        hit, met = {p for p, _ in aligned}, {g for _, g in aligned}
        types = [template["incident_type"] for template in given]
        for at, key in enumerate(keys):
            if at not in met and not key["optional"]:
                counts["missed", _why_missed(key, types, hit, reports.get(name, 0))] += 1
        for at, kind in enumerate(types):
            if at not in hit:
                counts["spurious", _why_spurious(kind, keys, met)] += 1
    rows = [[f"missed: {told}", str(counts["missed", cause])] for cause, told in MISSED.items()]
    rows += [[f"spurious: {told}", str(counts["spurious", cause])] for cause, told in SPURIOUS.items()]
    return Table("MUC-4 errors by cause", ["cause", "count"], rows)


def _types(key: Mapping[str, Any]) -> Sequence[str]:
    alternatives: Sequence[str] = (key.get("alternatives") or {}).get("incident_type") or [key["incident_type"]]
    return alternatives


def _why_missed(key: Mapping[str, Any], types: Sequence[str], hit: set[int], reports: int) -> str:
    if not types:
        return "not_relevant" if reports else "no_report"
    same = [at for at, kind in enumerate(types) if kind in _types(key)]
    if not same:
        return "other_type"
    return "no_filler" if any(at not in hit for at in same) else "one_for_two"


def _why_spurious(kind: str, keys: Sequence[Mapping[str, Any]], met: set[int]) -> str:
    if not keys:
        return "no_template"
    if all(key["optional"] for key in keys):
        return "optional"
    same = [at for at, key in enumerate(keys) if kind in _types(key)]
    if not same:
        return "other_type"
    return "second" if all(at in met for at in same) else "no_filler"
