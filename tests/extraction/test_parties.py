"""Who did it, to whom, on which side, and of what kind."""

from collections.abc import Callable
from datetime import date

import pytest

from q7x2_etl.model import Actor, Report

TheReport = Callable[..., Report]
ReportsOf = Callable[[str], list[Report]]


def names(report: Report, role: str) -> list[str]:
    return [actor.name for actor in report.actors if actor.role == role]


def actor(report: Report, role: str) -> Actor:
    found = [a for a in report.actors if a.role == role]
    assert len(found) == 1, report.actors
    return found[0]


def test_who_an_attack_is_attributed_to_did_it(the_report: TheReport) -> None:
    report = the_report(
        "Six policemen were killed in an attack attributed to the Gan Grif gang in Liancourt on Monday."
    )
    assert names(report, "perpetrator") == ["Gan Grif gang"]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed nine herders in Kano on Monday.",
        "Nine herders were killed by gunmen in Kano on Monday.",
        "Nine herders were killed in an attack by gunmen in Kano on Monday.",
        "Gunmen launched an attack in Kano on Monday that killed nine herders.",
        "Gunmen attacked a village near Kano on Monday, killing nine herders.",
        "An attack in Kano on Monday that killed nine herders was carried out by gunmen.",
    ],
)
def test_doer_and_sufferer_are_found_in_active_passive_and_noun(the_report: TheReport, text: str) -> None:
    report = the_report(text)
    assert [name.lower() for name in names(report, "perpetrator")] == ["gunmen"]
    assert names(report, "target") == ["herders"]
    assert actor(report, "perpetrator").kind == "armed_group"
    assert actor(report, "target").kind == "civilians"
    assert (actor(report, "perpetrator").side, actor(report, "target").side) == ("a", "b")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gunmen killed five policemen in Lagos on Monday.", "policemen"),
        ("Gunmen killed 20 soldiers in Lagos on Monday.", "soldiers"),
        ("Gunmen killed nine herders in Lagos on Monday.", "herders"),
        ("Gunmen killed at least two judges in Lagos on Monday.", "judges"),
    ],
)
def test_name_of_a_group_of_people_leaves_their_number_out(the_report: TheReport, text: str, name: str) -> None:
    assert names(the_report(text), "target") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Fighters of the Allied Democratic Forces killed seven farmers near Goma on Monday.",
        "Seven farmers were killed near Goma on Monday by members of the Allied Democratic Forces.",
        "The Allied Democratic Forces killed seven farmers near Goma on Monday.",
        "ADF fighters killed seven farmers near Goma on Monday.",
    ],
)
def test_organisation_is_the_actor_whichever_words_stand_for_its_people(the_report: TheReport, text: str) -> None:
    found = actor(the_report(text), "perpetrator")
    assert (found.actor_id, found.name, found.kind) == ("adf", "Allied Democratic Forces", "armed_group")


def test_people_behind_a_collective_are_the_actor(the_report: TheReport) -> None:
    report = the_report("A group of armed bandits kidnapped scores of nurses in Kano on Monday.")
    assert names(report, "perpetrator") == ["armed bandits"]
    assert names(report, "target") == ["nurses"]


def test_people_behind_a_collective_that_opens_a_sentence_are_the_actor(the_report: TheReport) -> None:
    report = the_report("Scores of traders were killed in shelling of Aleppo on Monday.")
    assert names(report, "target") == ["traders"]
    assert actor(report, "target").kind == "civilians"


@pytest.mark.parametrize(
    "text",
    [
        "Clashes between soldiers and the Taliban in Kunduz on Monday left nine people dead.",
        "Soldiers clashed with the Taliban in Kunduz on Monday, leaving nine people dead.",
        "Soldiers and the Taliban exchanged fire in Kunduz on Monday, leaving nine people dead.",
        "Fighting broke out between soldiers and the Taliban in Kunduz on Monday, killing nine people.",
        "Nine people died in fighting between soldiers and the Taliban in Kunduz on Monday.",
    ],
)
def test_both_parties_to_a_clash_take_part_on_two_sides(the_report: TheReport, text: str) -> None:
    report = the_report(text)
    assert report.event_type == "armed_clash"
    sides = {a.name.lower(): a.side for a in report.actors if a.role == "participant"}
    assert sides == {"soldiers": "a", "taliban": "b"}


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers attacked the rebels in Goma on Monday.",
        "Soldiers drove the rebels out of Goma on Monday.",
        "The army killed nine people in Goma on Monday. Soldiers attacked the rebels there.",
    ],
)
def test_description_of_the_other_side_does_not_point_to_the_doer(the_report: TheReport, text: str) -> None:
    report = the_report(text)
    assert {a.name.lower() for a in report.actors if "rebels" in a.as_written} == {"rebels"}
    assert "soldiers" not in {name.lower() for name in names(report, "target")}


