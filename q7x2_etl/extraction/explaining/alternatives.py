"""What a report could have said and does not: the readings that lost, each with the reason, for `explain`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from q7x2_etl.extraction.explaining.alternative_settings import lost_places, lost_times
from q7x2_etl.extraction.explaining.trace import Considered, Trace
from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.framing.slots import classes_of
from q7x2_etl.extraction.reports.who import Parties, Party
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.time_and_place.where import Places
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.model import Report

_PEOPLE = frozenset({"person", "armed", "actor", "civilian", "title", "force", "armed_group", "state"})


@dataclass(frozen=True, slots=True)
class Alternative:
    """A value that `field` could have had, the words it rests on (text offsets), and why it was not chosen."""

    field: str
    value: str
    start: int
    end: int
    why: str


def left_out(trace: Trace) -> Iterator[Alternative]:
    """The incidents that were read in an article and give no report, by their triggers."""
    for considered in trace.considered:
        main, report = considered.incident.main, considered.report
        if considered.kept:
            continue
        if report is None:
            yield Alternative("event_type", "unknown", *main.trigger_span, "no trigger tells what happened")
        else:
            why = f"too little is told of it, or too vaguely: {', '.join(_absent(considered, report))}"
            yield Alternative("event_type", report.event_type, *main.trigger_span, why)


def _absent(considered: Considered, report: Report) -> Iterator[str]:
    roles = {actor.role for actor in report.actors}
    told = {
        "time of its own": considered.incident.time(),
        "place of its own": considered.incident.place(),
        "who did it": roles & DOERS,
        "who or what was hit": "target" in roles or report.targets,
        "figure": any(c.best or c.low or c.high for c in report.casualties),
    }
    absent = [name for name, known in told.items() if not known]
    yield f"no {', no '.join(absent)}" if absent else "its trigger is weak or told as general"


class AlternativeReader:
    """Collects the readings that lost, from what one reading of an article considered."""

    def __init__(self, trace: Trace, places: Places, parties: Parties) -> None:
        self._trace = trace
        self._places = places
        self._parties = parties

    def of(self, considered: Considered) -> list[Alternative]:
        """The alternatives of one report, by field and in the order of the text; each words and value once."""
        report = considered.report
        if report is None:
            return []
        told = [self._trace.story.told[n] for n in sorted({f.number for f in considered.incident.frames})]
        found = [
            *_lost_types(considered, report),
            *_lost_stages(considered, report),
            *(Alternative("date_start", *row) for row in lost_times(considered, self._trace.story, told)),
            *(Alternative("place_name", *row) for row in lost_places(considered, told, self._places)),
            *_lost_weapons(considered, report),
            *self._lost_actors(considered, report, told),
            *_lost_figures(considered, report, told),
        ]
        return list({(a.field, a.value, a.start, a.end): a for a in reversed(found)}.values())[::-1]

    def _lost_actors(self, considered: Considered, report: Report, told: Sequence[Told]) -> Iterator[Alternative]:
        """Parties named in the incident's sentences that are no actor of it, and roles that an actor did not get."""
        setting = considered.setting
        roles = {(id(r.group), r.sentence.start): r for f in considered.incident.frames for r in f.roles}
        for entry in told:
            sentence = entry.sentence
            speakers = {id(s.speaker) for s in entry.said.speeches}
            for group in _groups(entry):
                if not classes_of(sentence, group) & _PEOPLE and not group.named:
                    continue
                party = self._parties.party(sentence, group, setting.day, setting.country)
                role = roles.get((id(group), sentence.start))
                if party is None or (role is None and not classes_of(sentence, group) & _PEOPLE):
                    continue
                given = next((a for a in report.actors if _same(a.name, a.actor_id, party)), None)
                if given is None:
                    why = _why_no_actor(party, in_slot=role is not None, speaks=id(group) in speakers)
                    value = f"{party.name} ({role.role})" if role is not None else party.name
                    yield Alternative("actors", value, party.start, party.end, why)
                elif role is not None and role.role != given.role and given.span_start != party.start:
                    why = f"told before as {given.role}, and an actor has one role"
                    value = f"{party.name} ({role.role})"
                    yield Alternative(f"actors[{given.ordinal}].role", value, party.start, party.end, why)


