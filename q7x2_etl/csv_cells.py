"""Cells of CSV that no spreadsheet takes for formulas: made so on the way out, and as they were on the way in.

Words of the news can begin with what a spreadsheet calculates (OWASP, "CSV Injection").
"""

import re
from typing import Any

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def neutral(value: Any) -> Any:
    """A text that a spreadsheet could run gets an apostrophe in front; every other value stays as it is."""
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


def plain(cell: str) -> str:
    """What `neutral` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
