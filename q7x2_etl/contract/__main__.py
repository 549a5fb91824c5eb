"""`python -m q7x2_etl.contract` prints the data dictionary."""

import sys

from q7x2_etl.contract.table import load_contract

sys.stdout.write(load_contract().data_dictionary())
