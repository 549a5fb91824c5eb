"""Write the tables of docs/SETTINGS.md again from the settings themselves; `--check` says whether they are fresh."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from q7x2_etl.errors import ExitCode
from q7x2_etl.settings import DEFAULT_GATES, MEASURES, SPECS

PAGE = Path(__file__).parents[1] / "SETTINGS.md"


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _settings() -> Iterable[str]:
    for spec in SPECS.values():
        default = "" if spec.default is None else f"`{str(spec.default).lower()}`"
        yield _row(f"`{spec.name}`", f"`{spec.variable}`", f"`{spec.flag}`", spec.kind.wanted, default, spec.about)


def _gates() -> Iterable[str]:
    for gate in DEFAULT_GATES:
        rests_on = MEASURES[next(shape for shape in MEASURES if shape.partition("(")[0] == gate.measured()[0])][1]
        limit = f"{gate.bound} {gate.limit:g}"
        yield _row(f"`{gate.name}`", f"`{gate.measure}`", limit, gate.severity, f"{gate.judged_from} {rests_on}")


TABLES = {
    "settings": _settings,
    "measures": lambda: (_row(f"`{name}`", what, rests_on) for name, (what, rests_on) in MEASURES.items()),
    "gates": _gates,
    "exit codes": lambda: (_row(int(code), code.meaning) for code in ExitCode),
}


def fresh(page: str) -> str:
    """The page with the rows before each mark as they should be."""
    for mark, rows in TABLES.items():
        table = "\n".join(rows())
        page = re.sub(
            rf"(\|---\|\n)(?:\|.*\n)*<!-- {mark} -->",
            lambda found, table=table, mark=mark: f"{found[1]}{table}\n<!-- {mark} -->",
            page,
        )
    return page


if __name__ == "__main__":
    written = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(0 if fresh(written) == written else "docs/SETTINGS.md is stale: run `make docs`")
    PAGE.write_text(fresh(written), encoding="utf-8")
