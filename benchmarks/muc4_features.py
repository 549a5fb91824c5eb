"""How a wording stands in its sentence, as features for the fillers of MUC-4 templates; for `muc4.py` only."""

from collections.abc import Iterator, Mapping, Sequence

from muc4_forms import Form

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import NounGroup

# What a group is told to be where its classes go together with something else.
_CORE = frozenset({
    "person", "armed", "name", "group", "armed_group", "actor", "state", "force", "facility", "vehicle", "title",
    "civilian", "weapon", "explosive", "projectile", "official", "place",
})  # fmt: skip
_WINDOW = 6
_SHORT = 3  # letters; shorter words beside it tell nothing
_GAPS = (2, 5, 10)  # tokens

Ways = Mapping[int, Sequence[tuple[str, Clause]]]  # of each group, by its identity: as what it stands in which clauses


def ways_of(told: Told) -> Ways:
    """As what each group of a sentence stands in its clauses."""
    ways: dict[int, list[tuple[str, Clause]]] = {}
    for clause in told.reading.clauses if told.reading is not None else ():
        behind = [group for group in clause.preps if group.first > clause.verb.first]
        sides = (
            ("undergoer" if clause.passive else "subject", clause.subject), ("object", clause.objects),
            ("agent", clause.agent), ("prep", behind),
        )  # fmt: skip
        for way, groups in sides:
            for group in groups:
                ways.setdefault(id(group), []).append((way, clause))
    return ways


def features_of(told: Told, form: Form, ways: Ways) -> set[str]:
    """What a form is made of, and what it stands in and beside."""
    core = "+".join(sorted(form.classes & _CORE)) or "none"
    return (
        _own(told, form)
        | set(_beside(told, form))
        | _roles(told, form, core)
        | set(_near_frame(told, form, core))
        | _verbs(form.group, ways, core)
        | set(_governed(told, form))
    )


def _own(told: Told, form: Form) -> set[str]:
    group, words, head = form.group, form.key.split(), told.sentence.lows[form.head]
    found = {
        f"kind={form.kind}", f"kind={form.kind}.{'full' if form.full else 'bare'}", f"head={head}",
        f"opener={words[0]}", f"prep={group.prep}", f"named={group.named}", f"length={min(4, len(words))}",
        f"counted={group.quantity is not None}",
    }  # fmt: skip
    found |= {f"full&head={head}"} if form.full else set()
    return found | {f"word={word}" for word in words} | ({f"class={name}" for name in form.classes} or {"class=none"})


def _beside(told: Told, form: Form) -> Iterator[str]:
    """The words before and behind."""
    lows = told.sentence.lows
    yield f"before={lows[form.first - 1] if form.first else '^'}"
    yield f"behind={lows[form.last] if form.last < len(lows) else '$'}"
    left, right = lows[max(0, form.first - _WINDOW) : form.first], lows[form.last : form.last + _WINDOW]
    for side, words in (("left", left), ("right", right)):
        yield from (f"{side}={word}" for word in words if word.isalpha() and len(word) > _SHORT)


def _roles(told: Told, form: Form, core: str) -> set[str]:
    """What the engine's frames make of the group."""
    found: set[str] = set()
    for frame in told.frames:
        for role in _roles_in(frame, form.group):
            found |= {
                f"role={role}", f"role={role}.{frame.event_type}", f"role={role}&class={core}",
                f"role={role}&trigger={frame.entry.get('id')}", f"role={role}&head={told.sentence.lows[form.head]}",
            }  # fmt: skip
    return found or {"role=none", f"role=none&class={core}"}


def _roles_in(frame: Frame, group: NounGroup) -> Iterator[str]:
    yield from (role.role for role in frame.roles if role.group is group)
    yield from (harm.outcome for harm in frame.harms if harm.group is group)
    for name, groups in (("object", frame.objects), ("instrument", frame.instruments), ("ruined", frame.ruined)):
        if any(other is group for other in groups):
            yield name


def is_hit(told: Told, group: NounGroup, ways: Ways) -> bool:
    """Whether it stands where a thing that is hit can stand, whatever it is."""
    in_frame = any(role != "instrument" for frame in told.frames for role in _roles_in(frame, group))
    standing = {way for way, _ in ways.get(id(group), ())}
    return in_frame or bool(standing & {"object", "undergoer"}) or ("prep" in standing and group.prep in _AT)


_AT = frozenset({"against", "on", "at", "near", "outside", "in front of"})


def _near_frame(told: Told, form: Form, core: str) -> Iterator[str]:
    """How far the nearest trigger is, and on which side."""
    if not told.frames:
        return
    nearest = min(told.frames, key=lambda frame: abs(_gap(frame, form)))
    gap = _gap(nearest, form)
    side = "at" if gap == 0 else "before" if gap > 0 else "after"
    far = f"{side}{sum(abs(gap) > most for most in _GAPS)}"
    yield from (f"near={far}", f"near={far}&class={core}")
    yield from (f"near={side}.{nearest.event_type}", f"near={side}.{nearest.entry.get('id')}")


def _gap(frame: Frame, form: Form) -> int:
    """Tokens from the form to the trigger, negative where the trigger comes first; 0 where they overlap."""
    if frame.first >= form.last:
        return frame.first - form.last + 1
    return frame.last - form.first - 1 if frame.last <= form.first else 0


def _verbs(group: NounGroup, ways: Ways, core: str) -> set[str]:
    """The verbs that it stands with, and how."""
    found: set[str] = set()
    for way, clause in ways.get(id(group), ()):
        place = f"{way}.{group.prep}" if way == "prep" else way
        found |= {f"verb={place}.{clause.verb.lemma}", f"beside={way}", f"beside={way}&class={core}"}
    return found or {"beside=none"}


def _governed(told: Told, form: Form) -> Iterator[str]:
    """The noun that it hangs on ("the murder of …"), and the verbs just before and behind."""
    chunks, at, prep = told.sentence.chunks, form.chunk, form.group.prep
    governor = chunks[at - 2].noun if at >= 2 and prep and chunks[at - 1].kind == "I" else None
    if governor is not None:
        yield f"governor={told.sentence.lows[governor.head]}.{prep}"
        yield from (f"governor.class={name}.{prep}" for name in governor.classes)
    before = chunks[at - 1].verb if at else None
    behind = chunks[at + 1].verb if at + 1 < len(chunks) else None
    if before is not None:
        yield f"verb.before={before.lemma}.{before.form}"
    if behind is not None:
        yield f"verb.behind={behind.lemma}.{'passive' if behind.passive else 'active'}"
