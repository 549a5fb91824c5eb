"""The front door for programs: `read`, `extract` and `Warehouse`. The command line calls the same names."""

from q7x2_etl.api.texts import extract, extract_paths, extract_text, read, regions, regions_of_text
from q7x2_etl.api.warehouse import Warehouse

__all__ = ["Warehouse", "extract", "extract_paths", "extract_text", "read", "regions", "regions_of_text"]
