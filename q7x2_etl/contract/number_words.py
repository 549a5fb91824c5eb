"""The closed class of English words that name exact numbers, and the words around figures that the reader must know."""

UNITS: dict[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: dict[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES: dict[str, int] = {
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "lakh": 100_000, "million": 1_000_000,
    "crore": 10_000_000, "billion": 1_000_000_000,
}  # fmt: skip
BARE_SCALES = frozenset(SCALES) - {"score"}  # these are a number with nothing before them, too: "dozen killed"
WHOLE: dict[str, int] = {
    "couple": 2,
    "pair": 2,
    "both": 2,
    "duo": 2,
    "trio": 3,
    "zero": 0,
    "none": 0,
    "nobody": 0,
    "no": 0,
}

# After "no" these make a comparison or a number's sign ("no more than ten", "No. 5"), not a zero.
NOT_ZERO_BEFORE = frozenset({"more", "fewer", "less", "longer", "later", "."})
# Before a bare scale these make it vague: "several hundred", "a few dozen", "tens of thousand".
VAGUE_BEFORE = frozenset({"several", "few", "many", "couple", "of", "some"})
# After a figure these say that it counts no people: "12-year-old", "two days", "15 percent".
NOT_PEOPLE_AFTER = frozenset(
    {
        "year", "years", "month", "months", "week", "weeks", "day", "days", "hour", "hours", "minute", "minutes",
        "second", "seconds", "percent", "per", "pct", "km", "kilometer", "kilometers", "kilometre", "kilometres",
        "mile", "miles", "meter", "meters", "metre", "metres", "kg", "kilogram", "kilograms", "kilo", "kilos",
        "pound", "pounds", "ton", "tons", "tonne", "tonnes", "dollar", "dollars", "euro", "euros", "am", "pm",
        "millimeter", "millimetre",
    }
)  # fmt: skip
NOT_PEOPLE_BEFORE = frozenset({"aged", "age"})
# A figure may be glued to these and still count: "30-strong", "20-odd".
COUNTING_SUFFIXES = frozenset({"strong", "member", "man", "person", "odd", "plus", "some"})
MONTHS = frozenset(
    {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
    }
)  # fmt: skip
YEAR_BEFORE = frozenset({"in", "since", "during", "early", "late", "mid", "until", "by", *(m.lower() for m in MONTHS)})

# Between two figures these make a range; hedges are left out first. "and" needs "between" before the first figure.
RANGE_JOINERS = frozenset(
    {
        ("to",), ("or",), ("-",), ("–",), ("—",), ("and", "up", "to"), (",", "up", "to"), ("up", "to"),
        ("to", "as", "many", "as"), ("and", "as", "many", "as"), ("or", "as", "many", "as"), (",", "as", "many", "as"),
        ("or", "up", "to"), ("and", "at", "most"), ("and", "no", "more", "than"), ("but", "no", "more", "than"),
    }
)  # fmt: skip
HEDGES = frozenset(
    {"about", "around", "roughly", "approximately", "nearly", "almost", "perhaps", "possibly", "maybe", "even"}
)

# Words that make one thing of what follows, and words that cannot.
ONE_BEFORE = frozenset({"a", "an", "one", "another", "each", "every"})
MANY_BEFORE = frozenset(
    {
        "these", "those", "several", "many", "few", "all", "both", "them", "they", "dozens", "scores", "hundreds",
        "thousands",
    }
)  # fmt: skip
COLLECTIVES = frozenset(
    {
        "group", "number", "handful", "crowd", "team", "band", "gang", "party", "bunch", "series", "couple", "pair",
        "dozen",
    }
)  # fmt: skip
PLURALS = frozenset({"people", "men", "women", "children", "police", "troops", "others"})
# A noun phrase's head stands before the first of these.
HEAD_ENDS = frozenset(
    {
        "of", "in", "at", "on", "by", "from", "who", "whom", "whose", "that", "which", "with", "for", "near", "was",
        "were", "is", "had", "has", "and",
    }
)  # fmt: skip
NAME_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})
DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "one", "another"})
