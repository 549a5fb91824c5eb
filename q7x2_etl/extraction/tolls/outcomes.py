"""Words that tell what became of people ("dead", "injured"), with the outcome that each tells."""

from collections.abc import Mapping
from typing import get_args

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.model import CasualtyOutcome


def outcomes_of(lexicon: Lexicon, name: str) -> Mapping[str, CasualtyOutcome]:
    """A list of word pairs as casualty outcomes; refused where one of them is none."""
    known: Mapping[str, CasualtyOutcome] = {outcome: outcome for outcome in get_args(CasualtyOutcome)}
    for word, outcome in lexicon.pairs[name].items():
        if outcome not in known:
            raise ReferenceDataError(
                f"grammar.yaml: entry {name!r}: {word!r} has {outcome!r}; an outcome is one of {', '.join(known)}"
            )
    return {word: known[outcome] for word, outcome in lexicon.pairs[name].items()}
