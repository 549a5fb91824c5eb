"""What is put in between: brackets, pairs of dashes, ", including two women,", ", who …,", an editor's remarks."""

from collections.abc import Sequence

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, VerbGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

REACH = 16  # chunks that an aside may span
_THEM = frozenset({"them", "whom"})
_AMONG = frozenset({"among", "amongst"})
_LISTED = frozenset({"NP", "C", "I", "T", "q"})
_DASHES = frozenset({"--", "—", "–", "-"})  # a hyphen between spaces is a dash too


def over_aside(sentence: Sentence, i: int, relative: bool) -> int:
    """Behind a bracket, a pair of dashes, or (where `relative`) ", who …," that opens at chunk `i`; else `i`."""
    chunks = sentence.chunks
    opener = sentence.lows[chunks[i].first]
    if chunks[i].kind not in "(," and opener not in _DASHES:
        return i
    window = range(i + 1, min(len(chunks), i + REACH))
    if chunks[i].kind == "(":
        return next((k + 1 for k in window if chunks[k].kind == ")"), i)
    if opener in _DASHES:
        return next((k + 1 for k in window if sentence.lows[chunks[k].first] in _DASHES), i)
    behind_comma = relative and chunks[i].kind == "," and i + 1 < len(chunks)
    if behind_comma and sentence.lows[chunks[i + 1].first] in packaged_words().words["including_words"]:
        end = next((k for k in window if chunks[k].kind not in {"I", "NP", "B", "T"}), i)
        conjunction = end + 1 < len(chunks) and chunks[end].kind == "," and chunks[end + 1].kind == "C"
        return end if conjunction else i  # "11 people, including a priest, | and one attacker were killed"
    share = chunks[i + 1].noun if behind_comma else None
    if share is not None and share.complement is not None and share.complement.pronoun and share.prep is None:
        end = next((k for k in window if chunks[k].kind not in {"I", "NP", "B"}), i)
        conjunction = end + 1 < len(chunks) and chunks[end].kind == "," and chunks[end + 1].kind == "C"
        return end if conjunction else i  # "35 men, most of them foreigners, | and two soldiers died"
    if relative and chunks[i].kind == "," and i + 1 < len(chunks) and chunks[i + 1].kind == "R":
        verb = next((k for k in window if chunks[k].kind == "VG"), None)
        return next((k for k in window if verb is not None and k > verb and chunks[k].kind == ","), i)
    return i


def editorial(sentence: Sentence, k: int) -> bool:
    """The verb at chunk `k` stands in square brackets: "[name as received]"."""
    if "[" not in sentence.vocabulary:
        return False
    chunks = sentence.chunks
    opener = next((i for i in range(k - 1, max(-1, k - REACH), -1) if chunks[i].kind in "()"), None)
    return opener is not None and sentence.lows[chunks[opener].first] == "["


def before_brackets(sentence: Sentence, j: int) -> int:
    """Left of the brackets, or the pair of dashes, that end at chunk `j`, or `j` where none do."""
    chunks = sentence.chunks
    while j >= 0 and (chunks[j].kind == ")" or _dash(sentence, j)):
        dash = chunks[j].kind != ")"
        window = range(j - 1, max(-1, j - REACH), -1)
        opener = next((i for i in window if (_dash(sentence, i) if dash else chunks[i].kind == "(")), None)
        if opener is None:
            return j
        j = opener - 1
    return j


def _dash(sentence: Sentence, k: int) -> bool:
    return sentence.lows[sentence.chunks[k].first] in _DASHES


def before_parts(sentence: Sentence, j: int) -> int:
    """Left of ", most of them children," that ends at the comma of chunk `j`, or `j` where none does.

    So are ", 16 of whom were women and children," and ", mostly women,".
    """
    chunks = sentence.chunks
    if j < 0 or chunks[j].kind != ",":
        return j
    told = _of_whom(sentence, j)
    if told is not None:
        return told
    window, lists, lows = range(j - 1, max(-1, j - REACH), -1), packaged_words(), sentence.lows
    included = lists.words["included_words"]
    opener = next(
        (
            i
            for i in window
            if chunks[i].kind == ","
            or (chunks[i].verb is not None and not _of_some(chunks, i) and lows[chunks[i].first] not in included)
        ),
        None,
    )
    if opener is None or chunks[opener].kind != ",":
        return j
    some = chunks[opener - 1].noun if opener > 2 else None
    if some is not None and some.prep in lists.words["including_words"]:
        return opener - 3  # "three men including a commander, | Saifullah, | were killed"
    listed = _list_opener(sentence, opener, window)
    if listed is not None:
        return listed - 1
    inside = chunks[opener + 1 : j]
    if not inside:
        return j  # two commas in a row
    of_them = any(
        lows[chunk.first] in _THEM and chunk.noun is not None and chunk.noun.prep in {"of", "among"} for chunk in inside
    )
    before = chunks[opener - 1].noun if opener else None
    if before is not None and before.quantity is None and before.prep == "of" and opener > 2:
        before = chunks[opener - 3].noun  # "seven of its men, all Tanzanians,"
    low, opening = lows[inside[0].first], " ".join(lows[inside[0].first : inside[0].first + 2])
    mainly = low in lists.words["mostly_words"] | lists.words["majority_words"]
    mainly = mainly or opening in lists.words["majority_phrases"]
    described = before is not None and before.quantity is not None and mainly
    parts = _part_openers() | lists.words["words_of_absence"] | lists.words["words_of_other_times"]
    return opener - 1 if of_them or described or low in parts or lows[inside[-1].last - 1] in included else j


