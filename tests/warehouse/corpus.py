"""An invented corpus for tests of the write side, and a warehouse loaded from it by the pattern extractor."""

from pathlib import Path

REST = (
    "The council met in the town hall and promised help for the families. Officials said that the market would open "
    "again within days, and that the road to the river had been cleared of stones and wreckage by noon."
)
_PLACES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm")


def story(number: int, *, killed: int | None = None, day: int | None = None) -> str:
    """One page: a headline, a sentence in the pattern extractor's form (in three of four), and some more words."""
    day = number % 7 + 1 if day is None else day
    place = _PLACES[number % 5]
    actor = ("Red Column", "Blue Column")[number % 2]
    verb = ("attacked", "bombed")[number % 3 == 0]
    toll = number % 4 + 1 if killed is None else killed
    told = f"On 2021-03-{day:02} the {actor} {verb} {place} (AAA) and killed {toll} soldiers."
    if number % 4 == 3 and killed is None:
        told = "Nothing of note was reported from the hills, where the shepherds had gone up with their flocks early."
    return f"Page {number} of the {place} Courier\n\n{told}\n\n{REST} This was page {number}.\n"


def write_corpus(folder: Path, numbers: range) -> Path:
    """A folder with one file a page."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"page-{number:05}.txt").write_text(story(number), encoding="utf-8")
    return folder


def write_reference(folder: Path) -> Path:
    """An overlay of reference data that knows the corpus's actors and event types."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "actors.yaml").write_text(
        """entries:
- {id: "test:columns", name: The Columns, kind: armed_group, source: tests, aliases: [the Columns]}
- {id: "test:Red-Column", name: Red Column, kind: armed_group, parent: "test:columns", source: tests,
   aliases: [the Reds, Red Column fighters]}
- {id: "test:unused", name: Green Column, kind: armed_group, source: tests, aliases: [the Greens]}
""",
        encoding="utf-8",
    )
    (folder / "event_types.yaml").write_text(
        """entries:
- {id: armed_attack, label: Armed attack, description: An attack., ucdp_eligible: true}
- {id: bombing, label: Bombing, description: A bomb., ucdp_eligible: true}
- {id: protest, label: Protest, description: A protest., ucdp_eligible: false}
""",
        encoding="utf-8",
    )
    return folder
