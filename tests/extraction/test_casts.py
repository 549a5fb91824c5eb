"""Whole casts: everybody who did it, took part or suffered it, and nobody else."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

TheReport = Callable[..., Report]


@pytest.mark.parametrize(
    ("text", "cast"),
    [
        ("Three soldiers died when their truck hit a mine between Boni and Dalla on Monday.", "T soldiers"),
        ("Villagers burned to death two suspected thieves in Bangui on Monday.", "P Villagers, T suspected thieves"),
        (
            "An officer (SPO), identified as Mudasir Lone, was shot dead by militants in Kulgam on Monday.",
            "P militants, T Mudasir Lone",
        ),
        (
            "A bomb on the car of Sher Khan, a tribal elder, went off in Khogyani on Monday. Khan was killed.",
            "T Sher Khan",
        ),
        ("A mine hit a truck in Lamu on Monday, leaving two soldiers dead.", "T soldiers"),
        (
            "A quadcopter dropped by TTP militants hit a house in Mir Ali on Monday, killing a woman.",
            "P Tehrik-i-Taliban Pakistan, T woman",
        ),
        (
            "Nine fishermen died when an army jet, taking them for insurgents, bombed their boats at Kukawa on Monday.",
            "P army, T fishermen",
        ),
        ("Armenian and Azerbaijani positions exchanged fire near Sotk on Monday.", "X Armenia, X Azerbaijan"),
        (
            "Nine people were killed when gunmen burst into a party in Salvatierra on Sunday.",
            "P gunmen",
        ),
        ("Heavy gunfire between gangs and police was heard in Delmas on Monday.", "X gangs, X police"),
        (
            "Gunmen shot dead a trader in Quetta on Monday. The victim was identified as Abdul Ghani.",
            "P Gunmen, T Abdul Ghani",
        ),
        (
            "Two men were shot dead in Mardan on Monday. They were identified as Imran Khan and Wali Gul.",
            "T Imran Khan, T Wali Gul",
        ),
        (
            "Residents of Diepsloot, north of Johannesburg, stoned two men accused of robbing a shop on Saturday.",
            "P Residents",
        ),
        (
            "The UN documented a blast in a ward of Kabul on Monday, which killed two guards, and injured six boys.",
            "T guards, T boys",
        ),
        ("Artillery fire on the district of Kherson wounded a nurse on Monday.", "T nurse"),
        (
            "Two policemen were shot, one fatally, in Yonkers on Monday. The gunman died when officers returned fire.",
            "P gunman, T policemen",
        ),
        (
            "Turkish-backed fighters captured the village of Abla after clashes with the SDF on Monday.",
            "P Turkish-backed fighters, T Syrian Democratic Forces",
        ),
        ("Clashes in Goma on Monday pitted militiamen against soldiers.", "X militiamen, X soldiers"),
        (
            "A bomb hurt nine in Cauca on Monday. The army blamed the 36th Front of the FARC dissidents.",
            "P FARC dissidents",
        ),
        (
            "A bomb hurt nine in Cauca on Monday. Officials pointed to the northern wing of the FARC dissidents.",
            "P FARC dissidents",
        ),
        ("RSF artillery pounded Karari on Monday, killing nine civilians.", "P Rapid Support Forces, T civilians"),
        ("A mob lynched a bus driver accused of running over a child in Cobija on Monday.", "P mob, T bus driver"),
        (
            "FARDC and M23 exchanged heavy weapons fire near Sake on 3 May 2023.",
            "X Armed Forces of the Democratic Republic of the Congo, X March 23 Movement",
        ),
        ("Islamabad said its fighter jets had bombed a depot in Khost on Monday.", "P Pakistan"),
        ("Tel Aviv bombed a depot near Sidon on Monday, killing three guards.", "P Israel, T guards"),
        ("Gunmen killed 11 Fulani herders in Jos on Monday.", "P Gunmen, T Fulani herders"),
        (
            "Kenyan police clashed with bandits near Kapedo on Monday, and two policemen were killed.",
            "X Kenyan police, X bandits",
        ),
        ("Soldiers killed four members of an armed group in Arauca on Monday.", "P Soldiers, T armed group"),
        (
            "Nine soldiers and six suspected cartel members were killed in clashes in Culiacan on Monday.",
            "X soldiers, X suspected cartel members",
        ),
        (
            "M23 rebels captured the town of Rubaya on Monday after government troops pulled back.",
            "P March 23 Movement, T government troops",
        ),
        (
            "A radio presenter was shot dead in Oaxaca on Monday. Two suspects were detained later.",
            "T radio presenter",
        ),
        ("Protesters stormed the Supreme Court in Brasilia on Monday.", "P Protesters, T Supreme Court"),
        (
            "Militiamen armed with machetes and rifles attacked a group of miners near Bunia on Monday.",
            "P Militiamen, T miners",
        ),
        ("Six people were killed in a police raid in Rio de Janeiro on Monday.", "P police"),
        (
            "Sudanese army drones bombed a market in Bahri on Monday, killing 43. The army denied hitting civilians.",
            "P Sudanese Armed Forces",
        ),
        ("Gunmen disguised as police attacked a clinic in Herat on Monday, killing two nurses.", "P Gunmen, T nurses"),
        ("A bomb hit a bus carrying Turkish soldiers near Bingol on Monday, killing three.", "T Turkish Armed Forces"),
        (
            "KNU (Karen National Union) and border guards clashed near Kawkareik on Monday.",
            "X Karen National Union, X border guards",
        ),
        ("Nine villagers were killed near Sagaing on Monday by artillery that fell on a school.", "T villagers"),
        (
            "A gunman who had pledged allegiance to Islamic State killed four people in Graz on Monday.",
            "P gunman, P Islamic State",
        ),
        ("Ukraine said its forces brought down a helicopter over Luhansk on Monday.", "P Ukraine"),
        (
            "Turkish jets hit PKK shelters in northern Iraq on Monday.",
            "P Turkish air force, T Kurdistan Workers' Party",
        ),
        ("The destroyer HMS Thunder shot down two drones off Aden on Monday.", "P destroyer"),
        (
            "Kuwaiti air defences intercepted three Iranian drones over Jahra on Monday.",
            "P Iran, T Kuwaiti air defences",
        ),
        (
            "Separatists fired on the Margalla Express at Sibi on Monday and took 40 passengers hostage. "
            "Troops said they had killed six militants.",
            "P Separatists, T passengers",
        ),
        (
            "A van ploughed into pedestrians in Bremen on Monday. Nine died; the driver was shot dead by police.",
            "P driver, T pedestrians",
        ),
        (
            "Two suicide bombers set off bombs at the Arbatka and Lesnaya stations in Moscow on Monday.",
            "P suicide bombers",
        ),
        (
            "Syrian aircraft dropped bombs on Maarat al-Bara and Kafr Nabl on Monday, killing nine.",
            "P Syrian air force",
        ),
        ("Ten drones struck a depot at Jahra on Monday. The Houthis said they did it.", "P Houthi movement"),
        ("The 137 schoolchildren taken from Kuriga on Monday were rescued unharmed.", "T schoolchildren"),
        ("A rebel group, the ELN, abducted a priest in Arauca on Monday.", "P National Liberation Army, T priest"),
        ("Gunmen abducted the parents of footballer Luis Prado in Arauca on Monday.", "P Gunmen, T parents"),
        (
            "Ana Ruiz, a prosecutor investigating the gangs, was shot dead in Guayaquil on Monday.",
            "T Ana Ruiz",
        ),
        (
            "Sudan's RSF and allied Arab militias killed 80 people in Ardamata on Monday.",
            "P Rapid Support Forces, P allied Arab militias",
        ),
        ("A constable was lynched by a mob in Port Harcourt on Monday.", "P mob, T constable"),
        (
            "Heavy clashes erupted in Zawiya on Monday between the 52nd Brigade and a rival militia.",
            "X 52nd Brigade, X rival militia",
        ),
        ("Three ex-combatants of the FARC were shot dead in Argelia, Cauca, on Monday.", "T ex-combatants"),
        (
            "Two Burundian soldiers and seven rebels were killed on Monday during fighting on the heights of Uvira.",
            "X Burundian armed forces, X rebels",
        ),
        (
            "Ana Diaz, a student, was beaten to death and set on fire by classmates in Sokoto on Monday.",
            "P classmates, T Ana Diaz",
        ),
        ("Rebels took a New Zealand pilot, Philip Mehr, hostage in Nduga on Monday.", "P Rebels, T Philip Mehr"),
        ("Supporters of President Juan Perez overran the parliament in Lima on Monday.", "P Supporters"),
        (
            "Angry residents burned the courthouse and freed prisoners in Hinche on Monday to protest.",
            "P Angry residents",
        ),
        (
            "M23 rebels captured two hills near Bunagana from FARDC on 12 June 2022. Five rebels were killed.",
            "P March 23 Movement, T Armed Forces of the Democratic Republic of the Congo",
        ),
        (
            "Security analyst shot dead in Basra. Hisham Jabri was killed outside his house on Monday.",
            "T Hisham Jabri",
        ),
        (
            "Three people were knifed in a church in Nantes on Monday; the attacker was shot and held by police.",
            "P attacker",
        ),
        ("The rebels took Goma from the army on Monday.", "P rebels, T army"),
        (
            "The guild condemned the killing of Ana Lema, who was shot by two men at her home in Choloma on Monday.",
            "P men, T Ana Lema",
        ),
        ("A Greek anarchist group claims it bombed a bank in Athens.", "P Greek anarchist group"),
        ("Jihadists overrun a military base in Tera.", "P Jihadists"),
        ("Gunmen ambush a convoy of the Malian army near Boni.", "P Gunmen, T Malian army"),
        (
            "A gunman killed two teachers in Uvalde on Monday before being shot dead by officers.",
            "P gunman, T teachers",
        ),
        (
            "Forty people died in fighting between the G9 and G-Pep gangs in Cite Soleil, the RNDDH rights group said.",
            "X G9, X G-Pep",
        ),
    ],
)
def test_cast_is_whole(the_report: TheReport, text: str, cast: str) -> None:
    short = {"perpetrator": "P", "participant": "X", "target": "T", "claimant": "C"}
    assert ", ".join(f"{short[a.role]} {a.name}" for a in the_report(text).actors) == cast


@pytest.mark.parametrize(
    ("text", "veracity"),
    [
        ("Suspected rebels attacked a bus in Goma on Monday, killing two.", "reported"),
        ("Drones hit suspected smuggling boats in Zawiya on Monday, killing two.", "reported"),
        ("Rebels allegedly attacked a bus in Goma on Monday, killing two.", "alleged"),
    ],
)
def test_who_is_suspected_is_not_what_is_alleged(the_report: TheReport, text: str, veracity: str) -> None:
    assert the_report(text).veracity == veracity
