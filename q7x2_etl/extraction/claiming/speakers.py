"""Who speaks in a clause, and through which channel the words came."""

from itertools import takewhile

from q7x2_etl.extraction.framing.slots import classes_of, part_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.extraction.syntax.coordination import coordinated_left
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_SPEAKERS = frozenset({"person", "actor", "force", "title", "name", "country", "place", "state", "pronoun"})
_NEGATIVE = frozenset({"no", "none", "nobody", "neither", "nor"})
_HANGING = frozenset({"infinitive", "participle", "gerund"})
_ALL = frozenset({"both", "all", "each"})
_TOLD = frozenset({"us", "me", "i", "we", "you"})
_CHANNEL_PREPS = frozenset({"on", "in", "via", "through", "by", "to", "over", "with"})
_STANDS_FOR = frozenset({"for", "from", "of", "by"})
_INSERTED = frozenset({",", ")", "(", "—", "–"})


def speakers_of(reading: Reading, clause: Clause) -> list[NounGroup] | None:
    """The groups that speak, coordinated ones too; None where the words say that nobody does."""
    if _told_of(reading, clause):
        return []
    agents = agents_of(clause)
    accused = clause.reduced and reading.lows[clause.verb.head] in reading.words["accusing_participles"]
    if accused and not agents:
        return None  # "a man | suspected of mailing six letter bombs"
    # "the group | denied being involved": it speaks, for all the passive behind
    denying = not reading.words["verbs_denying"].isdisjoint(clause.verb.governors)
    described = clause.reduced and clause.relation == "relative"  # "two men accused of theft"
    undergone = described or (clause.verb.passive and not denying)
    found = agents if agents or undergone else _subject(reading, clause)
    if not found and not undergone and (spoken := _spoken_for(reading, clause)) is not None:
        return [spoken]
    if (
        not agents
        and clause.relation in _HANGING
        and not any(can_speak(reading, g) and not _paper(reading, g) for g in found)
    ):
        found = _of_whole(reading, clause) or found
    if any(_nobody(reading, g) for g in found):
        return None
    if len(found) > 1 and any(g.named for g in found[1:]) and not _is_name(found[0]) and "group" in found[0].classes:
        found = found[1:]  # "two groups, X and Y, said"
    members = [m for g in found for m in _named_members(reading, _apposed_to(reading, g))]
    return [g for g in members if can_speak(reading, g)]


def _told_of(reading: Reading, clause: Clause) -> bool:
    """ "around 50 civilians | reported missing": who is told of speaks to nobody."""
    behind = reading.lows[clause.verb.head + 1 : clause.verb.head + 2]
    return not clause.objects and bool(behind) and behind[0] in reading.lexicon.pairs["harm_states"]


def agents_of(clause: Clause) -> list[NounGroup]:
    """The groups behind the "by" of a passive."""
    return [g for g in clause.agent if g.first >= clause.verb.last] if clause.passive else []


def _paper(reading: Reading, group: NounGroup) -> bool:
    return not group.named and reading.lows[group.head] in reading.words["paper_nouns"]


def _of_whole(reading: Reading, clause: Clause) -> list[NounGroup]:
    """The subject of the clause that this one hangs on: "X issued a statement | claiming it", "Claiming it, X said"."""
    at = next((n for n, c in enumerate(reading.clauses) if c is clause), 0)
    earlier = [c for c in reversed(reading.clauses[:at]) if c.subject and c.relation not in _HANGING]
    for other in (*earlier[:1], *reading.clauses[at + 1 : at + 2]):
        found = [g for g in _subject(reading, other) if g.prep is None and can_speak(reading, g)]
        if found and not other.verb.passive:
            return found
    return []


def _nobody(reading: Reading, group: NounGroup) -> bool:
    return not _NEGATIVE.isdisjoint({reading.lows[group.first], reading.lows[group.head]})


def _subject(reading: Reading, clause: Clause) -> list[NounGroup]:
    """The clause's subject; behind an insertion ("X, through its channel, said") what stands before it."""
    behind = _told_behind(reading, clause)
    if behind is not None:
        return [behind]
    governed_fits = clause.relation == "relative"
    found = [g for g in clause.subject if g.prep is None or governed_fits]
    if found and all(reading.lows[g.head] in _ALL for g in found):
        found = _before(reading, found[0])
    nearest = _right_before(reading, clause)
    if nearest is not None:
        return [nearest]
    if found and _quotation_between(reading, found[-1].last, clause.verb.first):
        found = []  # a quotation stands between: "Most are young men," says the director
    if found and not (clause.relation == "conjunct" and _can_only_follow(reading, clause)):
        return found
    return _over_insertion(reading, clause) or found or _inverted(reading, clause)


