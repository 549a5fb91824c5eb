"""A cluster of reports becomes one incident. The rules are written in docs/METHODS.md."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from q7x2_etl.model import Casualty, CasualtyOutcome, DatePrecision, Report, Stage, Veracity
from q7x2_etl.resolution.account import Account
from q7x2_etl.resolution.corrections import FieldCorrection, apply_corrections, rows_of
from q7x2_etl.resolution.sides import IncidentActor, Sides, incident_actors, sides_of
from q7x2_etl.resolution.tolls import Toll, combined, counting, one_account, victim_groups

_PRECISIONS: tuple[DatePrecision, ...] = ("day", "week", "month", "season", "year", "unknown")
_NOT_STATED = Toll(None, None, None)


@dataclass(frozen=True, slots=True)
class Incident:
    """One row of `incidents`."""

    incident_id: str
    event_type: str
    stage: Stage
    veracity: Veracity
    date_start: date | None
    date_end: date | None
    date_precision: DatePrecision
    place_name: str | None
    place_id: str | None
    admin2: str | None
    admin1: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    where_precision: int | None
    side_a: str | None
    side_b: str | None
    type_of_violence: int | None
    civilian_targeting: bool | None
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None
    deaths_a: int | None
    deaths_b: int | None
    deaths_civilians: int | None
    deaths_unknown: int | None
    wounded_low: int | None
    wounded_best: int | None
    wounded_high: int | None
    captured_best: int | None
    abducted_best: int | None
    displaced_best: int | None
    toll_contested: bool
    n_reports: int
    n_articles: int
    n_publishers: int
    first_published_on: date | None
    last_published_on: date | None
    confidence: float


@dataclass(frozen=True, slots=True)
class IncidentLink:
    """One row of `incident_links`."""

    report_id: str
    incident_id: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """One incident with its links and actors, and the fields that people set."""

    incident: Incident
    links: tuple[IncidentLink, ...]
    actors: tuple[IncidentActor, ...]
    corrections: tuple[FieldCorrection, ...] = ()


@dataclass(frozen=True)
class Cluster:
    """The reports of one event, by report_id, and for each what ties it to the rest (score, reason)."""

    accounts: tuple[Account, ...]
    ties: Mapping[str, tuple[float, str]]

    @property
    def incident_id(self) -> str:
        """The id of the report that was published first (unknown days last, ties by id); later news keeps it."""
        return min((one.published_on is None, one.published_on or date.min, one.report_id) for one in self.accounts)[2]


def incident_of(cluster: Cluster) -> Resolved:
    """The incident of a cluster; a function of its reports, whatever their order."""
    accounts = sorted(cluster.accounts, key=lambda account: account.recency)
    sides = sides_of(accounts)
    dated, placed = _most_precise(accounts, _date_rank, _date_of), _most_precise(accounts, _place_rank, _place_of)
    deaths, wounded = _toll(accounts, "killed"), _toll(accounts, "wounded")
    by_group = _deaths_by_group(accounts, sides, deaths.best)
    published = sorted(account.published_on for account in accounts if account.published_on is not None)
    incident = Incident(
        incident_id=cluster.incident_id,
        event_type=_most_said(accounts),
        stage=accounts[0].report.stage,
        veracity=_veracity(accounts),
        date_start=dated.date_start,
        date_end=dated.date_end,
        date_precision=dated.date_precision,
        place_name=placed.place_name,
        place_id=placed.place_id,
        admin2=placed.admin2,
        admin1=placed.admin1,
        country=placed.country,
        latitude=placed.latitude,
        longitude=placed.longitude,
        where_precision=placed.where_precision,
        side_a=sides.name("a"),
        side_b=sides.name("b"),
        type_of_violence=sides.type_of_violence,
        civilian_targeting=sides.civilian_targeting,
        deaths_low=deaths.low,
        deaths_best=deaths.best,
        deaths_high=deaths.high,
        deaths_a=by_group.get("a"),
        deaths_b=by_group.get("b"),
        deaths_civilians=by_group.get("civilians"),
        deaths_unknown=by_group.get("unknown"),
        wounded_low=wounded.low,
        wounded_best=wounded.best,
        wounded_high=wounded.high,
        captured_best=_toll(accounts, "captured").best,
        abducted_best=_toll(accounts, "abducted").best,
        displaced_best=_toll(accounts, "displaced").best,
        toll_contested=deaths.contested,
        n_reports=len(accounts),
        n_articles=len({account.article_id for account in accounts}),
        n_publishers=len(frozenset().union(*(account.publishers for account in accounts))),
        first_published_on=published[0] if published else None,
        last_published_on=published[-1] if published else None,
        confidence=max(account.report.confidence for account in accounts),
    )
    links = tuple(
        IncidentLink(account.report_id, cluster.incident_id, *cluster.ties[account.report_id])
        for account in cluster.accounts
    )
    incident, corrections = _corrected(incident, accounts)
    return Resolved(incident, links, tuple(incident_actors(cluster.incident_id, accounts, sides)), corrections)


def _corrected(incident: Incident, accounts: Sequence[Account]) -> tuple[Incident, tuple[FieldCorrection, ...]]:
    """The incident with the fields that people set, and the rows that say what the rules gave there."""
    applied = [one for account in accounts for one in account.corrected]
    if corrections := [one for account in accounts for one in account.corrections]:
        row, to_incident = apply_corrections("incidents", asdict(incident), corrections)
        incident, applied = Incident(**row), [*applied, *to_incident]
    return incident, rows_of(incident.incident_id, applied)


def _toll(accounts: Sequence[Account], outcome: CasualtyOutcome) -> Toll:
    """From the last word of each source, the earliest published first."""
    return combined([toll for _, toll in _last_words(accounts, outcome)]) or _NOT_STATED


def _last_words(accounts: Sequence[Account], outcome: CasualtyOutcome) -> list[tuple[Account, Toll]]:
    """Of each source (the copies of a story; a publisher) the last report that states a number; accounts by recency.

    What a source says on its own and what it hands on from an interested party are two words: neither hides the other.
    A story that a later version supersedes says nothing more where another report states a number.
    """
    told = [(one, toll) for one in accounts if (toll := one.toll(outcome)) and toll.stated]
    told = [pair for pair in told if not pair[0].superseded] or told
    kept: list[tuple[Account, Toll]] = []
    seen: set[tuple[str, bool]] = set()
    for account, toll in reversed(told):
        names = {account.source_group, *(account.publishers if len(account.publishers) == 1 else ())}
        sources = {(name, toll.interested) for name in names}
        if seen.isdisjoint(sources):
            kept.append((account, toll))
        seen |= sources
    return kept[::-1]


def _deaths_by_group(accounts: Sequence[Account], sides: Sides, best: int | None) -> dict[str, int]:
    """Deaths of side a, side b, civilians and unknown people, from the last report that states the incident's number.

    Parts of a total ("20 killed, among them five soldiers") are taken off a total whose victims are not told apart.
    """
    words = [pair for pair in _last_words(accounts, "killed") if best is not None and pair[1].best == best]
    telling = [account for account, _ in sorted(words, key=lambda pair: not pair[1].interested)]
    if not telling:
        return {}
    last = telling[-1]
    casualties = [figure for figure in last.report.casualties if not figure.shared]
    whole: Counter[str] = Counter()
    for group in victim_groups(counting(casualties, "killed", last.interested), "killed"):
        for figure in one_account(group):
            if figure.best is not None:
                whole[_victims(figure, sides)] += figure.best
    parts: Counter[str] = Counter()
    for figure in casualties:
        if figure.outcome == "killed" and figure.unit == "persons" and figure.is_part and figure.best is not None:
            parts[_victims(figure, sides)] += figure.best
    del parts["unknown"]
    if 0 < parts.total() <= whole["unknown"]:
        whole["unknown"] -= parts.total()
        whole += parts  # drops an "unknown" of 0
    return dict(whole)


def _victims(figure: Casualty, sides: Sides) -> str:
    return "civilians" if figure.of_kind == "civilians" else sides.side_of_victims(figure) or "unknown"


def _most_said(accounts: Sequence[Account]) -> str:
    """The type most reports give; ties by confidence, then by name."""
    said = Counter(account.report.event_type for account in accounts)
    trust: defaultdict[str, float] = defaultdict(float)
    for account in accounts:
        trust[account.report.event_type] += account.report.confidence
    return min(said, key=lambda event_type: (-said[event_type], -trust[event_type], event_type))


def _veracity(accounts: Sequence[Account]) -> Veracity:
    """Denied only where all deny it; disputed where any disputes or denies it; else reported where any reports it."""
    told = {account.report.veracity for account in accounts}
    if told == {"denied"}:
        return "denied"
    if told & {"denied", "disputed"}:
        return "disputed"
    return "reported" if "reported" in told else "alleged"


def _most_precise(
    accounts: Sequence[Account], rank: Callable[[Report], int], value: Callable[[Report], object]
) -> Report:
    """The report with the best rank; among equals the value that most give, then the surest, then the smallest id."""
    best = min(rank(account.report) for account in accounts)
    reports = [account.report for account in accounts if rank(account.report) == best]
    given = Counter(value(report) for report in reports)
    return min(reports, key=lambda report: (-given[value(report)], -report.confidence, report.report_id))


def _date_rank(report: Report) -> int:
    return _PRECISIONS.index(report.date_precision) if report.date_start is not None else len(_PRECISIONS)


def _date_of(report: Report) -> object:
    return (report.date_start, report.date_end)


def _place_rank(report: Report) -> int:
    if report.where_precision is not None:
        return report.where_precision
    return 8 if report.country is not None else 9


def _place_of(report: Report) -> object:
    return report.place_id or report.place_name or report.admin1
