"""Brings a store from the contract version that it was made with to today's, on a copy that then takes its place."""

from q7x2_etl.warehouse.migration.check import BrokenRow, broken_rows
from q7x2_etl.warehouse.migration.draft import back_up, close_cleanly, draft_store, put_in_place
from q7x2_etl.warehouse.migration.plan import Plan, Step, read_plan
from q7x2_etl.warehouse.migration.steps import apply_steps, complete

__all__ = [
    "BrokenRow",
    "Plan",
    "Step",
    "apply_steps",
    "back_up",
    "broken_rows",
    "close_cleanly",
    "complete",
    "draft_store",
    "put_in_place",
    "read_plan",
]
