"""Any order and any split of the same inputs into loads, transactions and workers gives the same bytes."""

import hashlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from corpus import story
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from loads import LEDGER, LOAD_TIME, PatternExtractor

import q7x2_etl as q7
from q7x2_etl.contract import load_contract

pytestmark = pytest.mark.slow

# Accounts of one incident that merge and split as others come, plain pages, the same text under two names, texts that
# are next to nothing, one that breaks the contract, one that no rule survives, both also under a second name.
_TEXTS = {
    "a.txt": story(0, killed=9, day=3),
    "b.txt": story(0, killed=9, day=3).replace("This was page 0", "So said page 0"),
    "c.txt": story(0, killed=7, day=4).replace("This was page 0", "A day later, page 0"),
    "d.txt": story(5, killed=9, day=3).replace("Alder (AAA)", "Alder (BBB)"),
    "e.txt": story(1),
    "again/e.txt": story(1),
    "quiet.txt": story(3),
    "empty.txt": "",
    "blank.txt": " \n\n",
    "short.txt": "x",
    "wrong.txt": story(40).replace("This was", "Wrong toll. This was"),
    "again/wrong.txt": story(40).replace("This was", "Wrong toll. This was"),
    "crash.txt": story(41).replace("This was", "Crash! This was"),
    "again/crash.txt": story(41).replace("This was", "Crash! This was"),
}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    (folder / "again").mkdir()
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def expected(inbox: Path, reference: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("expected") / "wh"
    _load(root, [inbox / name for name in sorted(_TEXTS)], reference)
    return exported(root)


def _load(root: Path, inputs: list[Path], reference: Path, workers: int = 1, transaction_inputs: int = 256) -> None:
    with q7.Warehouse(root, q7.Settings(transaction_inputs=transaction_inputs)) as warehouse:
        warehouse.load(inputs, reference=reference, extractor=PatternExtractor(), workers=workers)


def exported(root: Path) -> dict[str, str]:
    """A checksum of the bytes of each data table, as CSV and as Parquet: rows in order, columns of load time aside."""
    found: dict[str, str] = {}
    with TemporaryDirectory() as folder, duckdb.connect(str(root / "q7x2.duckdb"), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, table in load_contract().tables.items():
            columns = ", ".join(f'"{column}"' for column in table.column_names if column not in LOAD_TIME)
            if name not in LEDGER:
                if name == "rejects":  # a document that is kept whole names the place where it was found first
                    columns = columns.replace('"row_json"', "if(table_name = 'documents', '', row_json)")
                for suffix in ("csv", "parquet"):
                    connection.execute(f"COPY (SELECT {columns} FROM {name} ORDER BY ALL) TO '{folder}/it.{suffix}'")
                    content = Path(f"{folder}/it.{suffix}").read_bytes()
                    found[f"{name}.{suffix}"] = hashlib.sha256(content).hexdigest()
    return found


@st.composite
def loads_of_all(draw: st.DrawFn) -> list[list[str]]:
    """All inputs in some order, cut into one to four loads; some are given again in a later one."""
    order = draw(st.permutations(sorted(_TEXTS)))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=3)))
    loads = [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    return [[*load, *draw(st.lists(st.sampled_from(order[: cuts[0]]), max_size=2))] if n else load
            for n, load in enumerate(loads)] if cuts else loads  # fmt: skip


def _same(loads: list[list[str]], inbox: Path, reference: Path, expected: dict[str, str], **options: Any) -> None:
    folder = Path(inbox.parent / "tried")
    try:
        for load in loads:
            _load(folder, [inbox / name for name in load], reference, **options)
        found = exported(folder)
        assert sorted(name for name in expected if found[name] != expected[name]) == []
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_SETTINGS = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None, "derandomize": True}


@settings(max_examples=4, **_SETTINGS)
@example([sorted(_TEXTS, reverse=True)], 1)
@given(loads_of_all(), st.sampled_from([1, 3, 256]))
def test_any_order_and_any_split_give_the_same_bytes(
    inbox: Path,
    reference: Path,
    expected: dict[str, str],
    loads: list[list[str]],
    transaction_inputs: int,
) -> None:
    _same(loads, inbox, reference, expected, transaction_inputs=transaction_inputs)


def test_two_workers_give_the_same_bytes_in_another_order(
    inbox: Path, reference: Path, expected: dict[str, str]
) -> None:
    _same([sorted(_TEXTS, reverse=True)], inbox, reference, expected, workers=2, transaction_inputs=3)


@pytest.mark.long
@settings(max_examples=60, **_SETTINGS)
@given(loads_of_all(), st.sampled_from([1, 2, 3, 5, 256]), st.sampled_from([1, 1, 1, 2]))
def test_sixty_orders_and_splits_give_the_same_bytes(
    inbox: Path,
    reference: Path,
    expected: dict[str, str],
    loads: list[list[str]],
    transaction_inputs: int,
    workers: int,
) -> None:
    _same(loads, inbox, reference, expected, transaction_inputs=transaction_inputs, workers=workers)
