"""An incident to one Report: its cast, counts, time, place and claims, and the words that each of them rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from q7x2_etl.extraction.claiming.claim_rows import ClaimWriter, claim_of, stated, veracity_of, with_paths
from q7x2_etl.extraction.merging.incidents import Incident, provoked
from q7x2_etl.extraction.reports.event_type import refined_type
from q7x2_etl.extraction.reports.full_names import of_whole_names
from q7x2_etl.extraction.reports.parties import Cast
from q7x2_etl.extraction.reports.who import Parties
from q7x2_etl.extraction.time_and_place.setting import Setting
from q7x2_etl.extraction.tolls.casualties import CasualtyReader
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.model import (
    Article,
    Damage,
    Evidence,
    Report,
    Target,
    content_id,
)

_OTHER_THING = "other"  # target_type of a thing that no lexicon lists


@dataclass(frozen=True, slots=True)
class Maker:
    """Who extracts: goes into every report."""

    name: str
    version: str
    reference_version: str


class Assembler:
    """Writes incidents down as reports."""

    def __init__(self, maker: Maker, lexicon: Lexicon, parties: Parties) -> None:
        self._maker = maker
        self._parties = parties
        self._claims = ClaimWriter(parties)
        self._casualties = CasualtyReader(parties, lexicon)
        # verbs that say what became of a thing
        self._damage: Mapping[str, Damage] = lexicon.lists.pairs_among("damage_verbs", get_args(Damage))

    def report(self, article: Article, incident: Incident, setting: Setting) -> Report | None:
        """The report of one incident; None where its type stays unknown."""
        event_type = refined_type(incident)
        if event_type is None:
            return None
        main, maker = incident.main, self._maker
        setting = replace(setting, speeches=self._claims.settled(setting, event_type))
        cast = Cast.of(incident, event_type, self._parties, setting)
        claims, said = self._claims.rows(setting)
        counted = self._casualties.casualties(incident, setting.day, setting.country)
        casualties = of_whole_names([replace(row, claim_ordinal=claim_of(row, said)) for row in counted], cast.actors)
        weapon = _weapon(incident)
        where, time = setting.where, setting.time
        place = where.resolved.place if where is not None and where.resolved is not None else None
        report = Report(
            report_id=content_id(article.article_id, *main.trigger_span, event_type),
            article_id=article.article_id,
            event_type=event_type,
            stage=incident.stage,
            veracity=veracity_of(incident, claims, cast.actors, said),
            date_start=time.date_start if time else None,
            date_end=(time.date_end or time.date_start) if time else None,
            date_precision=time.precision if time and time.date_start else "unknown",
            place_name=where.name if where else None,
            place_id=place.place_id if place else None,
            admin2=place.admin2 if place else None,
            admin1=place.admin1 if place else None,
            country=setting.country,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            where_precision=where.precision if where else (6 if setting.country else None),
            weapon=weapon.words if weapon is not None else None,
            quote=article.text[main.sentence.start : main.sentence.end],
            quote_start=main.sentence.start,
            quote_end=main.sentence.end,
            confidence=0.0,  # rated when all reports of the story are known
            extractor=maker.name,
            extractor_version=maker.version,
            reference_version=maker.reference_version,
            actors=cast.actors,
            casualties=casualties,
            targets=self._targets(incident),
            claims=with_paths(claims, cast.actors, casualties),
        )
        return replace(report, evidence=_evidence(article, incident, setting, report, cast, weapon))

    def _targets(self, incident: Incident) -> tuple[Target, ...]:
        rows: list[Target] = []
        seen: set[int] = set()
        for frame in incident.frames:
            for group in (*frame.objects, *frame.ruined):
                kind, last = _kind_of_thing(group)
                if kind is None and group not in frame.ruined:
                    continue
                start, end = frame.sentence.offsets(group.first, _with_owner(group, last))
                if start in seen:
                    continue
                seen.add(start)
                words = frame.sentence.text[start:end]
                damage = self._damage.get(str(frame.entry["lemma"]), "unknown")
                name = words if group.named else None
                rows.append(Target(len(rows), kind or _OTHER_THING, name, words, damage, start, end))
        return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Weapon:
    """The words of a weapon and their text offsets."""

    words: str
    start: int
    end: int


def _weapon(incident: Incident) -> _Weapon | None:
    """What the strongest frame was done with, else a weapon inside the event noun ("car bomb attack")."""
    for frame in sorted(incident.frames, key=lambda f: -f.strength):
        for group in () if provoked(frame, incident.frames) else frame.instruments:
            mention = next((m for m in group.mentions if m.sense.kind == "weapon"), None)
            if mention is not None:
                offsets = frame.sentence.offsets(mention.first, mention.last)
                return _Weapon(frame.sentence.words(mention.first, mention.last), *offsets)
    main = incident.main
    event = main.sentence.chunks[main.chunk].noun if main.kind == "noun" else None
    mention = next((m for m in event.mentions if m.sense.kind == "weapon"), None) if event is not None else None
    if mention is None:
        return None
    return _Weapon(
        main.sentence.words(mention.first, mention.last), *main.sentence.offsets(mention.first, mention.last)
    )


def _evidence(
    article: Article, incident: Incident, setting: Setting, report: Report, cast: Cast, weapon: _Weapon | None
) -> tuple[Evidence, ...]:
    rows: list[Evidence] = []

    def add(field: str, start: int, end: int, rule: str) -> None:
        rows.append(Evidence(field, start, end, article.text[start:end], rule))

    main = incident.main
    add("event_type", *main.trigger_span, f"trigger.{main.entry['id']}")
    for sentence in dict.fromkeys((f.sentence.start, f.sentence.end) for f in incident.frames):
        add("quote", *sentence, "sentence")
    if setting.time is not None and report.date_start is not None:
        add("date_start", setting.time.start, setting.time.end, setting.time_rule)
        add("date_end", setting.time.start, setting.time.end, setting.time_rule)
    if setting.where is not None:
        named = "place_name" if report.place_name else "country"
        add(named, setting.where.start, setting.where.end, setting.where.rule)
        if report.place_name and report.country:
            add("country", setting.where.start, setting.where.end, setting.where.rule)
        if report.admin1:
            add("admin1", setting.where.start, setting.where.end, setting.where.rule)
    if weapon is not None:
        add("weapon", weapon.start, weapon.end, "instrument")
    if report.stage != "accomplished":
        add("stage", *main.trigger_span, f"factuality.{report.stage}")
    if report.veracity != "reported":
        _add_veracity(add, incident, report)
    for actor, rule in zip(report.actors, cast.rules, strict=True):
        add(f"actors[{actor.ordinal}].name", actor.span_start, actor.span_end, rule)
    for row in report.casualties:
        add(f"casualties[{row.ordinal}].{stated(row)}", row.span_start, row.span_end, f"count.{row.derivation}")
    for target in report.targets:
        add(f"targets[{target.ordinal}].as_written", target.span_start, target.span_end, "target.object")
    for claim in report.claims:
        add(f"claims[{claim.ordinal}].stance", claim.span_start, claim.span_end, "claim.speech")
    return tuple(rows)


def _add_veracity(add: Callable[[str, int, int, str], None], incident: Incident, report: Report) -> None:
    """What veracity rests on: the denial or dispute, else the trigger that is told with a hedge, else who says it."""
    main = incident.main
    contrary = next((c for c in report.claims if c.stance in {"denies", "disputes"}), None)
    said = contrary or (report.claims[0] if report.claims and not main.hedged else None)
    if said is not None:
        add("veracity", said.span_start, said.span_end, f"claim.{said.stance}")
    else:
        add("veracity", *main.trigger_span, "factuality.hedged")


def _with_owner(group: NounGroup, last: int) -> int:
    """Where "the headquarters of the police" ends, which without its owner tells little."""
    owner = group.complement
    near = owner is not None and owner.first == last + 1 and last == group.head + 1
    return owner.last if owner is not None and near and not owner.pronoun else last


def _kind_of_thing(group: NounGroup) -> tuple[str | None, int]:
    """The kind of target that a group names, by its head or by what that is a part of ("a branch of | the bank")."""
    for part in (group, group.complement):
        if part is not None:
            found = next((m for m in part.mentions if m.sense.kind == "target" and m.last == part.head + 1), None)
            if found is not None:
                return str(found.sense.entry["target_type"]), part.head + 1
    return None, group.head + 1