@pytest.mark.parametrize("subject", ["They", "The militants", "The group", "The attackers", "Its fighters"])
def test_pronoun_and_description_point_to_the_group_named_before(the_report: TheReport, subject: str) -> None:
    report = the_report(f"Al-Shabaab fighters raided a village near Kismayo on Monday. {subject} killed nine traders.")
    assert {a.actor_id for a in report.actors if a.role == "perpetrator"} == {"al-shabaab"}
    assert names(report, "target") == ["traders"]


def test_police_who_foil_an_attack_are_not_its_target(the_report: TheReport) -> None:
    report = the_report("Police foiled a suicide bombing at a mosque in Kano on Monday.")
    assert "Police" not in names(report, "target")


@pytest.mark.parametrize(
    ("day", "text", "kind"),
    [
        (date(2021, 6, 10), "Taliban fighters killed two judges in Kabul on 8 June 2021.", "armed_group"),
        (date(2021, 8, 20), "Taliban fighters killed two judges in Kabul on 14 August 2021.", "armed_group"),
        (date(2021, 8, 20), "Taliban fighters killed two judges in Kabul on 18 August 2021.", "state"),
        (date(2022, 6, 10), "Taliban fighters killed two judges in Kabul on 8 June 2022.", "state"),
        (date(2022, 6, 10), "Taliban fighters killed two judges in Kabul on 8 June 2021.", "armed_group"),
    ],
)
def test_kind_of_an_actor_is_that_of_the_day_of_the_incident(
    the_report: TheReport, day: date, text: str, kind: str
) -> None:
    found = actor(the_report(text, day), "perpetrator")
    assert (found.actor_id, found.kind) == ("taliban", kind)


def test_named_victim_is_a_person_with_office_and_fate(the_report: TheReport) -> None:
    report = the_report("Gunmen assassinated the judge Maria Lopez in Medellin on Monday.")
    found = actor(report, "target")
    assert (report.event_type, found.name, found.kind, found.fate) == (
        "assassination",
        "Maria Lopez",
        "person",
        "killed",
    )
    assert found.office == "judge"


def test_demonym_with_two_countries_is_the_country_of_the_incident(the_report: TheReport) -> None:
    report = the_report("Rebels of the M23 clashed with Congolese soldiers near Rutshuru on Monday.")
    assert {(a.country, a.kind) for a in report.actors if "Congolese" in a.as_written} == {("COD", "state")}


def test_case_does_not_matter_to_who_did_what(the_report: TheReport) -> None:
    text = "Gunmen killed nine herders in an ambush near Maiduguri on Monday, police said, and troops went there."
    plain, upper, lower = (the_report(t) for t in (text, text.upper(), text.lower()))
    for other in (upper, lower):
        assert other.event_type == plain.event_type
        assert (other.date_start, other.date_precision) == (plain.date_start, plain.date_precision)
        assert (other.place_id, other.admin1, other.country) == (plain.place_id, plain.admin1, plain.country)
        assert [(a.role, a.name.lower()) for a in other.actors] == [(a.role, a.name.lower()) for a in plain.actors]
        assert [(c.outcome, c.best) for c in other.casualties] == [(c.outcome, c.best) for c in plain.casualties]


@pytest.mark.parametrize(
    "text",
    [
        "In Kandahar, a gunman killed two judges on Monday.",
        "In Kandahar, a gunman in a uniform killed two judges on Monday.",
        "On Monday, a gunman in Kandahar killed two judges.",
        "On Monday in Kandahar, a gunman with a rifle killed two judges.",
    ],
)
def test_doer_behind_an_opening_place_or_time_is_found(the_report: TheReport, text: str) -> None:
    assert names(the_report(text), "perpetrator") == ["gunman"]


