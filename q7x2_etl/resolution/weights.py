"""What speaks for one event and what against, and how strongly: `seeds/reference/matching.yaml`.

A weight is a log-odds in hundredths, as a whole number, so that sums are exact in any order. The levels themselves are
told apart in `sql/levels.sql`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.reference import Reference

FEATURES = (
    "day", "published", "place", "kind", "armed", "state", "victims", "toll", "hurt", "taken", "person", "weapon",
    "target", "words", "detail",
)  # fmt: skip
PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which two reports compare in one feature: its weight, and how a person would say it."""

    weight: int
    words: str


@dataclass(frozen=True)
class Weights:
    """Levels by `feature.level`; `prior` is what two reports of one block start from."""

    levels: Mapping[str, Level]

    @classmethod
    def load(cls, reference: Reference) -> "Weights":
        """From the reference data; refused when an entry is of no known feature or has no number."""
        levels: dict[str, Level] = {}
        for entry in reference.entries("matching"):
            name, weight = str(entry["id"]), entry.get("weight")
            known = name == PRIOR or name.partition(".")[0] in FEATURES
            if not known or not isinstance(weight, int | float):
                raise ReferenceDataError(
                    f"matching.yaml: entry {name!r} needs an id of the form feature.level, the feature one of "
                    f"{', '.join(FEATURES)}, and a weight (a number)"
                )
            levels[name] = Level(round(100 * weight), str(entry.get("words", "")))
        if PRIOR not in levels:
            raise ReferenceDataError(f"matching.yaml: needs an entry {PRIOR!r}")
        return cls(levels)

    @cached_property
    def sql(self) -> str:
        """The weight of a compared pair as a SQL expression over its level columns."""
        cases = [f"{self.levels[PRIOR].weight}"]
        for feature in FEATURES:
            found = {
                name.partition(".")[2]: level.weight
                for name, level in self.levels.items()
                if name.startswith(f"{feature}.") and level.weight
            }
            if found:
                whens = " ".join(f"WHEN '{level}' THEN {weight}" for level, weight in found.items())
                cases.append(f"CASE {feature} {whens} ELSE 0 END")
        return " + ".join(cases)

    @cached_property
    def _reasons(self) -> dict[tuple[str, ...], str]:
        return {}

    def reason(self, levels: tuple[str, ...]) -> str:
        """What two reports share and where they differ (levels in the order of `FEATURES`), the weightiest first:
        `same day +4.1; other weapons -0.5`.
        """
        if levels not in self._reasons:
            names = [f"{feature}.{level}" for feature, level in zip(FEATURES, levels, strict=True)]
            told = [(self.levels[name], n) for n, name in enumerate(names) if name in self.levels]
            told.sort(key=lambda pair: (-abs(pair[0].weight), pair[1]))
            self._reasons[levels] = "; ".join(f"{one.words} {one.weight / 100:+.1f}" for one, _ in told if one.weight)
        return self._reasons[levels]


def chance(weight: float) -> float:
    """The chance that a weight (hundredths of log-odds) means, in four digits."""
    return round(1 / (1 + math.exp(-max(-3000.0, min(3000.0, weight)) / 100)), 4)
