"""Who claims it, says it, denies it."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report
from tests.extraction.conftest import ReportsOf

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


def test_toll_that_is_disputed_leaves_the_attack_reported(the_report: TheReport) -> None:
    report = the_report("An attack in Kano on Monday killed nine people, police said. The army disputed the toll.")
    assert [c.about_field for c in report.claims if c.stance == "disputes"] == ["casualties[0].best"]
    assert report.veracity == "reported"


def test_account_that_is_disputed_makes_the_report_disputed(the_report: TheReport) -> None:
    report = the_report("An attack in Kano on Monday killed nine men, police said. Residents disputed that account.")
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


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("Al-Shabaab said on Telegram that it was behind the blast.", "Telegram"),
        ("Al-Shabaab, through its Shahada channel, said it was behind the blast.", "Shahada channel"),
        ("Al-Shabaab told a local radio station that it was behind the blast.", "local radio station"),
        ("Al-Shabaab said it was behind the blast.", None),
    ],
)
def test_channel_through_which_a_claim_came_is_cited(the_report: TheReport, told: str, source: str | None) -> None:
    report = the_report(f"A car bomb killed eight people in Mogadishu on Monday. {told}")
    assert [c.source_cited for c in report.claims if c.stance == "claims_responsibility"] == [source]


def test_claim_is_about_the_claimants_own_part(the_report: TheReport) -> None:
    report = the_report("A car bomb killed eight people in Mogadishu on Monday. Al-Shabaab claimed responsibility.")
    claim = next(c for c in report.claims if c.stance == "claims_responsibility")
    number = next(a.ordinal for a in report.actors if a.actor_id == "al-shabaab")
    assert claim.about_field == f"actors[{number}].role"


@pytest.mark.parametrize(
    ("told", "stance"),
    [
        ("Rebels said they had killed nine soldiers in Goma on Monday. The army denied the attack.", "denies"),
        ("He arrived. A bomb killed two in Goma on Monday. He said the blast was the work of rebels.", "asserts"),
        ("Soldiers shot dead two rebels in Goma on Monday. The army said its men had killed the two.", "asserts"),
    ],
)
def test_state_that_tells_its_own_deeds_claims_no_responsibility(reports_of: ReportsOf, told: str, stance: str) -> None:
    claims = [c for r in reports_of(told) for c in r.claims]
    assert ("claims_responsibility", "army") not in {(c.stance, c.claimant) for c in claims}
    assert stance in {c.stance for c in claims} or not claims


def test_claim_of_two_incidents_is_given_to_both(reports_of: ReportsOf) -> None:
    reports = reports_of(
        "A car bomb killed eight people in Mogadishu on Monday. Gunmen killed a judge in Kismayo on Friday. "
        "Al-Shabaab claimed responsibility for both attacks."
    )
    assert [{"claims_responsibility"} <= {c.stance for c in r.claims} for r in reports] == [True, True]


def test_claim_at_the_end_of_a_story_belongs_to_what_the_story_tells(the_report: TheReport) -> None:
    report = the_report(
        "A car bomb killed eight people in Mogadishu on Monday. The city is the capital. The road was closed. "
        "Shops opened again in the evening. Prices went up. The rain came late. Al-Shabaab admitted responsibility."
    )
    assert ("claims_responsibility", "al-shabaab") in stances(report)


@pytest.mark.parametrize(
    "told",
    [
        "The governor laid the blame on Boko Haram.",
        "Relatives pointed the finger at Boko Haram.",
        "Boko Haram is believed to be behind the raid.",
    ],
)
def test_who_is_blamed_late_in_the_story_did_it_where_nobody_else_is_named(the_report: TheReport, told: str) -> None:
    report = the_report(
        "Gunmen killed six farmers in Kano on Monday. The road was closed. Shops opened again in the evening. "
        f"Prices went up. The rain came late. {told}"
    )
    assert "boko-haram" in {a.actor_id for a in report.actors if a.role == "perpetrator"}
