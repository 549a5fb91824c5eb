"""What of a text could fill a slot of its templates, and how each stands there: for the benchmark `muc4.py` only.

Every noun group, and every name, office or weapon inside one, with features that the engine's own reading gives.
"""

import string
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from muc4_fillers import bare, plain

from q7x2_etl.extraction.told import Told
from q7x2_etl.extraction.trace import Trace
from q7x2_etl.language.groups import NounGroup

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
_PARTS = frozenset({"name", "actor", "force", "person", "weapon"})
_MARKS = str.maketrans("", "", string.punctuation)
_FURTHEST = 4


@dataclass(frozen=True)
class Candidate:
    """Words of a text, the template (by its number) that they stand nearest to, and the slots they could fill."""

    template: int
    words: str
    key: str
    slots: frozenset[str]
    features: frozenset[str] = field(repr=False)


@dataclass(frozen=True)
class _Form:
    """One wording within a noun group: the group, the group with "of …", or a name inside; [first, last) in tokens."""

    kind: str
    first: int
    last: int
    head: int
    classes: frozenset[str]


def key_of(words: str) -> str:
    """As fillers are compared: lower case, no marks, no articles."""
    told = words.lower().translate(_MARKS).split()
    return " ".join(word for word in told if word not in {"a", "an", "the"})


def candidates(trace: Trace, templates: Sequence[Mapping[str, Any]]) -> list[Candidate]:
    """The candidates of a text's sentences, in the order of the text; none where the text has no template."""
    if not templates:
        return []
    told = [t for t in trace.story.told if t.reading is not None]
    homes = [next((k for k, t in enumerate(told) if t.sentence.end > template["_at"]), 0) for template in templates]
    filled = {slot: {key_of(words) for t in templates for words in t[slot]} for slot in SLOTS}
    found: list[tuple[int, str, str, frozenset[str], set[str]]] = []
    for number, sentence in enumerate(told):
        near = min(range(len(homes)), key=lambda n: (abs(homes[n] - number), homes[n] > number))
        beside = _beside(sentence, number, number - homes[near], templates, near)
        for group, form in _forms(sentence):
            words = bare(plain(sentence.sentence.words(form.first, form.last))).strip(" \"'")
            key = key_of(words)
            slots = _slots(group, form)
            if key and slots:
                features = (
                    beside
                    | _features(sentence, group, form, key)
                    | _filled(filled, form, key, sentence.sentence.lows[form.head])
                )
                found.append((near, words, key, slots, features))
    often = Counter(key for _, _, key, _, _ in found)
    seen: set[str] = set()
    chosen = []
    for near, words, key, slots, features in found:
        features.add(f"times={min(often[key], 4)}")
        if key not in seen:
            features.add("first_mention")
        seen.add(key)
        chosen.append(Candidate(near, words, key, slots, frozenset(features)))
    return chosen


def _forms(told: Told) -> Iterator[tuple[NounGroup, _Form]]:
    chunks = told.sentence.chunks
    for k, piece in enumerate(chunks):
        group = piece.noun
        if group is None or group.pronoun:
            continue
        forms = [_Form("group", group.first, group.last, group.head, group.classes)]
        behind = chunks[k + 2].noun if k + 2 < len(chunks) and chunks[k + 1].kind == "I" else None
        if behind is not None and behind.prep == "of":
            forms.append(_Form("of", group.first, behind.last, group.head, group.classes))
        for m in group.mentions:
            if m.sense.kind in _PARTS and (m.first, m.last) != (group.first, group.last):
                forms.append(_Form(m.sense.kind, m.first, m.last, m.last - 1, frozenset(m.sense.classes)))
        seen: set[str] = set()
        for form in forms:
            key = key_of(bare(plain(told.sentence.words(form.first, form.last))))
            if key not in seen:
                yield group, form
            seen.add(key)


def _slots(group: NounGroup, form: _Form) -> frozenset[str]:
    classes = form.classes
    if form.kind == "name" or (group.named and not classes & {"facility", "place"}):
        classes |= {"name"}
    return frozenset(slot for slot, fitting in CLASSES.items() if classes & fitting)


def _beside(told: Told, number: int, distance: int, templates: Sequence[Mapping[str, Any]], near: int) -> set[str]:
    """What all candidates of a sentence share."""
    shared = {
        f"distance={max(-2, min(_FURTHEST, distance))}", f"sentence={min(number, 4)}", f"event={bool(told.frames)}",
        f"templates={min(3, len(templates))}", f"template={templates[near]['incident_type']}",
    }  # fmt: skip
    return shared | {f"type={frame.event_type}" for frame in told.frames}


def _features(told: Told, group: NounGroup, form: _Form, key: str) -> set[str]:
    lows, words = told.sentence.lows, key.split()
    features = {
        f"kind={form.kind}", f"head={lows[form.head]}", f"opener={words[0]}", f"prep={group.prep}",
        f"named={group.named}", f"length={min(4, len(words))}", f"counted={group.quantity is not None}",
        f"before={lows[form.first - 1] if form.first else '^'}",
        f"behind={lows[form.last] if form.last < len(lows) else '$'}",
    }  # fmt: skip
    features |= {f"class={name}" for name in form.classes}
    return features | _roles(told, group) | _verbs(told, group)


def _roles(told: Told, group: NounGroup) -> set[str]:
    """What the engine's frames make of the group."""
    roles = {role.role for f in told.frames for role in f.roles if role.group is group}
    roles |= {harm.outcome for f in told.frames for harm in f.harms if harm.group is group}
    roles |= {"object" for f in told.frames if any(o is group for o in f.objects)}
    roles |= {"instrument" for f in told.frames if any(o is group for o in f.instruments)}
    return {f"role={role}" for role in roles or {"none"}}


def _verbs(told: Told, group: NounGroup) -> set[str]:
    """The verbs that it is beside, and how."""
    found: set[str] = set()
    for clause in told.reading.clauses if told.reading is not None else ():
        ways = []
        if any(g is group for g in clause.subject):
            ways.append("undergoer" if clause.passive else "subject")
        if any(g is group for g in clause.objects):
            ways.append("object")
        if any(g is group for g in clause.preps) and group.first > clause.verb.first:
            ways.append(f"prep.{group.prep}")
        for way in ways:
            found |= {f"verb={way}.{clause.verb.lemma}", f"beside={way.split('.')[0]}"}
    return found


def _filled(filled: Mapping[str, set[str]], form: _Form, key: str, head: str) -> set[str]:
    """Which slots the rules have filled already, with these words or others."""
    features: set[str] = set()
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
