"""Ledger rows of inputs that came as they were: those that follow each other share one.

A night that finds a hundred thousand files as they were leaves a few rows, not a hundred thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from q7x2_etl.model import Outcome
from q7x2_etl.pipeline.staging import Batch
from q7x2_etl.warehouse.ledger import InputRow

_AS_IT_WAS: Outcome = "unchanged"


def ledger_rows(batch: Batch, own: Sequence[InputRow]) -> Iterator[InputRow]:
    """The ledger rows of a batch, in order; `own` are those of its inputs by themselves."""
    single = ((row, one.passed_over and row.outcome == _AS_IT_WAS) for one, row in zip(batch.inputs, own, strict=True))
    last: InputRow | None = None
    last_may_share = False
    for row, may_share in merge(single, *map(_stretches, batch.passed_over), key=lambda pair: pair[0].ordinal):
        if last is None:
            last = row
        elif last_may_share and may_share and row.ordinal == last.ordinal + last.n_inputs:
            n_inputs = last.n_inputs + row.n_inputs
            last = replace(last, n_inputs=n_inputs, last_uri=row.last_uri or row.uri, document_id=None)
        else:
            yield last
            last = row
        last_may_share = may_share
    if last is not None:
        yield last


def _stretches(rows: pa.Table) -> Iterator[tuple[InputRow, bool]]:
    """The rows of files that were passed over (the columns of PassedOver, with ordinal, outcome and reason): one for
    each stretch of those that may share.
    """
    n = rows.num_rows
    alone = set(pc.indices_nonzero(pc.not_equal(rows.column("outcome"), _AS_IT_WAS)).to_pylist())
    starts = sorted({0, *alone, *(place + 1 for place in alone)} - {n})
    for start, end in pairwise((*starts, n)):
        first = rows.slice(start, 1).to_pylist()[0]
        several = end - start > 1
        row = InputRow(
            first["ordinal"],
            first["name"],
            first["uri"],
            None if several else first["document_id"],
            first["outcome"],
            first["reason"],
            n_inputs=end - start,
            last_uri=rows.column("uri")[end - 1].as_py() if several else None,
        )
        yield row, start not in alone
