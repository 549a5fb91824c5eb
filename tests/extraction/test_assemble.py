"""A report's type, weapon, targets and evidence."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[[str], Report]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Gunmen shot three traders in Kano on Monday.", "armed_attack"),
        ("Gunmen killed the governor of Kano on Monday.", "assassination"),
        ("Gunmen shot dead the governor of Kano on Monday.", "assassination"),
        ("Gunmen assassinated a judge in Medellin on Monday.", "assassination"),
        ("Gunmen murdered two traders in Kano on Monday.", "armed_attack"),
        ("Militants beheaded three captives near Mosul on Monday.", "execution"),
        ("A car bomb exploded in Mosul on Monday.", "bombing"),
        ("A landmine killed two soldiers near Mosul on Monday.", "bombing"),
        ("A man blew himself up in a market in Kano on Monday.", "suicide_bombing"),
        ("A suicide bomber attacked a mosque in Kano on Monday.", "suicide_bombing"),
        ("A bomber on a motorcycle blew himself up at a mosque in Kano on Monday.", "suicide_bombing"),
        ("Mortars hit a school in Donetsk on Monday.", "shelling"),
        ("Rebels fired rockets at a base near Mosul on Monday.", "shelling"),
        ("Warplanes bombed a camp near Idlib on Monday.", "airstrike"),
        ("Army helicopters bombed a camp near Idlib on Monday.", "airstrike"),
        ("Helicopters shelled the town of Idlib on Monday.", "airstrike"),
        ("A drone killed two commanders near Idlib on Monday.", "airstrike"),
        ("Police raided a house in Karachi on Monday and arrested two suspects.", "security_operation"),
        (
            "Editor Ivo Salm was murdered in Cali on Monday. Police have arrested two guerrillas in connection with the"
            " murder.",
            "armed_attack",
        ),
        ("Bandits raided a village near Kano on Monday.", "armed_attack"),
        ("Soldiers killed 20 militants near Kano on Monday.", "security_operation"),
        ("Rebels captured the town of Goma on Monday.", "territorial_change"),
        ("Goma fell to the rebels on Monday.", "territorial_change"),
        ("Police captured two rebels in Goma on Monday.", "arrest"),
        ("Gunmen seized a bus near Goma on Monday.", "hijacking"),
        ("Bandits took 30 pupils hostage near Kano on Monday.", "kidnapping"),
        ("Rebels burned a school near Goma on Monday.", "arson"),
        ("Rebels blew up a pipeline near Arauca on Monday.", "sabotage"),
        ("Gunmen robbed a bank in Lagos on Monday.", "robbery"),
        ("Protesters clashed with police in Khartoum on Monday, leaving two protesters dead.", "riot"),
    ],
)
def test_type_is_that_of_the_strongest_trigger_made_narrower_by_its_slots(
    the_report: TheReport, text: str, event_type: str
) -> None:
    assert the_report(text).event_type == event_type


@pytest.mark.parametrize(
    ("text", "weapon"),
    [
        ("A car bomb exploded in Mosul on Monday.", "car bomb"),
        ("Gunmen attacked a bus near Goma on Monday with grenades.", "grenades"),
        ("Rebels fired rockets at a base near Mosul on Monday.", "rockets"),
        ("Gunmen killed two traders in Kano on Monday.", None),
    ],
)
def test_weapon_is_told_in_the_words_of_the_text(the_report: TheReport, text: str, weapon: str | None) -> None:
    assert the_report(text).weapon == weapon


@pytest.mark.parametrize(
    ("text", "target_type", "as_written"),
    [
        ("Gunmen attacked a police station in Lagos on Monday.", "police_station", "a police station"),
        ("A bus was attacked by gunmen near Goma on Monday.", "vehicle", "A bus"),
        ("The bombing of a market in Mosul on Monday killed five people.", "market", "a market"),
        ("A bomb exploded at a mosque in Kano on Monday.", "religious", "a mosque"),
    ],
)
def test_thing_that_is_hit_is_a_target(the_report: TheReport, text: str, target_type: str, as_written: str) -> None:
    assert [(t.target_type, t.as_written) for t in the_report(text).targets] == [(target_type, as_written)]


def test_village_that_is_attacked_is_no_building(the_report: TheReport) -> None:
    report = the_report("Militants attacked the village of Mughul in Darzab district on Monday, killing two elders.")
    assert report.place_name == "Mughul"
    assert {a.name for a in report.actors if a.role == "target"} == {"elders"}


def test_every_field_that_is_filled_has_evidence_with_its_own_words(the_report: TheReport) -> None:
    report = the_report(
        "Al-Shabaab fighters killed nine traders in Kismayo on Monday. The group claimed responsibility for the attack."
    )
    evidence = {e.field: e.quote for e in report.evidence}
    assert evidence["event_type"] in {"killed", "attack"}
    assert evidence["date_start"] == evidence["date_end"] == "on Monday" or evidence["date_start"] == "Monday"
    assert evidence["place_name"] == "Kismayo"
    assert evidence["casualties[0].best"] == "nine traders"
    perpetrator = next(a for a in report.actors if a.role == "perpetrator")
    assert "Al-Shabaab" in evidence[f"actors[{perpetrator.ordinal}].name"]
    assert all(e.rule for e in report.evidence)


def test_more_is_known_the_surer_the_report(the_report: TheReport) -> None:
    vague = the_report("Gunmen attacked a bus near Goma.")
    full = the_report("Al-Shabaab fighters ambushed a bus near Goma on Monday, killing nine traders.")
    assert 0 <= vague.confidence < full.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Four engineers were kidnapped by gunmen from a mine near Goma on Monday.",
        "Police arrested a man in Nairobi on Monday for planning to bomb a mall.",
        "Gunmen on motorcycles shot three traders in Kano on Monday.",
    ],
)
def test_what_nobody_was_hit_with_is_no_weapon(the_report: TheReport, text: str) -> None:
    assert the_report(text).weapon is None
