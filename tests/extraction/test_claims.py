"""Who claims it, says it, denies it."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[[str], Report]


def stances(report: Report) -> set[tuple[str, str | None]]:
    return {(claim.stance, claim.claimant_actor_id) for claim in report.claims}


@pytest.mark.parametrize(
    "text",
    [
        "A car bomb killed eight people in Mogadishu on Monday. Al-Shabaab claimed responsibility for the attack.",
        "Al-Shabaab claimed responsibility for a bombing in Mogadishu on Monday that killed eight people.",
        "A bombing in Mogadishu on Monday killed eight people. Al-Shabaab has claimed responsibility.",
        "A bombing in Mogadishu on Monday was claimed by al-Shabaab. It killed eight people.",
    ],
)
def test_who_claims_responsibility_is_claimant_and_perpetrator(the_report: TheReport, text: str) -> None:
    report = the_report(text)
    assert ("claims_responsibility", "al-shabaab") in stances(report)
    assert {a.actor_id for a in report.actors if a.role == "perpetrator"} == {"al-shabaab"}


@pytest.mark.parametrize(
    "text",
    [
        "A bombing in Mogadishu on Monday killed eight people. Al-Shabaab denied responsibility for the attack.",
        "A bombing in Mogadishu on Monday killed eight people. Al-Shabaab denied involvement in the bombing.",
        "A bombing in Mogadishu on Monday killed eight people. Al-Shabaab has not claimed responsibility for it.",
    ],
)
def test_who_denies_responsibility_does_not_claim_it(the_report: TheReport, text: str) -> None:
    report = the_report(text)
    assert ("claims_responsibility", "al-shabaab") not in stances(report)
    assert "al-shabaab" not in {a.actor_id for a in report.actors if a.role == "perpetrator"}


def test_claim_that_nobody_made_is_no_claim(the_report: TheReport) -> None:
    report = the_report("A bombing in Mogadishu on Monday killed eight. Nobody has claimed responsibility for it.")
    assert report.claims == ()


@pytest.mark.parametrize(
    "text",
    [
        "Militants killed three officers in Quetta on Monday, police said. The army denied the attack.",
        "Soldiers killed 12 villagers in Ituri on Monday, residents said. The army denied the killings.",
        "Residents said soldiers had killed 12 villagers in Ituri on Monday. The army denied the report.",
        "The army denied that soldiers had killed 12 villagers in Ituri on Monday, as residents said.",
        "Boko Haram denied on Tuesday that its men had attacked Gwoza on Monday, but residents said they killed nine.",
    ],
)
def test_what_one_side_says_and_another_denies_is_disputed(the_report: TheReport, text: str) -> None:
    report = the_report(text)
    assert "denies" in {claim.stance for claim in report.claims}
    assert report.veracity == "disputed"


def test_toll_that_is_disputed_makes_the_report_disputed(the_report: TheReport) -> None:
    report = the_report("An attack in Kano on Monday killed nine people, police said. The army disputed the toll.")
    assert "disputes" in {claim.stance for claim in report.claims}
    assert report.veracity == "disputed"


def test_pronoun_is_no_claimant(the_report: TheReport) -> None:
    report = the_report("A bomb killed six guards near Timbuktu on Monday. The army said it knew nothing of the blast.")
    assert {claim.claimant.lower() for claim in report.claims} <= {"army", "the army"}


@pytest.mark.parametrize("speaker", ["police said", "the mayor said", "officials told reporters", "a witness said"])
def test_speaker_at_the_end_is_not_the_one_who_did_it(the_report: TheReport, speaker: str) -> None:
    report = the_report(f"Eleven traders were killed by Boko Haram in Diffa on Monday, {speaker}.")
    assert report.veracity == "reported"
    assert "boko-haram" not in {claim.claimant_actor_id for claim in report.claims}


def test_group_that_claims_an_attack_in_the_words_around_it_claims_responsibility(the_report: TheReport) -> None:
    report = the_report("ISIS claimed the attack, saying that one of its fighters blew himself up in Kabul on Monday.")
    assert ("claims_responsibility", "islamic-state") in stances(report)


def test_every_figure_knows_whose_claim_it_is(the_report: TheReport) -> None:
    report = the_report(
        "A blast in Kano on Friday killed nine traders, police said. A doctor said 14 people had died. "
        "Police said 20 people were wounded in the blast."
    )
    said = {c.best: report.claims[c.claim_ordinal].claimant for c in report.casualties if c.claim_ordinal is not None}
    assert said == {9: "police", 14: "doctor", 20: "police"}
    own = the_report("A car bomb killed nine people in Mosul on Sunday.")
    assert [c.claim_ordinal for c in own.casualties] == [None]
