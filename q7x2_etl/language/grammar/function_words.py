"""Small sets of English function words and marks that several rules ask for by themselves.

The closed classes as a whole stand in `grammar.yaml`.
"""

INDEFINITE = frozenset({"a", "an"})
ARTICLES = INDEFINITE | {"the"}
ONE_OF_MANY = INDEFINITE | {"another", "one"}
HIS_OR_HER = frozenset({"his", "her"})
WHOSE = HIS_OR_HER | {"their"}
HE_OR_SHE = frozenset({"he", "him", "she", "her"})
SELVES = frozenset({"himself", "herself", "themselves"})
IN_OR_NEAR = frozenset({"in", "at", "near", "outside"})
AGED = frozenset({"old", "olds"})  # "a 17-year-old", "12-year-olds"
OPENING_QUOTES = frozenset("\"'“‘«")
QUOTES = OPENING_QUOTES | frozenset("”’»")
