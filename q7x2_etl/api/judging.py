"""The methods of `Warehouse` with which people judge."""

import getpass
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from q7x2_etl.errors import InputError
from q7x2_etl.settings import Settings

if TYPE_CHECKING:
    from q7x2_etl.pipeline.judging import Judged
    from q7x2_etl.resolution.judgements import Decision
    from q7x2_etl.warehouse import Snapshot
    from q7x2_etl.warehouse.deciding import Asked
    from q7x2_etl.warehouse.review_sheet import Sheet


class JudgeMethods:
    """What people decide, and how it is written down (docs/JUDGEMENTS.md)."""

    path: Path
    settings: Settings

    if TYPE_CHECKING:

        def _reader(self) -> Snapshot: ...

    def judge_same(self, one: str, other: str, *, reason: str, by: str | None = None, force: bool = False) -> "Judged":
        """Two reports (or incidents) are one event: they become one incident now and in every later load.

        Ids may be cut short; `by` is the login name where it is not given. All of the judge methods write rows to
        `judgements`, make incidents anew where they must be, publish, and return what was written. Raises InputError,
        and changes nothing, for ids that are not there and for what contradicts earlier judgements; else as `load`.
        """
        return self._judge([self._asked("same_incident", one, other, reason=reason, by=by)], force)

    def judge_different(
        self, one: str, other: str, *, reason: str, by: str | None = None, force: bool = False
    ) -> "Judged":
        """Two reports are two events: they never end in one incident."""
        return self._judge([self._asked("different_incident", one, other, reason=reason, by=by)], force)

    def judge_reject(
        self, one: str, *, reason: str, by: str | None = None, only_report: bool = False, force: bool = False
    ) -> "Judged":
        """An incident (all of its reports) or a report is none: it leaves incidents, its reports stay readable."""
        return self._judge([self._asked("not_an_incident", one, reason=reason, by=by, only_report=only_report)], force)

    def judge_confirm(
        self, one: str, *, reason: str, by: str | None = None, only_report: bool = False, force: bool = False
    ) -> "Judged":
        """An incident or report is right: the review sheet leaves it out, and an earlier reject holds no longer."""
        return self._judge([self._asked("confirmed", one, reason=reason, by=by, only_report=only_report)], force)

    def judge_correct(
        self,
        one: str,
        values: Mapping[str, Any],
        *,
        reason: str,
        by: str | None = None,
        only_report: bool = False,
        force: bool = False,
    ) -> "Judged":
        """Set columns of an incident (or of a report): `{"deaths_best": 7}`; None where a value is not known.

        What the rules give stays in `corrections`, and a report's own row as it was extracted.
        """
        asked = self._asked("corrected", one, reason=reason, by=by, only_report=only_report, values=values)
        return self._judge([asked], force)

    def judge_undo(self, judgement_id: str, *, reason: str, by: str | None = None, force: bool = False) -> "Judged":
        """A decision holds no longer; its row stays, with another that undoes it."""
        return self._judge([self._asked("undone", judgement_id, reason=reason, by=by)], force)

    def judge_sheet(self, path: str | Path, *, limit: int = 200) -> "Sheet":
        """Write a review sheet (CSV): pairs and incidents worth looking at, the most uncertain first, with quotes."""
        from q7x2_etl.warehouse.review_sheet import write_sheet

        return write_sheet(self._reader(), Path(path), limit)

    def judge_read(
        self, path: str | Path, *, reason: str | None = None, by: str | None = None, force: bool = False
    ) -> "Judged":
        """Read a review sheet that was filled in: all of its decisions, or (InputError, a line a row) none."""
        from q7x2_etl.warehouse.review_sheet import read_sheet

        return self._judge(read_sheet(Path(path), by=by or _login_name(), reason=reason or ""), force)

    def judgements(self, *, undone: bool = False, limit: int | None = None) -> list[dict[str, Any]]:
        """The published rows of `judgements` that hold, the newest first; with `undone` all of them."""
        from q7x2_etl.warehouse.judgements import judgement_rows

        return judgement_rows(self._reader(), undone=undone, limit=limit)

    def _asked(self, decision: "Decision", one: str, other: str | None = None, **more: Any) -> "Asked":
        from q7x2_etl.warehouse.deciding import Asked

        return Asked(decision, one, other, **{**more, "by": more["by"] or _login_name()})

    def _judge(self, asked: "Sequence[Asked]", force: bool) -> "Judged":
        from q7x2_etl.pipeline.judging import judge

        return judge(self.path, asked, self.settings.but(warehouse=self.path), force=force)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:  # a process without a user's name, as in a container
        raise InputError("who decides is not known; give a name: by=…, or --by NAME") from error
