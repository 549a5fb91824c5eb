"""Crimes that courts speak of: the day of a trial or a hearing is not the day of the crime."""

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import Chunk, NounGroup

_FOR_A_CRIME = frozenset({"for", "over", "of", "with"})


def of_trial(reading: Reading, frame: Frame, at: int) -> bool:
    """A time at token `at` is a trial's or a hearing's, and not that of the crime that the frame tells."""
    if at < frame.first and tried(reading, frame):
        return True
    hearing = heard(reading, frame)
    if hearing is None:
        return False
    return at < frame.first if hearing.verb.first < frame.first else at > hearing.verb.first


def tried(reading: Reading, frame: Frame) -> bool:
    """ "was sentenced on Wednesday | for the murder of two students", "| for planting the bombs that killed a woman":
    the time is the trial's, not the crime's.
    """
    chunks, lows = reading.chunks, reading.lows
    trial, trials = False, reading.words["verbs_of_trial"]
    for k, piece in enumerate(chunks[: frame.chunk + 1]):
        before = lows[piece.first - 1] if piece.first else ""
        if trial and before in _FOR_A_CRIME and (k == frame.chunk or _gerund_at(piece)):
            return True
        crime = piece.noun is not None and k == frame.chunk and piece.noun.prep in _FOR_A_CRIME
        if trial and crime:
            return True
        if piece.verb is not None:
            trial = piece.verb.lemma in trials
    return False


def _gerund_at(piece: Chunk) -> bool:
    return piece.verb is not None and piece.verb.form == "ing"


def heard(reading: Reading, frame: Frame) -> Clause | None:
    """ "A court heard on Monday that | a man had shot his guest", "The trial of a man accused of killing six opened on
    Monday": the clause that tells of the court, while the frame hangs on it.
    """
    courts, lows = reading.words["court_nouns"], reading.lows
    for clause in reading.clauses:
        groups = [g for g in (*clause.subject, *clause.objects) if lows[g.head] in courts and g.last <= frame.first]
        if groups and clause.verb.last <= frame.first and _said_to(reading, clause, frame):
            return clause
    trial = next((g for g in _groups(reading) if lows[g.head] in courts and g.prep is None), None)
    if trial is None or trial.last > frame.first or lows[trial.last : trial.last + 1] != ("of",):
        return None
    accused = not reading.words["accusing_participles"].isdisjoint(lows[trial.last : frame.first])
    return next((c for c in reading.clauses if accused and c.verb.first > frame.last and c.relation == "main"), None)


def _said_to(reading: Reading, clause: Clause, frame: Frame) -> bool:
    """The court hears or is told it: "told the court that", "heard how"; no "attacked a court"."""
    if clause.verb.lemma not in reading.words["hearing_verbs"]:
        return False
    between = reading.lows[clause.verb.last : frame.first]
    return not {"that", "how", "about"}.isdisjoint(between)


def _groups(reading: Reading) -> list[NounGroup]:
    return [c.noun for c in reading.chunks if c.noun is not None]