def _quotation_between(reading: Reading, first: int, last: int) -> bool:
    """A mark of quotation that is no part of a name stands among the tokens [first, last)."""
    if "q" not in reading.sentence.tagged.tags[first:last]:
        return False
    return any(c.kind == "q" for c in reading.chunks if first <= c.first < last)


def _before(reading: Reading, group: NounGroup) -> list[NounGroup]:
    """What stands before "both" or "all": "X and Y both claimed it"."""
    chunks = reading.chunks
    at = next((k for k, c in enumerate(chunks) if c.noun is group), 0) - 1
    if at > 0 and chunks[at].kind == ",":
        at -= 1
    found = coordinated_left(reading.sentence, at) if at >= 0 and chunks[at].noun is not None else [group]
    listed = [g for g in found if _is_name(g)]
    return listed if len(listed) > 1 else found


def _right_before(reading: Reading, clause: Clause) -> NounGroup | None:
    """The noun group between a conjunction and the verb: "…, but the police | said"."""
    chunks, k = reading.chunks, clause.at - 1
    if k < 1 or chunks[k].noun is None:
        return None
    joint, low = chunks[k - 1], reading.lows[chunks[k - 1].first]
    conjoined = clause.relation == "conjunct" and joint.kind in {"C", ",", "S"}
    if not conjoined and low not in reading.words["contrasting_words"]:
        return None
    noun = chunks[k].noun
    return noun if noun is not None and noun.prep is None and can_speak(reading, noun) else None


def _can_only_follow(reading: Reading, clause: Clause) -> bool:
    """The verb stands behind a comma, without a conjunction: an insertion has just ended."""
    return clause.at > 0 and reading.chunks[clause.at - 1].kind in _INSERTED


def _over_insertion(reading: Reading, clause: Clause) -> list[NounGroup]:
    chunks = reading.chunks
    if not _can_only_follow(reading, clause):
        return []
    for k in range(clause.at - 2, -1, -1):
        noun = chunks[k].noun
        if chunks[k].kind in {"S", "q", "."}:
            break
        opened = k + 1 < len(chunks) and chunks[k + 1].kind in _INSERTED
        if any(noun is o for c in reading.clauses if c.at < k and c.relation != "main" for o in c.objects):
            continue  # "Al-Shabaab, which fights | the government, | claimed it"
        if noun is not None and noun.prep is None and not noun.pronoun and opened and can_speak(reading, noun):
            return [noun]
    return []


def _told_behind(reading: Reading, clause: Clause) -> NounGroup | None:
    """ "…, | said police spokesman Ali Musa": between a comma and who says it, whatever subject stands before."""
    chunks, k = reading.chunks, clause.at
    if k < 2 or k + 1 >= len(chunks) or chunks[k - 1].kind != "," or clause.verb.passive:
        return None
    noun = chunks[k + 1].noun
    if noun is None or noun.prep is not None or clause.verb.lemma not in reading.words["inverting_verbs"]:
        return None
    rest = chunks[k + 2 :]
    closed = not rest or rest[0].kind in {".", ",", "T", "I", "q"}
    return noun if closed and can_speak(reading, noun) else None


def _inverted(reading: Reading, clause: Clause) -> list[NounGroup]:
    """ "…, said the governor": the speaker stands after the verb."""
    chunks = reading.chunks
    after = chunks[clause.at + 1].noun if clause.at + 1 < len(chunks) else None
    return [after] if after is not None and clause.verb.lemma in reading.words["inverting_verbs"] else []


def _apposed_to(reading: Reading, group: NounGroup) -> NounGroup:
    """The name that a description between commas belongs to: "X (XY), the armed wing of Z, said"."""
    chunks = reading.chunks
    k = next((n for n, c in enumerate(chunks) if c.noun is group), 0) - 1
    if _is_name(group) or group.pronoun or k < 1 or chunks[k].kind != ",":
        return group
    to_verb = [c.kind for c in takewhile(lambda c: c.verb is None, chunks[k + 1 :])]
    if "," not in to_verb:
        return group  # "killing two soldiers, military sources said"
    k -= 1
    if chunks[k].kind == ")":
        k -= 3
    owner = chunks[k].noun if k >= 0 else None
    fits = owner is not None and owner.prep is None and _is_name(owner)
    return owner if owner is not None and fits else group


