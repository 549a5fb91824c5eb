"""Whether a place can lie in an area of a certain name: "Saravena" in "Arauca", "Palma" in "Mozambique"."""

from q7x2_etl.language.places.gazetteer import Gazetteer, Place
from q7x2_etl.language.places.names import name_key
from q7x2_etl.language.places.text import Words


def lies_in(gazetteer: Gazetteer, name: str, area: str) -> bool:
    """Some place of the name lies in the country or first-level area of the other name."""
    country, key = gazetteer.country(area), name_key(area)
    if not key or name_key(name) == key:
        return False
    return any(
        (country is not None and place.country == country) or _is_province(gazetteer, place, area)
        for place in gazetteer.exact(name)
    )


def _is_province(gazetteer: Gazetteer, place: Place, area: str) -> bool:
    """The area's name is one of those of the province that the place lies in."""
    if place.admin1 is None or place.country is None:
        return False
    province = gazetteer.admin1(place.country, area)
    return province is not None and province.name == place.admin1


def area_behind(gazetteer: Gazetteer, words: Words, at: int) -> str:
    """The name behind the comma or bracket at token `at`: "Palma, | Cabo Delgado"; empty where none is known."""
    if at + 1 >= len(words.texts) or words.texts[at] not in {",", "("}:
        return ""
    n = gazetteer.longest_match(words.texts, at + 1) if words.capital(at + 1) else 0
    return words.joined(at + 1, at + 1 + n)
