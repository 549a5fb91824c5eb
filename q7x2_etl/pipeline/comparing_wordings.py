"""Stories of the store compared by their wordings, a block with another: memory does not grow with the store."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow.compute as pc

from q7x2_etl.copies import CopyGroups, Stories, rows_of
from q7x2_etl.warehouse import Store

_BLOCK = 16_384  # stories; two blocks and some thousand pairs of them are in memory at a time

Block = tuple[int, int, str]  # the first and the last row, and the condition for those between them


def grown_groups(store: Store) -> CopyGroups:
    """The groups of copies that grow by the stories that have none yet: these are compared with all, and nobody else
    is. Which stories share a block changes nothing.
    """
    groups = CopyGroups()
    new, old = _blocks(store, "first_article_id IS NULL"), _blocks(store, "first_article_id IS NOT NULL")
    for number, block in enumerate(new):
        stories = _stories(store, block)
        groups.add_alike(stories)
        for other in [*new[number + 1 :], *old]:
            groups.add_alike(stories.beside(_stories(store, other)))
            store.let_go_of_memory()
    return groups


def _blocks(store: Store, which: str) -> Sequence[Block]:
    which = f"signature IS NOT NULL AND {which}"
    found = (
        store.arrow(f"SELECT rowid AS row FROM article_wordings WHERE {which} ORDER BY row").column("row").to_numpy()
    )
    starts = [*range(0, len(found), _BLOCK), len(found)]
    return [(int(found[start]), int(found[end - 1]), which) for start, end in pairwise(starts)]


def _stories(store: Store, block: Block) -> Stories:
    first, last, which = block
    found = store.arrow(
        "SELECT article_id, n_shingles, unhex(signature) AS bytes, first_article_id FROM article_wordings "
        f"WHERE rowid BETWEEN {first} AND {last} AND {which}"
    )
    groups = found.column("first_article_id")
    return Stories(
        pc.coalesce(groups, found.column("article_id")).to_pylist(),
        found.column("n_shingles").to_numpy().astype(np.int64),
        rows_of(b"".join(found.column("bytes").to_pylist())),
        groups.is_null().to_numpy(),
    )
