"""Which stories are the same wording told again, and which of them are later versions of one another."""

from q7x2_etl.copies.grouping import CopyGroups, Member, Places, Stories, values_of
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
    "same_wording",
    "superseded",
    "values_of",
    "wording_of",
]
