"""Which stories are the same wording told again, and which of them are later versions of one another."""

from q7x2_etl.copies.grouping import CopyGroups, Member, Places, Stories, rows_of
from q7x2_etl.copies.versions import Version, superseded
from q7x2_etl.copies.wording import BANDS, METHOD, ROWS, Wording, is_copy, same_wording, wording_of

__all__ = [
    "BANDS",
    "METHOD",
    "ROWS",
    "CopyGroups",
    "Member",
    "Places",
    "Stories",
    "Version",
    "Wording",
    "is_copy",
    "rows_of",
    "same_wording",
    "superseded",
    "wording_of",
]
