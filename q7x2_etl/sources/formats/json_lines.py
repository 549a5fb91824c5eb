"""JSON Lines: one reading a line, line by line whatever the size."""

import json
from collections.abc import Iterator

from q7x2_etl.sources.encoding import decode
from q7x2_etl.sources.formats.rows import Rows
from q7x2_etl.sources.formats.text_lines import byte_lines
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading


def read_json_lines(opened: Opened) -> Iterator[Reading]:
    """One reading a line that is not blank; a line that is no JSON object with a text is unreadable, and named."""
    rows, row = Rows(opened, "application/x-ndjson"), 0
    for line in byte_lines(opened):
        if line is not None and not line.strip():
            continue
        row += 1
        if line is None:
            yield rows.too_large(row)
            continue
        try:
            fields = json.loads(line if isinstance(line, str) else decode(line))
        except (ValueError, RecursionError) as error:
            yield opened.unread_row(row, "unreadable", f"not JSON: {error}")
            continue
        if not isinstance(fields, dict):
            found = type(fields).__name__
            yield opened.unread_row(row, "unreadable", f"a JSON object was expected, not {found}")
            continue
        yield rows.reading(row, fields)
