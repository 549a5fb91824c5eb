"""What a load did: the value that `Warehouse.load` gives back and the command line prints."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from q7x2_etl.errors import ExitCode
from q7x2_etl.warehouse.gates import Verdict
from q7x2_etl.warehouse.ledger import FAILED_OUTCOMES


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The counts of one finished load.

    `status` is done, or gated where a gate refused to publish it. `outcomes` has every outcome of the closed list, also
    those with 0, and adds up to `n_inputs`.
    `n_articles` and `n_reports` are what this load added; `n_incidents` is what the warehouse holds now. `n_copies` are
    stories that were found to be copies of others, `n_superseded` those of which a later version was found.
    `inserted` counts new rows by data table (incidents and dimensions: rows that were not there before this load);
    `rejects` counts rejected rows by table; `timings` are seconds by step, `total` among them.
    `version` is what analysts see now. `gates` are the verdicts, `forced` whether it was published against one.
    `troubles` are the first of the `n_troubles` inputs that somebody must look into: name, outcome, reason.
    `max_rejects` is the setting, `settings_fingerprint` stands for all of them.
    """

    run_id: str
    n_inputs: int
    outcomes: dict[str, int]
    n_articles: int
    n_reports: int
    n_incidents: int
    inserted: dict[str, int]
    rejects: dict[str, int]
    n_inputs_with_rejects: int
    n_inputs_failed: int
    timings: dict[str, float]
    version: int | None
    database: str
    status: str
    started_at: datetime
    finished_at: datetime
    gates: tuple[Verdict, ...]
    forced: bool
    troubles: list[dict[str, str]]
    n_troubles: int
    max_rejects: float
    settings_fingerprint: str
    n_copies: int = 0
    n_superseded: int = 0

    @property
    def n_rejects(self) -> int:
        """Rejected rows, all tables together."""
        return sum(self.rejects.values())

    @property
    def n_inserted(self) -> int:
        """New rows in the data tables (not counting the ledger); 0 when the same input is loaded again."""
        return sum(self.inserted.values())

    @property
    def rejected_share(self) -> float:
        """The share of inputs that failed: they had a rejected row, or ended as unreadable, too_large, quarantined or
        error; 0.0 without inputs.
        """
        return self.n_inputs_failed / self.n_inputs if self.n_inputs else 0.0

    @property
    def failures(self) -> dict[str, int]:
        """The failed inputs by what was wrong: an outcome, or `loaded with rejects`."""
        found: dict[str, int] = {name: self.outcomes[name] for name in FAILED_OUTCOMES if self.outcomes[name]}
        rest = self.n_inputs_failed - sum(found.values())
        return found | ({"loaded with rejects": rest} if rest else {})

    @property
    def warnings(self) -> list[str]:
        """What a monitor should say although the load ended well: gates that warn or were forced, many rejects."""
        told = [str(verdict) for verdict in self.gates if verdict.answer in ("warned", "refused")]
        if self.rejected_share > self.max_rejects:
            failures = ", ".join(f"{count} {what}" for what, count in self.failures.items())
            shares = f"{self.rejected_share:.1%} of the inputs failed ({failures}), --max-rejects allows"
            told.append(f"{shares} {self.max_rejects:.1%}")
        return told

    @property
    def exit_code(self) -> ExitCode:
        """What the command line ends with."""
        if self.status == "gated":
            return ExitCode.gated
        return ExitCode.rejects if self.rejected_share > self.max_rejects else ExitCode.done

    def to_dict(self) -> dict[str, Any]:
        """Everything, the derived shares and sums too, as plain JSON values."""
        return asdict(self) | {
            "exit_code": int(self.exit_code),
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
            "warnings": self.warnings,
            "n_rejects": self.n_rejects,
            "n_inserted": self.n_inserted,
            "rejected_share": round(self.rejected_share, 6),
        }
