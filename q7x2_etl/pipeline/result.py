"""What a load did: the value that `Warehouse.load` gives back and the command line prints."""

from dataclasses import asdict, dataclass
from typing import Any, get_args

from q7x2_etl.model import Outcome

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The counts of one finished load.

    `outcomes` has every outcome of the closed list, also those with 0, and adds up to `n_inputs`.
    `n_articles` and `n_reports` are what this load added; `n_incidents` is what the warehouse holds now.
    `inserted` counts new rows by data table (incidents and dimensions: rows that were not there before this load);
    `rejects` counts rejected rows by table; `timings` are seconds by step, `total` among them.
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
    timings: dict[str, float]
    version: int
    database: str

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
        """The share of inputs that had at least one rejected row; 0.0 without inputs."""
        return self.n_inputs_with_rejects / self.n_inputs if self.n_inputs else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Everything, the derived shares and sums too, as plain JSON values."""
        return asdict(self) | {
            "n_rejects": self.n_rejects,
            "n_inserted": self.n_inserted,
            "rejected_share": round(self.rejected_share, 6),
        }
