"""Streets, buildings and wars that bear a place's name: none of them says that something happened there."""

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup, PlaceMention
from q7x2_etl.language.grammar.word_lists import packaged_words


def named_after_place(sentence: Sentence, group: NounGroup, mention: PlaceMention) -> bool:
    """ "Salah al-Din road", "Moscow Street": without an article a street's own name, and no road to that town."""
    street = mention.last == group.head and sentence.lows[group.head] in packaged_words().words["street_nouns"]
    return street and mention.first == group.first and "-" not in mention.name.replace("al-", "")


def in_facility_name(sentence: Sentence, group: NounGroup) -> bool:
    """ "All Saints Church": a building's whole name has capitals."""
    capital = sentence.case_tells and "facility" in group.classes and sentence.texts[group.head][0].isupper()
    return capital and sentence.lows[group.head] not in packaged_words().words["settled_facilities"]


def names_a_war(sentence: Sentence, group: NounGroup, mention: PlaceMention) -> bool:
    """ "since the start of the | Israel-Hamas war": those at war, and not where something happened."""
    tied = mention.last < group.last and sentence.tokens[mention.last].glued
    return tied and sentence.lows[group.head] in packaged_words().words["long_conflicts"]