def test_speakers_behind_the_wounded_are_not_wounded(the_report: TheReport) -> None:
    report = the_report(
        "Gunmen attacked a mosque in Kano on Friday, killing 18 people and injuring 20 others, residents said."
    )
    assert not any("residents" in a.name for a in report.actors)
    assert sorted(c.best or 0 for c in report.casualties) == [18, 20]


def test_what_a_vehicle_carries_is_not_part_of_its_name(the_report: TheReport) -> None:
    report = the_report("A bus carrying miners was ambushed near Kano on Monday, leaving 37 dead.")
    assert "bus carrying miners" not in names(report, "target")
    assert [t.as_written for t in report.targets] == ["A bus"]


def test_name_behind_an_office_with_a_place_is_the_victim(the_report: TheReport) -> None:
    report = the_report("The mayor of Ocotlan, Juan Perez, was assassinated by gunmen on Monday.")
    assert names(report, "target") == ["Juan Perez"]


def test_age_is_no_office(the_report: TheReport) -> None:
    report = the_report("Nineteen-year-old Amina Bello was abducted by gunmen in Kano on Monday.")
    found = actor(report, "target")
    assert (found.name, found.office) == ("Amina Bello", None)


def test_two_nations_share_the_force_that_is_named_once(the_report: TheReport) -> None:
    report = the_report("Kyrgyz and Tajik border guards exchanged fire near Batken on Wednesday.")
    assert names(report, "participant") == ["Kyrgyz border guards", "Tajik border guards"]


def test_a_nation_is_no_town_of_its_name(the_report: TheReport) -> None:
    report = the_report("Thai and Cambodian soldiers clashed near Preah Vihear on Thursday.")
    assert names(report, "participant") == ["Thai armed forces", "Cambodian armed forces"]


def test_it_behind_a_verb_of_saying_is_who_speaks(the_report: TheReport) -> None:
    report = the_report("Russia's FSB said it had killed two militants in Khasavyurt on Thursday.")
    assert names(report, "perpetrator") == ["Federal Security Service"]


def test_suspected_attackers_leave_the_attack_a_fact(the_report: TheReport) -> None:
    report = the_report("Suspected insurgents gunned down a teacher in Yarang district on Friday night.")
    assert report.veracity == "reported"


@pytest.mark.parametrize(
    "text",
    [
        "A gunman killed seven people outside a synagogue in Lille on Friday night before police shot him dead.",
        "A gunman killed seven people in Lille on Friday; the attacker was shot dead by police.",
        "A gunman killed seven people in Lille on Friday before being shot dead by police.",
    ],
)
def test_who_shoots_the_attacker_did_not_do_the_attack(the_report: TheReport, text: str) -> None:
    report = the_report(text)
    assert names(report, "perpetrator") == ["gunman"]
    assert "police" not in names(report, "target")


def test_drones_of_a_group_are_the_group_and_drones_alone_are_nobody(the_report: TheReport) -> None:
    assert names(the_report("LNA drones attacked a camp in Tripoli on Monday."), "perpetrator") == [
        "Libyan National Army"
    ]
    assert names(the_report("Three drones attacked a depot in Isfahan on Monday."), "perpetrator") == []


@pytest.mark.parametrize(
    ("text", "killed", "abducted"),
    [
        ("Gunmen killed a sacristan in Algeciras on Monday.", 1, 0),
        ("Rebels abducted two mahouts near Goma on Monday.", 0, 2),
    ],
)
def test_people_by_a_word_that_no_list_has_are_victims(
    the_report: TheReport, text: str, killed: int, abducted: int
) -> None:
    report = the_report(text)
    found = {c.outcome: c.best for c in report.casualties}
    assert (found.get("killed", 0), found.get("abducted", 0)) == (killed, abducted)
    assert len(names(report, "target")) == 1


def test_poachers_kill_no_people(reports_of: Callable[[str], list[Report]]) -> None:
    assert reports_of("Poachers killed two rhinos near Goma on Monday.") == []


