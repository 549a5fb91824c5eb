"""A wire in our own words, and what becomes of it in other hands."""

from q7x2_etl.model import Article, Region

WIRE = (
    "Gunmen on motorcycles attacked the weekly market of Djibasso on Saturday and killed 14 people, the governor of "
    "Boucle du Mouhoun, Babo Bassinga, said. Another 23 were wounded and taken to the hospital of Nouna.",
    "Witnesses told the radio station Voix du Mouhoun that about 40 attackers came from the direction of the Mali "
    "border shortly after 10 in the morning. They set fire to the shops of traders from Bobo-Dioulasso and drove off "
    "with two trucks of the Red Cross.",
    "The army said that a column from Dedougou reached the town at noon and killed nine attackers near Kolonkan. "
    "Captain Issa Ouedraogo, its spokesman, gave no word of losses of his own.",
    "No group has claimed the raid. Fighters of JNIM have burnt villages in Kossi province since January, and some "
    "36,000 people have fled to Nouna and Solenzo, the UN refugee agency said in a report on Thursday.",
)


def article(text: str, *, title: str | None = None, name: str = "a") -> Article:
    """A story that is this text as a whole."""
    regions = (Region("body", 0, len(text)),)
    return Article(f"{name:0>32}", f"{name:0>64}", name, text, 0, len(text), regions, title)


def wire(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs or WIRE)