def _named_members(reading: Reading, group: NounGroup) -> list[NounGroup]:
    """ "two groups, X and Y, …", "an outfit, X, …": those that the apposition names."""
    described = reading.lows[group.head] in reading.words["bare_group_nouns"] or group.classes & {"group", "crowd"}
    if group.pronoun or _is_name(group) or not described:
        return [group]
    named = [a for a in group.appositions if _is_name(a)]
    k = next((n for n, c in enumerate(reading.chunks) if c.noun is group), len(reading.chunks))
    behind = reading.chunks[k + 1 : k + 4]
    if not named and [c.kind for c in behind] == [",", "NP", ","]:
        named = [c.noun for c in behind if c.noun is not None and _is_name(c.noun)]
    return named or [group]


def _is_name(group: NounGroup) -> bool:
    return group.named or "actor" in group.classes


def can_speak(reading: Reading, group: NounGroup) -> bool:
    """Whether the group can be who says something."""
    low = reading.lows[group.head]
    if low in reading.words["no_speakers"] or low in _TOLD or low[0].isdigit():
        return False
    if group.classes & {"event", "weapon", "vehicle", "corpse"}:
        return False
    if low in reading.words["speaking_nouns"] or group.named:
        return True
    return not classes_of(reading.sentence, group).isdisjoint(_SPEAKERS)


def stands_for(reading: Reading, clause: Clause, speaker: NounGroup) -> NounGroup:
    """The group that a spokesman or caller speaks for, where the words right behind name it; else the speaker."""
    if speaker.named or speaker.pronoun or "actor" in speaker.classes:
        return speaker
    chunks, lows = reading.chunks, reading.lows
    at = next((k for k, c in enumerate(chunks) if c.noun is speaker), None)
    inner = chunks[at + 2].noun if at is not None and at + 2 < len(chunks) else None
    if inner is not None and inner.prep in _STANDS_FOR and _is_group(inner):
        return inner
    if inner is not None and at is not None and lows[chunks[at + 1].last - 1] == "calling":
        behind = chunks[at + 3].noun if at + 3 < len(chunks) else None
        return behind if behind is not None else speaker
    if _paper(reading, speaker) and at is not None:
        for piece in chunks[at + 1 : clause.at]:
            if piece.noun is not None and (_is_group(piece.noun) or _possessed(piece.noun)):
                return piece.noun  # "a statement signed by X", "a message on X's channel"
    for group in clause.preps:
        before = lows[max(0, group.first - 3) : group.first]
        if group.prep == "of" and _is_group(group) and not {"behalf", "name"}.isdisjoint(before):
            return group
    return speaker


def group_spoken_for(sentence: Sentence, speaker: NounGroup) -> NounGroup | None:
    """ "the ELN's spokesman Pablo Ruiz": the armed group whose words a named spokesman brings."""
    if packaged_words().words["spokespeople"].isdisjoint(sentence.lows[speaker.first : speaker.head]):
        return None
    group = next((m for m in speaker.mentions if m.sense.kind == "actor" and "armed_group" in m.sense.classes), None)
    if group is None or group.last >= speaker.head:
        return None
    return part_of(sentence, speaker, group.first, group.last)


def _spoken_for(reading: Reading, clause: Clause) -> NounGroup | None:
    """ "a caller who said he spoke | for the ELN | said that": the group right before the verb."""
    before = [c for c in reading.chunks[: clause.at] if c.noun is not None or c.verb is not None][-4:]
    for piece in reversed(before):
        noun = piece.noun
        if piece.verb is not None:
            return None
        if noun is not None and noun.prep == "for":
            spoke = not reading.words["speaking_forms"].isdisjoint(reading.lows[max(0, noun.first - 3) : noun.first])
            return noun if spoke else None
    return None


def _possessed(group: NounGroup) -> bool:
    """An armed group's own: "Islamic State's news agency"."""
    return any(m.sense.kind == "actor" and "armed_group" in m.sense.classes for m in group.mentions)


def _is_group(group: NounGroup) -> bool:
    return "armed_group" in group.classes or ("actor" in group.classes and "state" not in group.classes)


def channel_of(reading: Reading, clause: Clause) -> str | None:
    """ "on Telegram", "through its radio", "told a newspaper": through which channel the words came."""
    lows, chunks = reading.lows, reading.chunks
    for k in range(max(0, clause.at - 6), min(len(chunks), clause.at + 9)):
        noun = chunks[k].noun
        if noun is None or noun.pronoun:
            continue
        told = clause.verb.lemma in {"tell", "inform"} and k == clause.at + 1
        if not told and noun.prep not in _CHANNEL_PREPS:
            continue
        if not reading.words["channel_nouns"].isdisjoint(lows[noun.first : noun.last]):
            first = noun.first
            while first < noun.head and lows[first] in reading.words["name_fillers"]:
                first += 1
            return reading.sentence.words(first, noun.last)
    return None