def test_a_navy_ship_is_the_navy_and_a_name_of_a_people_may_be_a_surname(the_report: TheReport) -> None:
    shot = the_report("Five fishermen were killed when a Myanmar navy vessel opened fire on their boats on Monday.")
    assert names(shot, "perpetrator") == ["Burmese navy"]
    blast = the_report("A car bomb killed Nisar Ahmad Ahmadi, the governor of Badakhshan, on Tuesday.")
    assert names(blast, "target") == ["Nisar Ahmad Ahmadi"]
    assert [c.best for c in blast.casualties] == [1]


def test_those_who_arrest_and_kill_have_arrested_their_victims(the_report: TheReport) -> None:
    report = the_report("Soldiers rounded up 17 herders at the market of Boulkessi and executed 11 of them on Monday.")
    assert names(report, "target") == ["herders"]


def test_whom_the_attackers_shoot_it_out_with_did_not_attack(the_report: TheReport) -> None:
    report = the_report(
        "Gunmen opened fire near a mosque in Muscat, killing four worshippers; all three attackers died in the "
        "shoot-out with security forces."
    )
    assert names(report, "perpetrator") == ["Gunmen"]


def test_two_towns_of_a_raid_are_nobody(the_report: TheReport) -> None:
    report = the_report("Police arrested nine militants in raids in Surabaya and Malang on Thursday.")
    assert names(report, "target") == ["militants"]


def test_dead_of_the_attackers_own_are_no_targets(the_report: TheReport) -> None:
    report = the_report(
        "Seven soldiers were killed and six terrorists shot dead when militants attacked a post in Kano."
    )
    assert names(report, "target") == ["soldiers"]


def test_those_killed_with_somebody_are_counted(the_report: TheReport) -> None:
    report = the_report("Luis Mora, the governor of Cauca, was killed with two others in an explosion on Monday.")
    assert sorted(c.best or 0 for c in report.casualties) == [1, 2]


def test_planes_of_a_regime_are_the_regime(the_report: TheReport) -> None:
    report = the_report("Three people were killed when regime warplanes struck the town of Maarat Misrin on Sunday.")
    assert names(report, "perpetrator") == ["regime"]


def test_who_is_blamed_for_both_has_done_both(reports_of: ReportsOf) -> None:
    found = reports_of(
        "A mine killed a herder near Gao on Monday. On Tuesday gunmen raided a village near Menaka. Nobody claimed "
        "responsibility for either attack; officials suspected that Boko Haram was responsible."
    )
    assert len(found) == 2
    assert all("Boko Haram" in {a.name for a in r.actors if a.role == "perpetrator"} for r in found)


@pytest.mark.parametrize(
    "sentence", ["The coalition holds the Houthi militia responsible.", "Officials suspected Houthi fighters."]
)
def test_who_is_held_responsible_or_suspected_in_the_next_sentence_has_done_it(
    the_report: TheReport, sentence: str
) -> None:
    report = the_report(f"A bomb damaged a tanker off Aden on Monday. {sentence}")
    assert "Houthi movement" in {a.name for a in report.actors if a.role == "perpetrator"}


def test_its_men_are_those_of_the_group_that_speaks(the_report: TheReport) -> None:
    report = the_report(
        "A statement from the Lord's Resistance Army in Nairobi said its men had shot down a plane near Yei on Monday."
    )
    assert names(report, "perpetrator") == ["Lord's Resistance Army"]
    assert report.place_name == "Yei"


def test_a_stroke_between_two_groups_parts_no_count_from_its_people(the_report: TheReport) -> None:
    report = the_report("Soldiers killed 12 Boko Haram/ISWAP fighters near Bama on Monday.")
    assert ("killed", 12) in {(c.outcome, c.best) for c in report.casualties}


def test_a_list_of_those_included_leaves_the_subject_its_verb(the_report: TheReport) -> None:
    report = the_report(
        "Some 300 fighters, comprising 60 men, 110 women and 130 boys, surrendered to troops at Gwoza on Monday."
    )
    assert ("surrendered", 300) in {(c.outcome, c.best) for c in report.casualties}
