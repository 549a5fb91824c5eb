"""What the dead and those who were taken make of an incident's type: an attack, a kidnapping, a shelling."""

from q7x2_etl.extraction.framing.slots import one_person
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.language.grammar.word_lists import packaged_words

FROM_AFAR = frozenset({"shelling", "airstrike", "bombing"})
_SEVERAL = 2
_MASSACRE = 10  # so many dead outweigh "women and children" who were taken


def called_attack(incident: Incident) -> str | None:
    """What "the attack" of a later sentence was: shells that hit a town, or gunmen who took pupils away."""
    main = incident.main
    before = [f for f in incident.frames if (f.number, f.first) < (main.number, main.first) and not f.effect]
    general = (
        main.kind == "noun" and main.definite and main.entry["lemma"] in packaged_words().words["general_event_words"]
    )
    if general and before and all(f.event_type in FROM_AFAR for f in before):
        return before[0].event_type
    taken = bool(before) and all(f.event_type == "kidnapping" for f in before) and main.kind == "verb"
    return "kidnapping" if taken and count_of(incident, "abducted") > count_of(incident, "killed") else None


def others_killed(incident: Incident) -> bool:
    """ "Seven people died in a raid on the village. Four women were raped": the greater harm names it."""
    raped = {id(g) for f in incident.frames if f.event_type == "sexual_violence" for g in f.groups("target")}
    attacks = any(f.event_type in {"armed_attack", "execution"} and not f.effect for f in incident.frames)
    dead = [h.group for f in incident.frames for h in f.harms if h.outcome == "killed"]
    return attacks and count_of(incident, "killed") > 1 and all(id(g) not in raped for g in dead)


def rode_in_to_kill(incident: Incident) -> bool:
    """ "rode into the town, killing 63 people": they came to kill, and no place changes hands."""
    main = incident.main
    if main.entry["lemma"] not in packaged_words().words["entering_verbs"] or count_of(incident, "killed") < _SEVERAL:
        return False
    doers = {id(g) for g in main.groups("perpetrator")}
    killed = [f for f in incident.frames if f.sentence is main.sentence and f.kind == "verb" and f is not main]
    return any(
        h.outcome == "killed" and "armed" not in h.group.classes and doers & {id(g) for g in f.groups("perpetrator")}
        for f in killed
        for h in f.harms
    )


def more_killed(incident: Incident) -> bool:
    """More were killed than taken; "an unspecified number of women" is no number."""
    taken = [h.group for f in incident.frames for h in f.harms if h.outcome == "abducted"]
    uncounted = any(g.quantity is None and g.complement is not None and not g.named for g in taken)
    few, killed = count_of(incident, "abducted"), count_of(incident, "killed")
    several = any(g.quantity is None and not (g.named or g.pronoun) for g in taken) and killed >= _MASSACRE
    return killed > few and (few > 0 or several or (uncounted and killed > 1))


def count_of(incident: Incident, outcome: str) -> int:
    """The largest number that one figure of an outcome gives."""
    harmed = [h.group for f in incident.frames for h in f.harms if h.outcome == outcome]
    counted = (g.quantity.best or g.quantity.low or 0 for g in harmed if g.quantity is not None)
    return max(counted, default=1 if any(g.named or (one_person(g) and g.complement is None) for g in harmed) else 0)
