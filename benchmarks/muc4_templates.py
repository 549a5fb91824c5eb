"""Maps the reports of one article to MUC-4 templates: the task's rules in short, for the benchmark `muc4.py` only.

Each rule that is a choice of the task, not of the library, is a field of `TaskRules`, so that a run can change it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from muc4_fillers import Fillers, bare, distinct, of_some_group, plain, tails, words_of

from q7x2_etl.model import Article, Report
from q7x2_etl.reference import Reference

NINE_COUNTRIES = frozenset({"SLV", "GTM", "HND", "ARG", "BOL", "CHL", "COL", "ECU", "PER"})
# The task's own spelling where it is not the capitals of our name.
MUC_COUNTRY = {"USA": "UNITED STATES", "GBR": "UNITED KINGDOM", "SUN": "USSR", "DEU": "WEST GERMANY"}
TELLING = ("perp_individual", "perp_org", "phys_target", "hum_target")
# Rules of date evidence that do not date the incident to a day by words beside it.
OPEN_RULES = ("published", "weekday", "weekend", "recent", "running")
# Endings of rules of country evidence that carry a place over from elsewhere in the text.
CARRIED_RULES = (".story", ".inherited", ".dateline")
# Endings of rules of place evidence by which a text's dateline stands in for a place.
DEFAULT_PLACES = (".dateline",)
_UNTYPED = "ATTACK"  # the task's word where no other fits
FILLERS = ("places", "instrument", "perp_individual", "perp_org", "phys_target", "hum_target", "hum_target_name")


MILITARY_WORDS = frozenset({
    "army", "military", "infantry", "brigade", "battalion", "regiment", "soldier", "soldiers", "troop", "troops",
    "navy", "marines", "patrol", "convoy", "garrison", "barracks", "detachment", "platoon", "squadron", "artillery",
    "paratroopers", "combatants", "casualties", "enemy", "units", "noncommissioned", "officer", "officers", "sergeant",
    "corporal", "lieutenant", "captain", "gunship", "gunships", "command", "helicopter", "helicopters",
    "paratrooper", "positions", "redoubts", "contras",
})  # fmt: skip


# Names of forces, told by two words.
MILITARY_NAMES = ("national guard", "armed forces", "air force")


@dataclass(frozen=True)
class TaskRules:
    """The task's rules.

    `recent_days`: how old an incident may be; `longest_days`, `most_harmed`: what lasts longer, or harms more, is a
    tally of many incidents; `unplaced`: keep a report without a country when the text's dateline or one of its actors
    is of the nine; `military_targets`, `military_words`: target types, and words of targets and victims, that are
    purely military; `blown_up`: triggers that make a sabotage a bombing.
    """

    recent_days: int = 62
    longest_days: int = 40
    most_harmed: int = 100
    unplaced: bool = True
    military_targets: frozenset[str] = frozenset({"military_post"})
    military_words: frozenset[str] = MILITARY_WORDS
    blown_up: frozenset[str] = frozenset({"trigger.explode.v", "trigger.blow_up.v", "trigger.blow_up_armed.v"})
    dropped_veracity: frozenset[str] = frozenset({"denied"})
    type_by_event: dict[str, str] = field(default_factory=lambda: {"airstrike": "ATTACK", "coercion": ""})
    explosive_categories: frozenset[str] = frozenset({"explosive", "mine", "suicide_vest"})
    merge: bool = True
    keep_bare: bool = False  # a template that names neither doer nor victim nor thing


@dataclass(frozen=True)
class Draft:
    """The template that a report gives, and the rules of the task that speak against it."""

    report: Report
    template: dict[str, Any]
    doubts: tuple[str, ...]


class Mapper:
    """Reports to templates, with the reference data that tells event types, countries and common nouns."""

    def __init__(self, reference: Reference, rules: TaskRules | None = None) -> None:
        self._rules = rules or TaskRules()
        self._types = {e["id"]: e["muc4"] for e in reference.entries("event_types")} | self._rules.type_by_event
        self._countries = {e["id"]: e["name"].upper() for e in reference.entries("countries")} | MUC_COUNTRY
        self._fillers = Fillers(reference)
        self._explosives = {
            word
            for entry in reference.entries("weapons")
            if entry.get("category") in self._rules.explosive_categories
            for word in words_of([entry])
        }

    def templates(self, article: Article, reports: Iterable[Report], home: str | None) -> list[dict[str, Any]]:
        """The templates of an article's reports; `home` is the country of its dateline (ISO alpha-3), where known.

        Besides the task's fields a template has `_sentence` and where it starts, `_at`; the scorer ignores them.
        """
        return self.merged(d.template for d in self.drafts(article, reports, home) if not d.doubts)

    def drafts(self, article: Article, reports: Iterable[Report], home: str | None) -> list[Draft]:
        """What each report would give, whatever the task's rules make of it."""
        told = list(reports)
        known = (home, self._fillers.only_group(article.text, told))
        drafts = []
        for report in told:
            doubts = self._doubts(article, report, home)
            for kind in self._incident_types(report) or [_UNTYPED]:
                template = self._template(article, report, kind, known)
                bare = ["bare"] if not (self._rules.keep_bare or _specific(template)) else []
                drafts.append(Draft(report, template, (*doubts, *bare)))
        return drafts

    def merged(self, templates: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """An account told twice in one text is one template."""
        return _merged(templates) if self._rules.merge else list(templates)

    def _incident_types(self, report: Report) -> list[str]:
        """The type of the template; an abduction that ends in murder, or an attack in abductions, gives two."""
        kind = self._incident_type(report)
        if kind is None:
            return []
        outcomes = {c.outcome for c in report.casualties}
        if kind == "KIDNAPPING" and "killed" in outcomes:
            return [kind, "ATTACK"]
        if kind in {"ATTACK", "BOMBING"} and "abducted" in outcomes:
            return [kind, "KIDNAPPING"]
        return [kind]

    def _incident_type(self, report: Report) -> str | None:
        kind = self._types.get(report.event_type)
        explosive = report.weapon is not None and any(w in self._explosives for w in tails(report.weapon))
        blown_up = any(e.field == "event_type" and e.rule in self._rules.blown_up for e in report.evidence)
        if kind == "ATTACK" and report.event_type in {"armed_attack", "sabotage"} and (explosive or blown_up):
            return "BOMBING"
        return kind or None

    def _doubts(self, article: Article, report: Report, home: str | None) -> list[str]:
        """The rules by which the task would call the report irrelevant."""
        published, end = article.published_on, report.date_end
        old = published is not None and end is not None and published - end > timedelta(days=self._rules.recent_days)
        doubts = {
            "type": self._incident_type(report) is None,
            "denied": report.veracity in self._rules.dropped_veracity,
            "elsewhere": not self._is_of_the_nine(report, home),
            "military": self._is_military(report),
            "tally": self._is_tally(report),
            "old": old,
        }
        return [name for name, holds in doubts.items() if holds]

    def _is_of_the_nine(self, report: Report, home: str | None) -> bool:
        """Something links it to one of the nine: where it was, or who did or suffered it."""
        linked = any(actor.country in NINE_COUNTRIES for actor in report.actors)
        return linked or self._country(report, home) in NINE_COUNTRIES

    def _country(self, report: Report, home: str | None) -> str | None:
        """The report's country where its own words tell it; else one of the nine that its actors or dateline name."""
        rules = [e.rule for e in report.evidence if e.field in {"country", "place_name"}]
        told = any(not rule.endswith(CARRIED_RULES) for rule in rules)
        placed = told and report.country is not None
        if report.country in NINE_COUNTRIES or placed or not self._rules.unplaced:
            return report.country
        linked = {actor.country for actor in report.actors if actor.country in NINE_COUNTRIES}
        if len(linked) == 1:
            return linked.pop()
        return home if home in NINE_COUNTRIES else report.country or home

    def _is_military(self, report: Report) -> bool:
        """A clash of armed sides, or an attack on one, where no civilian and no civil thing is hit."""
        hit = [actor for actor in report.actors if actor.role in {"target", "participant"}]
        if report.event_type in {"armed_clash", "territorial_change"}:
            harmed = {c.of_kind for c in report.casualties if c.of_kind is not None}
            return not ({actor.kind for actor in hit} | harmed) & {"civilians", "person"}
        by_state = any(a.role == "perpetrator" and a.kind == "state" for a in report.actors)
        victims = [(a.kind, a.as_written) for a in hit if a.role == "target"]
        victims += [(c.of_kind, c.of_name or "") for c in report.casualties if c.of_kind is not None]
        soldiers = [self._of_army(kind, words, by_state) for kind, words in victims]
        if self._civil_things(report, soldiers=bool(soldiers) and all(soldiers)):
            return False
        return all(soldiers) if soldiers else bool(report.targets)

    def _is_tally(self, report: Report) -> bool:
        """ "Since 1980 the war has claimed 70,000 lives": none, unless it names what or whom it hit."""
        if any(actor.role == "target" and self._fillers.is_named(actor) for actor in report.actors):
            return False
        days = (report.date_end - report.date_start).days if report.date_end and report.date_start else 0
        harmed = max((c.best or c.low or 0 for c in report.casualties), default=0)
        return (days > self._rules.longest_days and not report.targets) or harmed > self._rules.most_harmed

    def _of_army(self, kind: str | None, words: str, by_state: bool) -> bool:
        if kind == "armed_group" or (kind == "foreign_state" and not by_state):
            return True
        named = any(name in " ".join(words.lower().split()) for name in MILITARY_NAMES)
        military = named or not self._rules.military_words.isdisjoint(words.lower().split())
        return kind in {"state", "foreign_state"} and military

    def _civil_things(self, report: Report, soldiers: bool) -> bool:
        """A thing is hit that is not the army's; the vehicle that soldiers were hit in is theirs."""
        return any(
            target.target_type not in self._rules.military_targets
            and self._rules.military_words.isdisjoint(target.as_written.lower().replace("-", " ").split())
            and not (soldiers and target.target_type == "vehicle")
            for target in report.targets
        )

    def _template(
        self, article: Article, report: Report, kind: str, known: tuple[str | None, str | None]
    ) -> dict[str, Any]:
        """`known`: the dateline's country, and the one armed group that the text names."""
        home, group = known
        start, end = _when(article, report)
        individuals, organisations = self._fillers.perpetrators(report)
        people, names = self._fillers.victims(report)
        country = self._country(report, home)
        # An attempt on a life that was made is an attack to the task, whether or not it succeeded.
        made = kind == "ATTACK" and report.stage == "attempted" and report.event_type == "assassination"
        return {
            "incident_type": kind,
            "stage": "ACCOMPLISHED" if made else report.stage.upper(),
            "date_start": start,
            "date_end": end,
            "country": self._countries.get(country, country) if country else None,
            "places": _places(article, report),
            "instrument": [bare(plain(report.weapon))] if report.weapon else [],
            "perp_individual": individuals,
            "perp_org": organisations or ([group] if group and of_some_group(report) else []),
            "phys_target": self._fillers.things(report),
            "hum_target": people,
            "hum_target_name": names,
            "killed": _toll(report, "killed"),
            "wounded": _toll(report, "wounded"),
            "_sentence": plain(report.quote),
            "_at": report.quote_start,
        }


def _specific(draft: dict[str, Any]) -> bool:
    """The nature of the target or of the attack is told: what was hit, or who, or that it was more than an attack."""
    told = TELLING if draft["incident_type"] != "ATTACK" else ("phys_target", "hum_target")
    return any(draft[slot] for slot in told)


def _when(article: Article, report: Report) -> tuple[str | None, str | None]:
    """A weekday's name, a vague span, another sentence's date or no date at all means on or before the dateline."""
    published = article.published_on
    rules = [e.rule for e in report.evidence if e.field == "date_end"]
    told = report.date_precision == "day" and any(not any(word in rule for word in OPEN_RULES) for rule in rules)
    if report.date_end is None or (not told and published is not None):
        return None, _iso(published)
    end = min(report.date_end, published) if published and report.stage != "threatened" else report.date_end
    start = report.date_start if report.date_start is None else min(report.date_start, end)
    return _iso(start), _iso(end)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _places(article: Article, report: Report) -> list[str]:
    """The place, and its areas where the text itself names them; never the place of reporting by default."""
    if any(e.field == "place_name" and e.rule.endswith(DEFAULT_PLACES) for e in report.evidence):
        return []
    text = article.text.upper()
    wide = [area.upper() for area in (report.admin2, report.admin1) if area and area.upper() in text]
    return distinct(([plain(report.place_name).upper()] if report.place_name else []) + wide)


def _toll(report: Report, outcome: str) -> int | None:
    """The stated or singular figures of one outcome, totals only; None where none is exact."""
    whole = [c for c in report.casualties if c.outcome == outcome and not c.is_part and not c.shared]
    figures = [c.best for c in whole if c.best is not None]
    return sum(figures) or None


def _merged(drafts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One template per type, date, place and perpetrator: an account told twice in one text is one template."""
    kept: list[dict[str, Any]] = []
    for draft in drafts:
        for earlier in kept:
            if _same(earlier, draft):
                _absorb(earlier, draft)
                break
        else:
            kept.append(draft)
    return kept


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if (one["incident_type"], one["stage"]) != (other["incident_type"], other["stage"]):
        return False
    if one["country"] and other["country"] and one["country"] != other["country"]:
        return False
    if one["date_start"] and other["date_start"] and one["date_start"] != other["date_start"]:
        return False
    if one["places"] and other["places"] and not set(one["places"]) & set(other["places"]):
        return False
    return not any(
        one[slot] and other[slot] and not set(one[slot]) & set(other[slot])
        for slot in ("perp_org", "hum_target_name", "phys_target", "hum_target")
    )


def _absorb(kept: dict[str, Any], other: dict[str, Any]) -> None:
    for slot in FILLERS:
        kept[slot] = distinct([*kept[slot], *other[slot]])
    for slot in ("date_start", "country", "killed", "wounded"):
        if kept[slot] is None:
            kept[slot] = other[slot]
            if slot == "date_start" and other[slot]:
                kept["date_end"] = other["date_end"]
