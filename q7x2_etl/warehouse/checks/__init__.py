"""What `doctor` looks at, a module each: machine, pointer, versions, store, and the rows inside a database."""

from q7x2_etl.warehouse.checks.finding import Finding, Severity, has_errors
from q7x2_etl.warehouse.checks.store import check_store
from q7x2_etl.warehouse.checks.versions import check_version

__all__ = ["Finding", "Severity", "check_store", "check_version", "has_errors"]
