"""Every error that this library raises on purpose.

A message says what happened, to which file or row, what state things are in, and what to type next.
"""

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from q7x2_etl.pipeline import LoadResult


class ExitCode(IntEnum):
    """What the command line ends with, and the summary of a load says."""

    done = 0
    failed = 1
    usage = 2
    rejects = 3
    busy = 4
    gated = 5
    interrupted = 130
    stopped = 143

    @property
    def meaning(self) -> str:
        """The code in words."""
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.done: "done (an empty folder too)",
    ExitCode.failed: "failed and nothing published",
    ExitCode.usage: "wrong usage (a missing path or a wrong setting too)",
    ExitCode.rejects: "done but more rejects than --max-rejects allows",
    ExitCode.busy: "another load holds the warehouse",
    ExitCode.gated: "a gate refused and nothing published",
    ExitCode.interrupted: "stopped by Ctrl-C",
    ExitCode.stopped: "stopped by SIGTERM after a whole batch",
}


class Q7Error(Exception):
    """Base of all errors of q7x2_etl. `exit_code` is what the command line ends with."""

    exit_code: int = ExitCode.failed


class InputError(Q7Error, ValueError):
    """The caller gave something that cannot be used: a missing path, a wrong column, a bad date."""

    exit_code = ExitCode.usage


class ContractError(InputError):
    """A file of `schemas/` breaks the rules for contracts."""


class ReferenceDataError(InputError):
    """A file of `seeds/reference/`, or of an overlay, breaks its rules."""


class ValidationDisabledError(Q7Error):
    """The canary batch was not rejected: validation is switched off or shallow, so nothing may be loaded."""


class WarehouseError(Q7Error):
    """The warehouse cannot do what was asked."""


class WarehouseBusyError(WarehouseError):
    """Another load holds the warehouse."""

    exit_code = ExitCode.busy


class GateRefusedError(WarehouseError):
    """A fatal gate refused to publish; `result` holds the counts and every gate's verdict."""

    exit_code = ExitCode.gated

    def __init__(self, message: str, result: "LoadResult") -> None:
        super().__init__(message)
        self.result = result


class StoreGatedError(WarehouseError):
    """The store holds what a gate refused to publish."""

    exit_code = ExitCode.gated


class OldContractError(WarehouseError):
    """The warehouse keeps an older version of the contract; `q7x2-etl migrate` brings it up."""


class NewContractError(WarehouseError):
    """The warehouse keeps a newer version of the contract than this library knows."""


class LoadStoppedError(Q7Error):
    """A signal stopped the load after a whole batch; its exit code is 128 and the signal's number, as a shell gives."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(
            "stopped after a whole batch; nothing was published, and what is stored stays; run the same load again: it "
            "does what is missing and publishes all of it"
        )
        self.exit_code = 128 + signal_number
