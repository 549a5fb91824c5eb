"""What the SQL of the package does not do, because the database takes it ill."""

import re
from pathlib import Path

import q7x2_etl

_MADE = re.compile(r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP\s+)?TABLE\s+(?:temp\.)?\"?(\w+)\"?\s+AS\b", re.IGNORECASE)
_FILLED = re.compile(r"INSERT\s+INTO\s+(?:temp\.)?\"?(\w+)", re.IGNORECASE)


def test_no_table_made_by_a_query_is_inserted_into() -> None:
    """Made without a row, it would lose a large insert from sight (docs/WAREHOUSE.md)."""
    root = Path(q7x2_etl.__file__).parent
    texts = [path.read_text(encoding="utf-8") for kind in ("*.py", "*.sql") for path in root.rglob(kind)]
    made = {name for text in texts for name in _MADE.findall(text)}
    assert len(made) > 10
    assert made.isdisjoint(name for text in texts for name in _FILLED.findall(text))
