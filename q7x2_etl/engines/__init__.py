"""Where batches run: this process or a local pool; every engine calls the same batch function."""

from q7x2_etl.engines.batch import Extraction, Task, extract_batch
from q7x2_etl.engines.local import EngineSettings, build_extractor, run_batches

__all__ = ["EngineSettings", "Extraction", "Task", "build_extractor", "extract_batch", "run_batches"]