def behind_parts(sentence: Sentence, i: int) -> int:
    """Behind ", seven women and a child among them," that opens at the comma of chunk `i`, or `i` where none does."""
    chunks = sentence.chunks
    end = next((k for k in range(i + 1, min(len(chunks), i + REACH)) if chunks[k].kind not in {"NP", "C", "I"}), i)
    last = chunks[end - 1].noun if chunks[i].kind == "," and end > i + 1 else None
    them = last is not None and last.prep in {"of", "among", "amongst"} and sentence.lows[last.first] in _THEM
    return end + 1 if them and chunks[end].kind == "," else i


def before_aside(sentence: Sentence, j: int, verb: VerbGroup, last: int, relative: bool) -> int:
    """Left of the aside before `verb` that ends at the comma of chunk `j`: some of them, one of whom a clause tells, a
    reason; `j` where none does. The verb before stands at chunk `last`, in a `relative` clause or not.
    """
    whole = before_parts(sentence, j)
    if whole != j or verb.form == "ing" or verb.lemma in packaged_words().words["verbs_saying"]:
        return whole
    return _before_described(sentence, j, last) if relative else _before_taking(sentence, j, last)


def _before_described(sentence: Sentence, j: int, verb: int) -> int:
    """Left of ", including a chief who carried a bounty," that ends at the comma of chunk `j`, or `j` where none does.

    The relative clause has the verb at chunk `verb`.
    """
    chunks = sentence.chunks
    for k in range(verb - 1, max(0, verb - REACH), -1):
        if chunks[k].verb is not None or chunks[k].kind in {"S", "."}:
            return j
        if chunks[k].kind == "," and sentence.lows[chunks[k + 1].first] in _part_openers():
            return k - 1
    return j


def _before_taking(sentence: Sentence, j: int, verb: int) -> int:
    """Left of ", taking them for rebels," between a subject that "when" opens and its verb, or `j`: see above."""
    chunks = sentence.chunks
    opened = verb > 2 and chunks[verb - 1].kind == "," and chunks[verb - 2].noun is not None
    piece = chunks[verb].verb
    alone = opened and chunks[verb - 3].kind == "S" and piece is not None and piece.form == "ing"
    return verb - 2 if alone else j


def _part_openers() -> frozenset[str]:
    return _AMONG | packaged_words().words["including_words"]


def _of_some(chunks: Sequence[Chunk], i: int) -> bool:
    """ ", some | of them | bound,": how some of them lay."""
    verb, whole = chunks[i].verb, chunks[i - 1].noun if i else None
    return verb is not None and verb.bare_participle and whole is not None and whole.pronoun and whole.prep == "of"


def _list_opener(sentence: Sentence, opener: int, window: range) -> int | None:
    """The comma before ", including 12 men, 20 women | and 30 children,", of which `opener` is a later one."""
    chunks = sentence.chunks
    for i in window:
        if chunks[i].kind == "," and i < opener and sentence.lows[chunks[i + 1].first] in _part_openers():
            return i
        if chunks[i].kind not in _LISTED | {","}:
            return None
    return None


def _of_whom(sentence: Sentence, j: int) -> int | None:
    """Left of ", 16 of whom were women and children," that ends at the comma of chunk `j`."""
    chunks, lows = sentence.chunks, sentence.lows
    for i in range(j - 1, max(2, j - REACH), -1):
        if chunks[i].kind == "R":
            of_whom = lows[chunks[i].first] in _THEM and lows[chunks[i - 1].first] == "of"
            return i - 4 if of_whom and chunks[i - 3].kind == "," and chunks[i - 2].noun is not None else None
    return None


def subject_before_aside(sentence: Sentence, j: int, previous: int) -> int | None:
    """ "… was killed and five others, including a policeman, | were hurt": the chunk of "five others".

    `j` is the comma that closes the aside, `previous` the chunk of the verb before. None where the words before the
    aside are that verb's own.
    """
    chunks = sentence.chunks
    opener = next((i for i in range(j - 1, max(previous, j - REACH), -1) if chunks[i].kind == ","), None)
    if opener is None or opener + 1 >= j or chunks[opener + 1].kind not in {"I", "NP"}:
        return None
    at = opener - 1
    while at > previous and (
        chunks[at].kind in {"T", "B"} or (chunks[at].noun is not None and chunks[at - 1].kind == "I")
    ):
        at -= 2 if chunks[at].noun is not None else 1
    noun = chunks[at].noun if at > previous else None
    if noun is None or noun.prep is not None or at < 1:
        return None
    return at if chunks[at - 1].kind in {"C", "S", "R"} or _said(chunks[at - 1], at - 1 == previous) else None


def _said(piece: Chunk, previous: bool) -> bool:
    """ "Activists | said | a striker, Kairat Ali, | suffered a fracture": who is told of begins a clause."""
    says = piece.verb is not None and piece.verb.lemma == "say" and not piece.verb.passive
    return says and previous
