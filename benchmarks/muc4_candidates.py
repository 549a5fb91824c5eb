"""What of a text could fill a slot of its templates, and how each stands there: for the benchmark `muc4.py` only.

Every noun group, and every name, office or weapon inside one, with features that the engine's own reading gives and
what relevance makes of its sentence and of its text.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from muc4_features import features_of, is_hit, ways_of
from muc4_forms import Form, forms, key_of
from muc4_relevance import Rated

from q7x2_etl.extraction.explaining.trace import Trace
from q7x2_etl.extraction.story.told import Told

# What a filler of each slot can be.
CLASSES: Mapping[str, frozenset[str]] = {
    "perp_individual": frozenset({"person", "armed", "name", "group", "armed_group"}),
    "perp_org": frozenset({"actor", "group", "armed_group", "state", "force"}),
    "phys_target": frozenset({"facility", "vehicle"}),
    "hum_target": frozenset({"person", "name", "title", "civilian"}),
    "hum_target_name": frozenset({"person", "name", "title", "civilian"}),
    "instrument": frozenset({"weapon", "explosive", "projectile"}),
}
SLOTS = tuple(CLASSES)
# Which slots a form can fill that is told in full, or that reaches over a preposition.
_IN_FULL = frozenset({"perp_individual", "phys_target", "instrument", "hum_target"})
_OVER_PREPOSITIONS = frozenset({"perp_individual", "phys_target", "instrument"})
_NO_THINGS = frozenset({"person", "armed", "name", "title", "civilian", "weapon", "explosive", "projectile", "place"})
_FURTHEST = 4
_STEPS = range(-8, 9)  # of log-odds, in halves
_RARE = -2.0  # the log-odds about which those of sentences are told in steps


@dataclass(frozen=True)
class Candidate:
    """Words of a text, the template (by its number) that they stand nearest to, and the slots they could fill.

    `who`: the actor that they name, by whichever of its names.
    """

    template: int
    words: str
    key: str
    slots: frozenset[str]
    features: frozenset[str] = field(repr=False)
    who: str | None = None


def candidates(trace: Trace, templates: Sequence[Mapping[str, Any]], rated: Rated | None) -> list[Candidate]:
    """The candidates of a text's sentences, in the order of the text; none where the text has no template.

    `rated`: the log-odds that the text is relevant, and that its sentences tell of what makes it so.
    """
    if not templates:
        return []
    told = [t for t in trace.story.told if t.reading is not None]
    homes = [next((k for k, t in enumerate(told) if t.sentence.end > template["_at"]), 0) for template in templates]
    filled = {slot: {key_of(words) for t in templates for words in t[slot]} for slot in SLOTS}
    found: list[tuple[int, Form, frozenset[str], set[str]]] = []
    for number, sentence in enumerate(told):
        near = min(range(len(homes)), key=lambda n: (abs(homes[n] - number), homes[n] > number))
        shared = _shared(sentence, number, number - homes[near], templates, near) | _rated(rated, number)
        ways = ways_of(sentence)
        for form in forms(sentence):
            slots = _slots(form, is_hit(sentence, form.group, ways))
            if slots:
                own = features_of(sentence, form, ways)
                found.append((near, form, slots, shared | own | _filled(filled, form, sentence)))
    often = Counter(form.key for _, form, _, _ in found)
    seen: set[str] = set()
    chosen = []
    for near, form, slots, features in found:
        features.add(f"times={min(often[form.key], 4)}")
        if form.key not in seen:
            features.add("first_mention")
        seen.add(form.key)
        chosen.append(Candidate(near, form.words, form.key, slots, frozenset(features), form.who))
    return chosen


def _slots(form: Form, hit: bool) -> frozenset[str]:
    """The slots by the classes of the form; a thing that is hit may be of none that is known."""
    classes = form.classes
    if form.kind == "name" or (form.group.named and not classes & {"facility", "place"}):
        classes |= {"name"}
    slots = {slot for slot, fitting in CLASSES.items() if classes & fitting}
    if hit and not form.classes & _NO_THINGS:
        slots.add("phys_target")
    if form.full:
        slots &= _IN_FULL if form.kind == "group" else _OVER_PREPOSITIONS
    if form.kind in {"of_further", "behind"}:
        slots &= _OVER_PREPOSITIONS
    return frozenset(slots)


def _shared(told: Told, number: int, distance: int, templates: Sequence[Mapping[str, Any]], near: int) -> set[str]:
    """What all candidates of a sentence share."""
    shared = {
        f"distance={max(-2, min(_FURTHEST, distance))}", f"sentence={min(number, 4)}", f"event={bool(told.frames)}",
        f"templates={min(3, len(templates))}", f"template={templates[near]['incident_type']}",
    }  # fmt: skip
    return shared | {f"type={frame.event_type}" for frame in told.frames}


def _rated(rated: Rated | None, number: int) -> set[str]:
    """How likely the text is relevant, and its sentence tells of what makes it so."""
    if rated is None:
        return set()
    odds = (("text", rated.text), ("sentence", rated.sentences[number] - _RARE))
    return {f"{name}>={step / 2}" for name, value in odds for step in _STEPS if value >= step / 2}


def _filled(filled: Mapping[str, set[str]], form: Form, told: Told) -> set[str]:
    """Which slots the rules have filled already, with these words or others."""
    features: set[str] = set()
    key, head = form.key, told.sentence.lows[form.head]
    words = set(key.split())
    for slot, keys in filled.items():
        if key in keys:
            features.add(f"fills={slot}")
        if not keys:
            features |= {
                f"empty={slot}",
                f"empty={slot}&head={head}",
                *(f"empty={slot}&class={name}" for name in form.classes),
            }
        elif any(words & set(other.split()) for other in keys):
            features.add(f"overlaps={slot}")
    return features
