"""Lists of noun groups: "A, B and C", and the appositions that look like them."""

from collections.abc import Sequence

from q7x2_etl.language.groups import Chunk, NounGroup


def coordinated_left(chunks: Sequence[Chunk], j: int) -> list[NounGroup]:
    """The noun group at `j`, those coordinated with it to the left, and the name that it is an apposition to."""
    group = chunks[j].noun
    if group is None:
        return []
    members = [group]
    k = j - 1
    while k > 0:
        if chunks[k].kind == "C" and chunks[k - 1].kind == ",":
            k -= 1
        left = chunks[k - 1].noun if chunks[k].kind in {"C", ","} else None
        if left is None:
            break
        if chunks[k].kind == "," and not group.coordinated and len(members) == 1:
            if left.prep is None and left.named and "person" in group.classes:
                left.appositions.append(group)
                return [left]
            break
        if left.prep is not None and left.prep != group.prep:
            break
        members.insert(0, left)
        k -= 2
    return members


def coordinated_right(chunks: Sequence[Chunk], j: int) -> list[NounGroup]:
    """The noun group at `j` and those coordinated with it to its right ("A, B and C")."""
    first = chunks[j].noun
    if first is None:
        return []
    members = [first]
    at = j + 1
    while at < len(chunks):
        step = at
        while _goes_with(chunks, step):
            step += 2
        joined = False
        while step < len(chunks) and chunks[step].kind in {",", "C", "B"}:
            joined, step = True, step + 1
        nxt = chunks[step].noun if joined and step < len(chunks) else None
        if nxt is None or nxt.pronoun or (nxt.complement is not None and nxt.complement.pronoun):
            break  # "15 people, three of them children"
        if step + 1 < len(chunks) and chunks[step + 1].kind == "VG" and chunks[step + 1].verb is not None:
            break
        if not (nxt.coordinated or _list_goes_on(chunks, step)):
            if (first.named and "person" in nxt.classes) or nxt.named:
                first.appositions.append(nxt)
            break
        members.append(nxt)
        at = step + 1
    return members


def _list_goes_on(chunks: Sequence[Chunk], step: int) -> bool:
    """True in "A, B and C" at B: a conjunction and another noun group follow before any verb."""
    for piece in chunks[step + 1 : step + 8]:
        if piece.kind == "C":
            return True
        if piece.kind not in {"NP", ",", "I", "B"}:
            return False
    return False


def _goes_with(chunks: Sequence[Chunk], at: int) -> bool:
    """A preposition and a group that belong to the member before: "soldiers | from Chad | and"."""
    noun = chunks[at + 1].noun if at + 1 < len(chunks) and chunks[at].kind == "I" else None
    return noun is not None and noun.prep in {"of", "from", "in"}
