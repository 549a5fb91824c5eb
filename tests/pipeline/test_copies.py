"""Copies in the store: settled at the end of each run, the same whatever the order, loads, kills and re-readings."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from corpus import story
from loads import load, rows, tables

import q7x2_etl as q7
from q7x2_etl.errors import WarehouseError
from q7x2_etl.settings import Settings

_TOLD = "On 2021-03-03 the Red Column attacked Alder (AAA) and killed {n} soldiers."
_REST = (
    "Governor Ilse Marten of Alder said on Thursday that 40 families from Brook Street had fled to Cedar. "
    "The Courier counted six burnt trucks of the Dogwood Company on the road to Elm, and Doctor Paul Weller of the "
    "Saint Anne Hospital spoke of 11 wounded. Colonel Hamid Orr promised that two battalions would come from Birch "
    "before Sunday.",
    "Traders said by telephone that the Blue Column had warned them in January. The market of Alder was closed until "
    "Monday, and the bridge to Fir had been mined at both ends, Captain Lena Roth told the radio of Cedar.",
)


def _text(name: str, killed: int = 3, *more: str) -> str:
    return "\n\n".join([f"{name} has this", _TOLD.format(n=killed), *_REST, *more])


def _row(name: str, text: str, published: str, **said: str) -> dict[str, Any]:
    return {"uri": f"https://x.test/{name}", "text": text, "published": published, **said}


# One wire at four sites, cut, corrected, with words more; a chain to a text that is far from the first; and others.
ROWS = [
    _row("late", _text("Late"), "2021-03-06", publisher="Late"),
    _row("first", _text("First"), "2021-03-04", publisher="First"),
    _row("fixed", _text("Fixed", 5), "2021-03-05", publisher="First", title="CORRECTED: Alder raided"),
    _row("cut", "\n\n".join(["Cut has this", _TOLD.format(n=3), _REST[0]]), "2021-03-07", publisher="Cut"),
    _row("plain", _text("Plain", 3, "Nobody else was seen."), "2021-03-08", publisher="Plain"),
    _row("other", story(1), "2021-03-04"),
    _row("another", story(2), "2021-03-04"),
]  # fmt: skip
_NAMED = (
    "SELECT name.uri, first.uri AS first, last.uri AS last FROM articles "
    "JOIN document_sources AS name USING (document_id) "
    "LEFT JOIN (SELECT article_id, uri FROM articles JOIN document_sources USING (document_id)) AS first "
    "ON first.article_id = duplicate_of "
    "LEFT JOIN (SELECT article_id, uri FROM articles JOIN document_sources USING (document_id)) AS last "
    "ON last.article_id = superseded_by ORDER BY name.uri"
)


def _file(folder: Path, name: str, given: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.jsonl"
    path.write_text("".join(json.dumps({k: v for k, v in row.items() if v}) + "\n" for row in given), encoding="utf-8")
    return path


def _copies(root: Path) -> dict[str, tuple[str | None, str | None]]:
    """By address, the first of its wording and its last version."""
    short = [{k: v and v.rpartition("/")[2] for k, v in row.items()} for row in rows(root, _NAMED)]
    return {row["uri"]: (row["first"], row["last"]) for row in short}


EXPECTED = {
    "another": (None, None),
    "cut": ("first", None),
    "first": (None, "fixed"),
    "fixed": ("first", None),
    "late": ("first", None),
    "other": (None, None),
    "plain": ("first", None),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, reference: Path) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    load(folder / "wh", _file(folder, "all", ROWS), reference)
    return folder / "wh"


def test_copies_point_to_the_first_published_and_to_the_last_version(whole: Path) -> None:
    assert _copies(whole) == EXPECTED


def test_the_result_counts_copies_and_superseded_stories(reference: Path, tmp_path: Path) -> None:
    result = load(tmp_path / "wh", _file(tmp_path, "all", ROWS), reference)
    assert (result.n_copies, result.n_superseded) == (4, 1)
    again = load(tmp_path / "wh", _file(tmp_path, "all", ROWS), reference)
    assert (again.n_copies, again.n_superseded, again.n_inserted) == (0, 0, 0)


def test_copies_are_stored_and_read_and_the_ledger_says_what_they_are(whole: Path) -> None:
    told = rows(
        whole,
        "SELECT outcome, reason, count(*) AS n FROM run_inputs JOIN articles USING (document_id) "
        "WHERE duplicate_of IS NOT NULL AND reason = 'a copy of article ' || duplicate_of GROUP BY ALL",
    )
    assert [(row["outcome"], row["n"]) for row in told] == [("loaded", 4)]
    assert rows(whole, "SELECT count(*) AS n FROM reports")[0]["n"] == len(ROWS)


def test_order_and_split_into_loads_change_no_row(whole: Path, reference: Path, tmp_path: Path) -> None:
    for seed in range(3):
        given, root = random.Random(seed).sample(ROWS, len(ROWS)), tmp_path / f"wh{seed}"
        cut = seed + 1
        load(root, _file(tmp_path, f"a{seed}", given[:cut]), reference, Settings(transaction_inputs=1))
        load(root, _file(tmp_path, f"b{seed}", given[cut:]), reference, Settings(transaction_inputs=2))
        assert tables(root) == tables(whole), [row["uri"] for row in given]


def test_a_load_that_failed_before_its_end_is_made_up_for(
    whole: Path, reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr("q7x2_etl.pipeline.finishing.settle_copies", killed)
        with pytest.raises((RuntimeError, WarehouseError)):
            load(tmp_path / "wh", _file(tmp_path, "some", ROWS[:4]), reference)
    load(tmp_path / "wh", _file(tmp_path, "rest", ROWS[4:]), reference)
    assert tables(tmp_path / "wh") == tables(whole)


def test_reading_again_keeps_copies_and_versions(reference: Path, tmp_path: Path) -> None:
    from pattern_extractor import PatternExtractor

    root = tmp_path / "wh"
    load(root, _file(tmp_path, "all", ROWS), reference)
    before = tables(root)
    with q7.Warehouse(root) as warehouse:
        for where in (None, "title LIKE 'CORRECTED%'"):
            result = warehouse.reextract(where, everything=True, reference=reference, extractor=PatternExtractor())
            assert result.changes.n_documents_changed == 0
            assert tables(root) == before


@pytest.mark.parametrize(
    "damage", ["DELETE FROM article_wordings", "UPDATE article_wordings SET method = 'older', signature = 'ff'"]
)
def test_stories_without_a_wording_of_todays_method_get_one(reference: Path, tmp_path: Path, damage: str) -> None:
    import duckdb

    root, inputs = tmp_path / "wh", _file(tmp_path, "all", ROWS)
    load(root, inputs, reference)
    before = tables(root)
    with duckdb.connect(str(root / "writer" / "store.duckdb")) as store:
        store.execute(damage)
        store.execute("UPDATE articles SET duplicate_of = NULL, superseded_by = NULL")
    load(root, inputs, reference)
    assert tables(root) == before


def test_another_text_at_the_same_address_supersedes_what_an_earlier_load_found(
    reference: Path, tmp_path: Path
) -> None:
    page, root = tmp_path / "page.txt", tmp_path / "wh"
    page.write_text(_text("Page", 3), encoding="utf-8")
    load(root, page, reference)
    page.write_text(_text("Page", 8, "The army gave no figure."), encoding="utf-8")
    load(root, page, reference)
    found = rows(root, "SELECT contains(text, '8 soldiers') AS is_new, superseded_by, duplicate_of, article_id "
                       "FROM articles JOIN documents USING (document_id) ORDER BY is_new")  # fmt: skip
    assert [row["is_new"] for row in found] == [False, True]
    assert [row["superseded_by"] for row in found] == [found[1]["article_id"], None]
    assert {row["duplicate_of"] or row["article_id"] for row in found} == {min(row["article_id"] for row in found)}
