"""Where batches run: this process, a local pool, a cluster; all of them do the same to a document.

found = extract_batch(tasks_to_arrow([Task(document)]))     # Arrow in, Arrow out: what clusters call
for ticket, extractions in run_batches(batches, settings):  # here: in this process or in several
"""

from q7x2_etl.engines.batch import Extraction, Task
from q7x2_etl.engines.batch_function import extract_batch
from q7x2_etl.engines.exchange import (
    EXTRACTIONS,
    TASKS,
    extractions_of,
    extractions_to_arrow,
    tasks_of,
    tasks_to_arrow,
)
from q7x2_etl.engines.local import run_batches
from q7x2_etl.engines.settings import EngineSettings, build_extractor

__all__ = [
    "EXTRACTIONS", "TASKS", "EngineSettings", "Extraction", "Task", "build_extractor", "extract_batch",
    "extractions_of", "extractions_to_arrow", "run_batches", "tasks_of", "tasks_to_arrow",
]  # fmt: skip
