"""The signs that stand for tags in the text of a page, so that the stored text is cut into the same stories.

Each stands at the beginning of a paragraph, followed by a space, and belongs to no region. Plain texts that use them
(Markdown) are read alike.
"""

from typing import Literal

PageMark = Literal["headline", "heading", "list", "quote", "caption", "next_story"]

HEADLINE = "#"
HEADING = "##"
LIST = "•"
QUOTE = ">"
CAPTION = "▣"
NEXT_STORY = "◆ ◆ ◆"  # a line of its own between two stories of a page

SIGN_OF: dict[PageMark, str] = {
    "headline": HEADLINE, "heading": HEADING, "list": LIST, "quote": QUOTE, "caption": CAPTION,
}  # fmt: skip
_MARK_OF: dict[str, PageMark] = {HEADLINE: "headline", HEADING: "heading", QUOTE: "quote", CAPTION: "caption"}


def mark_of(line: str) -> tuple[PageMark, int] | None:
    """What the sign at the beginning of a paragraph says, and how many characters it takes; None where there is none.

    Entries of lists are not told here: their bullets stand in plain texts too.
    """
    if line[:1] not in "#>▣":
        return None
    sign, space, _ = line.partition(" ")
    mark = _MARK_OF.get(sign)
    if mark is None or not space:
        return None
    return mark, len(sign) + len(line[len(sign) :]) - len(line[len(sign) :].lstrip())


def without_signs(words: str) -> str:
    """Words of a page without what would be taken for a sign."""
    return words.replace(CAPTION, "■").lstrip("#>•* ")
