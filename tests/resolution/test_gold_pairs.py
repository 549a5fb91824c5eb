"""The gold pairs: reports of one event meet, and those that only look alike stay apart."""

import json
import sys
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from q7x2_etl.model import Actor, Target, content_id
from q7x2_etl.resolution import Account

sys.path.append(str(Path(__file__).parent))
from accounts import account, actor, casualty
from resolving import resolve

GOLD = Path(__file__).parents[1] / "gold" / "pairs" / "reports.jsonl"
_WHERE = ("place_name", "place_id", "admin2", "admin1", "country", "latitude", "longitude", "where_precision")


def gold_reports() -> list[dict[str, Any]]:
    """The rows of the gold file."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def as_account(row: dict[str, Any]) -> Account:
    """A row of the gold file as resolution sees a report."""
    figures = (("killed", "killed"), ("wounded", "wounded"), ("taken", "captured"))
    return account(
        row["id"],
        article=row["article"],
        published=date.fromisoformat(row["published"]),
        event_type=row["event_type"],
        date_start=date.fromisoformat(row["date_start"]),
        date_end=date.fromisoformat(row["date_end"]),
        date_precision=row["date_precision"],
        weapon=row.get("weapon"),
        actors=tuple(_actors(row)),
        casualties=tuple(
            casualty(outcome, row[name], shared=row.get("shared", False)) for name, outcome in figures if name in row
        ),
        targets=(Target(0, row["target"], None, "x", "unknown", 0, 1),) if "target" in row else (),
        **{name: row.get(name) for name in _WHERE},
    )


def _actors(row: dict[str, Any]) -> list[Actor]:
    found = [actor(name, actor_id=name) for name in row.get("groups", ())]
    found += [actor(name, kind="state", actor_id=name) for name in row.get("states", ())]
    found += [actor(name, "target", "person") for name in row.get("persons", ())]
    if row.get("victims") == "civilians":
        found.append(actor("civilians", "target", "civilians"))
    elif row.get("victims") == "state":
        found.append(actor("soldiers", "target", "state"))
    return found


def test_the_gold_pairs_are_told_right() -> None:
    rows = gold_reports()
    accounts = {row["id"]: as_account(row) for row in rows}
    home = {link.report_id: one.incident.incident_id for one in resolve(accounts.values()) for link in one.links}
    right = wrongly_joined = missed = 0
    told: list[str] = []
    for one, other in combinations(rows, 2):
        joined = home[accounts[one["id"]].report_id] == home[accounts[other["id"]].report_id]
        same = (one["set"], one["event"]) == (other["set"], other["event"])
        right += joined and same
        wrongly_joined += joined and not same
        missed += same and not joined
        if joined != same:
            told.append(f"{one['id']} {other['id']} {'joined' if joined else 'apart'}")
    assert right + missed >= 50
    assert 2 * right / (2 * right + wrongly_joined + missed) >= 0.95, told


def test_the_gold_file_has_pairs_enough_and_names_no_event_twice() -> None:
    rows = gold_reports()
    beside = [(a, b) for a, b in combinations(rows, 2) if a["set"] == b["set"]]
    same = [pair for pair in beside if pair[0]["event"] == pair[1]["event"]]
    assert len(beside) >= 80
    assert len(beside) - len(same) >= 50
    assert len({row["id"] for row in rows}) == len(rows) == len({content_id(row["id"]) for row in rows})
