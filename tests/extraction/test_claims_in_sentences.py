"""Who claims, denies, disputes and asserts, in the wordings of world news: the first report's claims."""

from pathlib import Path

import pytest
import yaml

from q7x2_etl.model import Claim
from tests.extraction.conftest import ReportsOf

CASES = yaml.safe_load(Path(__file__).with_name("claims_in_sentences.yaml").read_text(encoding="utf-8"))
CONTRARY = ("claims_responsibility", "denies", "disputes")


def _of(stance: str, claims: tuple[Claim, ...]) -> list[str]:
    return [claim.claimant.casefold() for claim in claims if claim.stance == stance]


def _same(found: list[str], wanted: list[str]) -> bool:
    return len(found) == len(wanted) and all(any(w.casefold() in name for name in found) for w in wanted)


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_who_claims_denies_disputes_and_asserts(reports_of: ReportsOf, text: str, wanted: dict[str, list[str]]) -> None:
    claims = reports_of(text)[0].claims
    told = [(claim.stance, claim.claimant) for claim in claims]
    assert all(_same(_of(stance, claims), wanted.get(stance, [])) for stance in CONTRARY), told
    said = _of("asserts", claims)
    assert all(any(w.casefold() in name for name in said) for w in wanted.get("asserts", [])), told
