"""Extraction: an Article to its Reports. Every back end fulfils the protocol `Extractor`; rules are the default."""

from q7x2_etl.extraction.extractor import RuleExtractor, default_extractor
from q7x2_etl.extraction.protocol import Extractor, Gathering, Screening

__all__ = ["Extractor", "Gathering", "RuleExtractor", "Screening", "default_extractor"]
