"""How a warehouse is loaded and published: every setting, from a file, the environment and arguments."""

from q7x2_etl.settings.columns import columns_named
from q7x2_etl.settings.gates import DEFAULT_GATES, MEASURES, Gate
from q7x2_etl.settings.model import SPECS, Settings, Spec
from q7x2_etl.settings.reading import Origin, Resolved, read_settings

__all__ = [
    "DEFAULT_GATES", "MEASURES", "SPECS", "Gate", "Origin", "Resolved", "Settings", "Spec", "columns_named",
    "read_settings",
]  # fmt: skip
