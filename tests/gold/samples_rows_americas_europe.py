"""Gold rows of the sample articles from the Americas and Europe."""
# ruff: noqa: E501  (one row a paragraph, easier to compare with its article than one word a line)

from samples_form import Gold, actor, by, claim, day, hurt, maybe, says, span, to

ZAPORIZHZHIA, MICHOACAN = "ua-zaporizhzhia-missile.txt", "mx-michoacan-candidate.txt"
CAUCA, ANTWERP = "co-cauca-wire-1991.txt", "be-antwerp-plot.txt"
ATHENS = "tag:aegean-bulletin.example,2016:athens-claim"
VALLE = "valle-2018-1102"

ROWS = [
    Gold(
        ZAPORIZHZHIA, "shelling airstrike", [day("2023-03-02")], country="UKR", places=["Zaporizhzhia"], admin1=["Zaporizhzhia"],
        actors=[by("foreign_state", "Russian", "Russia", "a Russian missile", "Moscow", "its forces"),
                to("civilians", "a five-storey block", "flat block", "Eleven people", required=False),
                says("foreign_state", "Moscow's defence ministry")],
        casualties=[hurt("killed", "13", "people"), maybe("killed", "2", "bodies"), maybe("killed", "1", "girl"),
                    maybe("wounded", "6", "people")],
        claims=[claim("regional military administration", "asserts"), claim("Moscow's defence ministry", "denies")],
        veracity="reported disputed", weapon="S-300 missile",
        evidence=["Zaporizhzhia flat block: rescue ends with 13 dead", "Rescuers in Zaporizhzhia … hours of Thursday.",
                  "That brings the toll … administration said.", "Eleven people were pulled out alive.", "Six of them remain … Lysohor said.",
                  "An S-300 missile … one entrance.", "Moscow's defence ministry … at housing.", "There was no trace of a workshop."],
    ),
    Gold(
        ZAPORIZHZHIA, "shelling", [day("2023-03-02"), span("2023-03-01", "2023-03-02", "day")], country="RUS", places=["Murom"],
        admin1=["Belgorod"],
        actors=[by("foreign_state", "Ukrainian artillery", "Ukrainian", "Ukraine"),
                to("civilians", "a farmer and his son", "a farmer", "farmer", required=False)],
        casualties=[hurt("wounded", "1", "farmer"), maybe("wounded", "2", "farmer and son")],
        claims=[claim("governor", "asserts")], veracity="reported alleged", weapon="artillery",
        evidence=["On the same night, Ukrainian … wrote online."],
    ),
    Gold(
        MICHOACAN, "assassination armed_attack", [day("2021-05-25")], country="MEX", places=["Tingambato"], admin1=["Michoacan"],
        actors=[by("other", "two men"), to("person", "Abelardo Quintana Rueda", "Quintana", "a candidate for mayor", "Candidate"),
                to("person", "Lucia Arreola", "A campaign worker", "A campaign worker, Lucia Arreola", required=False),
                to("civilians", "a 12-year-old boy", required=False)],
        casualties=[hurt("killed", "1", "Abelardo Quintana Rueda"), maybe("killed", "1", "Lucia Arreola"), maybe("killed", "2", "people"),
                    hurt("wounded", "1", "boy"), maybe("captured", "2", "suspects")],
        named=["Abelardo Quintana Rueda", "Lucia Arreola"], weapon="firearm",
        evidence=["Candidate shot dead at rally in western Mexico", "Ten days before voters … office said.",
                  "Abelardo Quintana Rueda, 44 … nine times.", "A campaign worker, Lucia … in the arm.", "Police detained two … blocks away."],
    ),
    Gold(
        MICHOACAN, "arrest", [day("2021-05-25"), span("2021-05-25", "2021-05-27", "day")], country="MEX", places=["Tingambato"], core=False,
        actors=[by("state", "Police", required=False), to("other", "two suspects", "suspects")], casualties=[hurt("captured", "2", "suspects")],
        evidence=["Police detained two … blocks away.", "One of them, prosecutors … policeman."],
    ),
    Gold(
        MICHOACAN, "arson", [day("2021-05-26")], country="MEX", places=["Nueva Italia"], admin1=["Michoacan"],
        actors=[by("armed_group", "Jalisco New Generation Cartel", "hooded men", "the Jalisco New Generation Cartel"),
                to("other", "six trucks", "six trucks and a toll booth", "trucks", required=False)],
        evidence=["On Wednesday, hours after … Nueva Italia.", "Drivers were forced out … was hurt.", "The governor's spokesman called … that morning."],
    ),
    Gold(
        CAUCA, "armed_attack armed_clash", [day("1991-09-08")], country="COL", places=["INZA"], admin1=["CAUCA"],
        actors=[by("armed_group", "FARC", "FARC GUERRILLAS", "120 FARC GUERRILLAS", "SOME 120 FARC GUERRILLAS", "THE INSURGENTS"),
                to("state", "POLICEMEN", "THREE POLICEMEN", "POLICE", "POLICE STATION", "THE POLICE STATION"),
                says("state", "COLONEL EFRAIN BALCAZAR", "EFRAIN BALCAZAR")],
        casualties=[hurt("killed", "3", "policemen"), hurt("wounded", "5", "policemen"), maybe("abducted", "2", "officers"),
                    maybe("captured", "2", "officers")],
        weapon="grenades, gas cylinders",
        evidence=["THREE POLICEMEN WERE KILLED … POLICE SOURCES SAID.", "THE INSURGENTS DESTROYED … MOUNTAINS.", "COLONEL EFRAIN BALCAZAR, … ON THE GROUND."],
    ),
    Gold(
        CAUCA, "sabotage bombing", [day("1991-09-07")], country="COL", places=["SARAVENA"], admin1=["ARAUCA"],
        actors=[by("armed_group", "ELN", "THE ELN", "National Liberation Army"),
                to("other", "THE OIL LINE FROM CANO LIMON TO COVENAS", "OIL LINE", "THE OIL LINE", "STATE OIL COMPANY", required=False)],
        weapon="dynamite",
        evidence=["IN ARAUCA, THE ELN USED … NEAR SARAVENA.", "A SPOKESMAN FOR THE STATE OIL … THURSDAY."],
    ),
    Gold(
        CAUCA, "kidnapping", [day("1991-09-06")], country="COL", places=["CODAZZI"], admin1=["CESAR"],
        actors=[to("person", "GUSTAVO ENRIQUE PUMAREJO", "RANCHER GUSTAVO ENRIQUE PUMAREJO"),
                by("other", "SIX ARMED MEN", "SIX ARMED MEN IN ARMY UNIFORMS"),
                says("armed_group", "POPULAR LIBERATION ARMY", "THE POPULAR LIBERATION ARMY")],
        casualties=[hurt("abducted", "1", "GUSTAVO ENRIQUE PUMAREJO")], claims=[claim("Popular Liberation Army", "denies")],
        named=["GUSTAVO ENRIQUE PUMAREJO"],
        evidence=["IT WAS ALSO LEARNED THAT … CESAR DEPARTMENT.", "RELATIVES REPORTED … INTO A JEEP.", "THE POPULAR LIBERATION ARMY, … THE ABDUCTION."],
    ),
    Gold(
        ANTWERP, "arrest security_operation", [day("2023-05-03")], country="BEL", places=["Antwerp", "Borgerhout", "Deurne"], admin1=["Antwerp", "Flanders"],
        actors=[by("state", "Belgian police", "police"), to("other", "seven people", "The suspects", "Seven", "seven people, all men in their twenties"),
                actor("target|participant|perpetrator", "armed_group", "Islamic State", required=False),
                says("person", "Liesbeth Vranckx", "Prosecutor Liesbeth Vranckx"), says("person", "Karim Aziz")],
        casualties=[hurt("captured", "7", "suspects")], claims=[claim("federal prosecutor", "asserts"), claim("Karim Aziz", "denies")],
        veracity="reported alleged disputed",
        evidence=["Seven held in Antwerp over alleged concert plot", "Belgian police have arrested … this morning.", "The suspects were picked … Wednesday night.",
                  "Officers found chemicals … finished bomb."],
    ),
    Gold(
        ANTWERP, "bombing", [span("2023-05-27", "2023-05-28", "day"), day("2023-05-03"), span("2023-05-01", "2023-05-31", "month")], country="BEL",
        places=["Antwerp"], admin1=["Antwerp", "Flanders"],
        actors=[by("other", "seven people", "The suspects", "The group", "Islamic State", required=False), to("civilians", "a concert hall", "a concert hall in Antwerp", required=False)],
        casualties=[maybe("captured", "7", "suspects")], claims=[claim("Liesbeth Vranckx", "asserts"), claim("Karim Aziz", "denies")],
        stage="attempted", veracity="alleged disputed reported", core=False,
        evidence=["Belgian police have arrested … this morning.", "Prosecutor Liesbeth Vranckx said … of May.", "A lawyer for two of the men … plan at all."],
    ),
    Gold(
        ATHENS, "arson sabotage", [day("2016-11-30")], country="GRC", places=["Psychiko", "Athens"],
        actors=[by("armed_group", "Night Watch Cell", "the Night Watch Cell", "A group that calls itself the Night Watch Cell"),
                to("other", "five diplomatic cars", "diplomatic cars", required=False), to("person", "The watchman", required=False)],
        casualties=[hurt("wounded", "1", "watchman")], claims=[claim("Night Watch Cell", "claims_responsibility", "a leftist website")], weapon="petrol bombs",
        evidence=["A group that calls itself … last week.", "In a four-page text … of squatters.", "Police said that petrol … 3 a.m.", "The watchman suffered light burns."],
    ),
    Gold(
        ATHENS, "bombing", [span("2014-01-01", "2014-12-31", "year")], country="GRC", places=["Piraeus"],
        actors=[by("armed_group", "Night Watch Cell", required=False), to("state", "a courthouse", "courthouse", required=False)],
        stage="attempted", weapon="parcel bomb", core=False,
        evidence=["The same name appeared … in Piraeus."],
    ),
    Gold(
        VALLE, "robbery", [day("2018-10-31")], country="HND", places=["Olanchito"], admin1=["Yoro"],
        actors=[by("other", "Robbers", "Robbers dressed as health inspectors"),
                to("civilians", "the staff of a farmers' cooperative", "a farmers' cooperative", "the staff")],
        evidence=["Robbers dressed as … 300 workers."],
    ),
    Gold(
        VALLE, "arrest", [day("2018-10-29")], country="HND", places=["Sava"],
        actors=[by("state", "The police", "police"), to("person", "Wilmer Antunez"), actor("target|participant|perpetrator", "armed_group", "MS-13", "the MS-13 gang", required=False)],
        casualties=[hurt("captured", "1", "Wilmer Antunez")], named=["Wilmer Antunez"],
        evidence=["The police had arrested Wilmer … MS-13 gang."],
    ),
    Gold(
        VALLE, "coercion arson", [span("2018-10-29", "2018-11-02", "day"), span("2018-10-29", "2018-11-02", "week")], country="HND", core=False,
        actors=[by("armed_group", "MS-13", "Members of the gang", "the MS-13 gang"), to("civilians", "anyone who testifies against him", required=False)],
        stage="threatened",
        evidence=["Members of the gang … against him."],
    ),
]  # fmt: skip
