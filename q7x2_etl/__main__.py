"""`python -m q7x2_etl` is the command `q7x2-etl`."""

from q7x2_etl.cli import main

if __name__ == "__main__":  # the processes of `--workers` import this module too
    main()
