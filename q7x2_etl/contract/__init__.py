"""The contract of every row: read from `schemas/`, asked by all who write rows.

contract = load_contract()
contract.tables["reports"].arrow_schema()           # and .ddl(), .check(arrow_table)
check_reports(reports, articles)                    # reports with their children, and against their text
canary()                                            # refuses to run where validation is switched off
"""

from q7x2_etl.contract.arrow import row_json
from q7x2_etl.contract.batch import CheckResult, Rejected
from q7x2_etl.contract.canary import canary
from q7x2_etl.contract.check_words import check_in_words
from q7x2_etl.contract.flatten import report_to_json, reports_to_arrow, reports_to_tables
from q7x2_etl.contract.reports import RejectedReport, ReportCheck, check_reports
from q7x2_etl.contract.spec import Column, Vocabulary
from q7x2_etl.contract.table import Contract, Table, load_contract

__all__ = [
    "CheckResult",
    "Column",
    "Contract",
    "Rejected",
    "RejectedReport",
    "ReportCheck",
    "Table",
    "Vocabulary",
    "canary",
    "check_in_words",
    "check_reports",
    "load_contract",
    "report_to_json",
    "reports_to_arrow",
    "reports_to_tables",
    "row_json",
]
