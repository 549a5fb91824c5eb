"""The run at work, for log lines: set when a load begins, and kept after its end for what is said of it."""

from contextvars import ContextVar

current_run_id: ContextVar[str | None] = ContextVar("current_run_id", default=None)
