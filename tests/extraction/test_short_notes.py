"""One-paragraph notes: what they say in passing, and whose it is."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]
TheReport = Callable[[str], Report]


def told(report: Report) -> set[str]:
    """What a report says, as short facts."""
    facts = {report.event_type, f"in {report.country}", f"at {report.place_name}", report.stage}
    facts |= {f"{a.role} {a.name}" for a in report.actors}
    facts |= {f"{c.outcome} {c.best}" for c in report.casualties}
    return facts


@pytest.mark.parametrize(
    ("text", "facts", "not_told"),
    [
        ("Clashes between the Hema and the Lendu left six dead in Djugu.", "participant Hema|participant Lendu", ""),
        ("South Sudanese troops killed a chief in Bor.", "perpetrator South Sudanese armed forces", ""),
        ("Malian army helicopters fired on a fair near Bountara on Sunday, killing nine herders.", "in MLI", ""),
        ("A reporter who wrote on land disputes was shot dead by gunmen in Juticalpa on Monday.", "killed 1", ""),
        ("Gunmen robbed a bus on the Benin-Ore road on Friday, killing two guards.", "in NGA", "in BEN"),
        ("Gunmen attacked a position of the Chadian army at Bol on Friday.", "target Chadian army", ""),
        ("Rebels attacked an army base at Bol on Friday, killing four soldiers.", "target soldiers", "target army"),
        ("Shots were fired at the car of the mayor in Celaya on Friday.", "target mayor", "target Shots"),
        ("President Dembele was unhurt when shots were fired at his convoy in Kaya.", "target Dembele", "killed 1"),
        ("Residents of Kisumu burnt a police post on Friday after a porter died in custody.", "arson", "killed 1"),
        ("Nine were killed in a riot in a Guayaquil jail on Monday; two bodies were found burnt.", "", "wounded 2"),
        ("Five herders were found dead in Garissa on Friday after gunmen raided their camp.", "armed_attack", ""),
        ("Soldiers killed a commander known as Comrade Leo and three of his men near Ayacucho.", "killed 3", ""),
        ("A teacher identified as Mary Oduya and her son were shot dead in Bria on Monday.", "killed 1", ""),
        ("Men loyal to Islamic State attacked a mine in Gao on Monday.", "perpetrator Islamic State", ""),
        ("Police killed two men who had fired at officers in Kingston on Monday.", "armed_clash", ""),
        ("A police post at Dori was attacked on Friday and two motorcycles were taken.", "armed_attack", "robbery"),
        ("One man shot dead and three others injured in Bawku on Monday.", "killed 1|wounded 3", "killed 3"),
        ("A clerk was shot dead in Durán on Friday; he was the third murdered this year.", "killed 1", ""),
        ("Six bodies with hands tied and bullet wounds in the head were found in Djibo on Monday.", "execution", ""),
        ("A grenade was hurled at a bar in Gitega on Friday but failed to explode.", "attempted", ""),
        ("A nun was kidnapped in Kaduna on Sunday. Her body was found on Friday.", "killed 1|abducted 1", ""),
        ("On Friday bandits took the ferry at Bukkuyum and killed four traders.", "in NGA", ""),
        ("Gunmen opened fire on Cllr. Sipho Ndlela in Umlazi on 1 May; he died in hospital.", "killed 1", ""),
        ("Residents of Yopal marched to demand safer roads on Friday.", "protest", ""),
        ("Militiamen chopped off the hands of three workers in Tiko on Friday.", "wounded 3", ""),
        ("Raiders set light to huts in Ankazobe on Friday, burning to death six villagers.", "killed 6", ""),
        ("Unknown men ransacked and torched the union's house in Masaya on Friday.", "arson", "robbery"),
        ("Bolivian police on Monday seized Omar Quispe in La Paz.", "arrest", "territorial_change"),
        ("The army said it had 'neutralised' some thirty rebels near Gao on Friday.", "killed 30", ""),
        ("Herders and farmers fought at Rann on Sunday; dozens fled to Kala Balge.", "in NGA", "in SVN"),
        ("One man died in Macusani on Friday when a crowd tried to storm the town hall.", "accomplished", ""),
        ("A mob seized a student accused of theft in Jos on Friday, stoned her and burnt her body.", "killed 1", ""),
        ("Thieves broke into a police armoury in Durban on Friday and made off with 15 pistols.", "robbery", ""),
        ("The bodies of nine farmers, some of them bound, were found in Beni on Friday.", "killed 9", ""),
        ("Jets pounded positions of the CODECO militia at Fataki on Friday.", "target CODECO", ""),
        ("A militia known as the Red Spears attacked Fizi on Friday.", "perpetrator Red Spears", ""),
        ("Islamist militia (ISWAP) fighters hit a convoy at Bama on Friday.", "", "perpetrator fighters"),
        ("A teacher and union leader, Rosa Mina, was stabbed in Cali on Friday.", "", "target teacher"),
        ("The Chadian air force mistakenly bombed fishermen near Bol on Friday.", "airstrike", ""),
        ("A presenter, Jean Oduba, was on Sunday gunned down by men in uniform in Goma.", "killed 1", ""),
        ("An explosion hit a lorry park at Nyanya on Sunday, killing 21; Boko Haram claimed it.", "bombing", ""),
        ("The ELN said on Friday that it blew up the Okan platform in Arauca.", "sabotage", ""),
        ("The mission said seven of its men, all Kenyans, were killed near Beni by ADF on Friday.", "killed 7", ""),
        ("A crowd in Puno beat a suspect and hanged him on Friday.", "killed 1", ""),
        ("Five days of clashes between hunters and rebels at Mopti ended on Sunday, with 19 dead.", "armed_clash", ""),
        ("Youths threw stones at a base in Kasese; guards fired on them and two of the youths died.", "killed 2", ""),
        ("Two reporters and an agronomist were seized and shot dead by rebels at Pama on Friday.", "killed 1", ""),
        ("Gunmen shot three traders in Jos on Monday.", "wounded 3", "killed 3"),
        ("A bomb wounded two guards in Dori. The incident occurred on 8 May.", "wounded 2", ""),
        ("Gunmen shot dead a man in Jos on Monday. 1 fatality.", "killed 1", "killed 2"),
        ("Gunmen raided Bama on Monday: two houses and three people dead.", "killed 3", "killed 2"),
        ("Clashes in Bari on Monday: 12 militants and 3 soldiers dead.", "killed 12|killed 3", ""),
        ("Gunmen attacked Palma, Mozambique, on Monday. Dozens reported killed.", "killed None", "target Dozens"),
        ("Gunmen attacked Bama on Monday. Seven reported dead.", "killed 7", ""),
        ("Rebels clashed with soldiers backed by Nyatura militiamen at Sake on Monday.", "participant Nyatura", ""),
        ("Residents of Goma protested to demand the departure of peacekeepers on Monday.", "protest", ""),
        ("A bomb went off as it was planted in Jos on Monday. The two assailants died.", "perpetrator assailants", ""),
        ("Raiders attacked Bama on Monday. At least 56 killed, women abducted.", "armed_attack|killed 56", ""),
        ("Gunmen presumed to belong to JNIM stormed a village in Gao on Monday.", "armed_attack", "perpetrator Gunmen"),
        ("Militiamen on camels and horses attacked Bama on Monday.", "perpetrator Militiamen", "perpetrator horses"),
        ("Two rockets impacted inside a base in Baghdad on Monday.", "shelling", ""),
        ("Ten protesters died and 50 were hurt in Puno on Monday when police tried to stop them.", "wounded 50", ""),
    ],
)  # fmt: skip
def test_a_note_tells(the_report: TheReport, text: str, facts: str, not_told: str) -> None:
    found = told(the_report(text))
    assert set(filter(None, facts.split("|"))) <= found
    assert not_told not in found


@pytest.mark.parametrize(
    "text",
    [
        "A curfew was imposed on Freetown on Monday.",
        "The navy said it had intercepted a boat with 90 migrants off Dakar on Monday.",
        "Police recaptured Pedro Alvarez in Lima on Monday.",
        "More than 700 people were killed by gangs in Cali in the first three months of the year, the UN said.",
        "The police say they came within hours of catching the quartermaster in Bekasi on Monday.",
        "The state of emergency in El Salvador, under which 61,000 people have been held, was renewed on Monday.",
    ],
)
def test_nothing_violent_is_told(reports_of: ReportsOf, text: str) -> None:
    assert [r.event_type for r in reports_of(text) if r.event_type != "arrest"] == []


def test_what_others_did_before_is_an_incident_of_its_own(reports_of: ReportsOf) -> None:
    found = reports_of("On Sunday the army retook Palmira, which rebels overran on 24 March, the governor of Gao said.")
    doers = {r.date_start.month: {a.name for a in r.actors} for r in found if r.date_start is not None}
    assert len(doers) == 2
    assert "rebels" in doers[3]


def test_a_month_before_a_dated_day_is_of_its_year(reports_of: ReportsOf) -> None:
    found = reports_of("A priest abducted on 4 May in Kaduna was freed on 11 June 2014, the diocese said.")
    assert {r.date_start.year for r in found if r.date_start is not None} == {2014}
