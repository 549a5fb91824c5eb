"""What a check says: its name, what it looked at, how that is, what was seen, what to type."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `doctor` looked at.

    `name` is the check's (`version.checksums`), `subject` what it was made on ("version 3"). An error means that loads
    or readers get wrong rows, or none; a warning, that somebody should look. `remedy` is a command, or null where
    nothing needs to be done.
    """

    name: str
    subject: str
    severity: Severity
    seen: str
    remedy: str | None = None


def ok(name: str, subject: str, seen: str) -> Finding:
    return Finding(name, subject, "ok", seen)


def warning(name: str, subject: str, seen: str, remedy: str) -> Finding:
    return Finding(name, subject, "warning", seen, remedy)


def error(name: str, subject: str, seen: str, remedy: str) -> Finding:
    return Finding(name, subject, "error", seen, remedy)


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def listed(names: Iterable[str], shown: int = 3) -> str:
    """The first few of many names, and how many more there are."""
    given = list(names)
    more = f" and {len(given) - shown} more" if len(given) > shown else ""
    return ", ".join(given[:shown]) + more
