"""The batch function that every engine calls, here and on clusters: an Arrow record batch in, one out."""

import pyarrow as pa

from q7x2_etl.engines.batch import extract_tasks
from q7x2_etl.engines.exchange import extractions_to_arrow, tasks_of
from q7x2_etl.engines.settings import EngineSettings, tools_of_process


def extract_batch(batch: pa.RecordBatch, settings: EngineSettings | None = None) -> pa.RecordBatch:
    """One row of the schema EXTRACTIONS for each row of the schema TASKS, in order.

        found = extract_batch(tasks_to_arrow([Task(document) for document in documents]))

    Pure: the same batch gives the same one, whatever came before. A text on which the library fails gives a row with
    its `error`, never an exception. The extractor is built at the first call of a process and kept; `settings` say
    which (`workers` and what belongs to it is for those who start processes).

    On a cluster: `frame.mapInArrow(lambda batches: map(extract_batch, batches), …)` in Spark,
    `dataset.map_batches(…, batch_format="pyarrow")` in Ray, over batches of the schema TASKS.
    """
    tasks = tasks_of(batch)
    extractions = extract_tasks(tasks, tools_of_process(settings or EngineSettings()))
    return extractions_to_arrow(extractions, [task.document.text for task in tasks])
