"""Wordings are compared block by block: whatever the blocks, the same groups, in the same memory."""

import random
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.copies import METHOD
from q7x2_etl.copies.wording import VALUES
from q7x2_etl.pipeline import comparing_wordings, settling_copies
from q7x2_etl.pipeline.comparing_wordings import grown_groups
from q7x2_etl.pipeline.settling_copies import settle_copies
from q7x2_etl.reference import Reference
from q7x2_etl.warehouse import Layout, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Layout(tmp_path), load_contract(), {"memory_limit": "48MB", "threads": "1"})
    yield opened
    opened.close()


def _signatures(n: int, *, alike: int = 5, seed: int = 1) -> list[str]:
    """Signatures in groups of `alike`, each of which is that before it with a tenth of the values changed."""
    chance, rows = random.Random(seed), list[bytes]()
    for number in range(n):
        new = chance.randbytes(VALUES)
        if number % alike:
            new = bytes(b if chance.random() < 0.1 else a for a, b in zip(rows[-1], new, strict=True))
        rows.append(new)
    return [row.hex() for row in rows]


def _fill(store: Store, signatures: Sequence[str], settled: int = 0) -> None:
    """Stories in a mixed order; of the first `settled` of them each is its own group already."""
    names = [f"{number:032x}" for number in range(len(signatures))]
    order = random.Random(2).sample(range(len(names)), len(names))
    table = pa.table({
        "article_id": [names[n] for n in order],
        "method": [METHOD] * len(names),
        "n_shingles": pa.array([200] * len(names), pa.int32()),
        "signature": [signatures[n] for n in order],
        "first_article_id": pa.array([names[n] if n < settled else None for n in order], pa.string()),
    })  # fmt: skip
    store.insert_new("article_wordings", table)
    with store.given(table) as given:
        store.connection.execute(
            "INSERT INTO articles BY NAME SELECT article_id, '00' || substr(article_id, 3) AS document_id, "
            f"0 AS story_start, 1 AS story_end, 'unknown' AS published_precision, 'unknown' AS published_method "
            f"FROM {given}"
        )
    store.connection.execute(
        "INSERT INTO documents BY NAME SELECT document_id, 'text/plain' AS media_type, 'x' AS text, 1 AS n_chars "
        "FROM articles"
    )


@pytest.mark.parametrize("settled", [0, 20, 37])
def test_the_size_of_blocks_changes_no_group(store: Store, monkeypatch: pytest.MonkeyPatch, settled: int) -> None:
    _fill(store, _signatures(40), settled)
    found = []
    for block in (1000, 13, 3):
        monkeypatch.setattr(comparing_wordings, "_BLOCK", block)
        found.append(grown_groups(store).joined())
    names = [f"{number:032x}" for number in range(40)]
    grown = range(settled - settled % 5, 40)  # the groups in which any story is new; a settled pair stays apart
    expected = [(names[n], names[n - n % 5]) for n in grown if n % 5 == 0 or n >= settled or settled % 5]
    assert found == [found[0]] * 3
    if settled != 37:
        assert found[0] == expected
    else:  # two old stories are not compared with each other, but the new ones are copies of both
        assert dict(found[0])[names[37]] == dict(found[0])[names[39]] == names[35]


def test_groups_that_are_looked_at_part_by_part_are_settled_alike(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling_copies, "_NAMES_AT_ONCE", 1)
    _fill(store, _signatures(60))
    with store.transaction():
        settled = settle_copies(store, Reference.load(), "run")
    assert (settled.n_copies, settled.n_superseded) == (48, 0)
    sizes = store.arrow("SELECT count(*) AS n FROM article_wordings GROUP BY first_article_id").column("n").to_pylist()
    assert sizes == [5] * 12
    assert store.scalar("SELECT count(*) FROM articles WHERE duplicate_of IS NULL") == 12


def test_a_story_that_is_no_copy_any_more_is_none(store: Store) -> None:
    _fill(store, _signatures(6, alike=1))
    store.connection.execute("UPDATE articles SET duplicate_of = '0' || substr(article_id, 2), superseded_by = '0'")
    with store.transaction():
        settled = settle_copies(store, Reference.load(), "run")
    assert (settled.n_copies, settled.n_superseded) == (0, 0)
    assert store.scalar("SELECT count(*) FROM articles WHERE duplicate_of IS NULL AND superseded_by IS NULL") == 6
    assert store.scalar("SELECT count(*) FROM article_wordings WHERE first_article_id = article_id") == 6


def test_many_times_the_stories_are_compared_in_the_same_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing_wordings, "_BLOCK", 500)
    peaks = []
    for n in (1_000, 6_000):
        store = Store.open(Layout(tmp_path / str(n)), load_contract(), {"memory_limit": "40MB", "threads": "1"})
        _fill(store, _signatures(n, alike=1))
        arrow = pa.default_memory_pool()
        before, tracked = arrow.bytes_allocated(), tracemalloc.is_tracing()
        tracemalloc.start()
        with store.transaction():
            settle_copies(store, Reference.load(), "run")
        peaks.append(tracemalloc.get_traced_memory()[1] + arrow.bytes_allocated() - before)
        if not tracked:
            tracemalloc.stop()
        store.close()
    assert peaks[1] <= 1.3 * peaks[0], peaks