def _groups(entry: Told) -> Iterator[NounGroup]:
    return (chunk.noun for chunk in entry.sentence.chunks if chunk.noun is not None and not chunk.noun.pronoun)


def _same(name: str, actor_id: str | None, party: Party) -> bool:
    if actor_id is not None or party.actor_id is not None:
        return actor_id == party.actor_id
    mine, theirs = name.casefold().split(), party.name.casefold().split()
    return mine == theirs or (party.kind == "person" and mine[-1:] == theirs[-1:])


def _why_no_actor(party: Party, *, in_slot: bool, speaks: bool) -> str:
    if party.general:
        return "a general word for people: names nobody"
    if in_slot:
        return "a name of the group that is an actor already, or beyond the most actors of a report"
    return "speaks of it, takes no part" if speaks else "in no slot of a trigger: neither does it nor suffers it"


def _lost_types(considered: Considered, report: Report) -> Iterator[Alternative]:
    main = considered.incident.main
    if main.event_type is not None and main.event_type != report.event_type:
        why = f"the trigger's own type; made {report.event_type} by who takes part, who is hit or with what"
        yield Alternative("event_type", main.event_type, *main.trigger_span, why)
    for frame in considered.incident.frames:
        if frame is not main and frame.event_type not in {None, report.event_type}:
            yield Alternative("event_type", str(frame.event_type), *frame.trigger_span, _why_weaker(frame, main))


def _why_weaker(frame: Frame, main: Frame) -> str:
    if frame.effect and not main.effect:
        return "an effect; another trigger names what happened"
    if frame.strength < main.strength:
        return f"trigger of strength {frame.strength}, chosen: {main.strength}"
    return f"trigger as strong ({main.strength}), told later"


def _lost_stages(considered: Considered, report: Report) -> Iterator[Alternative]:
    for frame in considered.incident.frames:
        if frame.stage != report.stage:
            yield Alternative(
                "stage", frame.stage, *frame.trigger_span, "of another trigger than the one that names it"
            )


def _lost_weapons(considered: Considered, report: Report) -> Iterator[Alternative]:
    chosen = [(e.span_start, e.span_end) for e in report.evidence if e.field == "weapon"]
    for frame in considered.incident.frames:
        for group in frame.instruments:
            start, end = frame.sentence.offsets(group.first, group.head + 1)
            if not any(start < stop and begin < end for begin, stop in chosen):
                words = frame.sentence.words(group.first, group.head + 1)
                yield Alternative(
                    "weapon", words, start, end, "named later than the one chosen, or no weapon by itself"
                )


def _lost_figures(considered: Considered, report: Report, told: Sequence[Told]) -> Iterator[Alternative]:
    """Figures that were read and not given, and numbers of the sentences that count nobody harmed."""
    given = [(c.span_start, c.span_end) for c in report.casualties]
    read: list[tuple[int, int]] = []
    for frame in considered.incident.frames:
        for harm in frame.harms:
            span = harm.sentence.offsets(*_figure_at(harm.group))
            read.append(span)
            if not _covers(given, span):
                words = harm.sentence.text[span[0] : span[1]]
                yield Alternative(
                    "casualties", f"{harm.outcome}: {words}", *span, _why_no_figure(harm.group, harm.outcome, report)
                )
    for entry in told:
        times = [(t.start, t.end) for t in entry.sentence.times]
        for group in _groups(entry):
            span = entry.sentence.offsets(*_figure_at(group))
            if group.quantity is not None and not any(_covers(known, span) for known in (given, read, times)):
                words = entry.sentence.text[span[0] : span[1]]
                yield Alternative("casualties", words, *span, "a number that no trigger makes a count of people harmed")


def _figure_at(group: NounGroup) -> tuple[int, int]:
    quantity = group.quantity
    if quantity is None:
        return group.first, group.last
    return min(group.first, quantity.first), max(group.head + 1, quantity.last)


def _covers(spans: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


def _why_no_figure(group: NounGroup, outcome: str, report: Report) -> str:
    same = [c for c in report.casualties if c.outcome == outcome]
    number = group.quantity.best if group.quantity is not None else None
    if number is not None and any(c.best == number for c in same):
        return "the same figure, told before"
    if number is None and any((c.best or 0) > 1 for c in same):
        return f"one of the {max(c.best or 0 for c in same)} that are counted already"
    if number is None and same:
        return "no number of its own, and a figure is given"
    return "names or counts nobody"
