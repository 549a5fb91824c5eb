"""Characters that were decoded wrongly before they came here ("â€œ" for a quotation mark), put right where certain.

ftfy decides; all its other repairs are off. Offsets count the characters of the repaired text: it is what is stored.
"""

import re
from functools import cache
from typing import Any

# What UTF-8 looks like in a single-byte encoding: without it there is nothing to repair, and ftfy is not asked.
_TRACE = re.compile(r"[\u00c2-\u00f4\u0102-\u0111\u0139-\u0165\u0192\u0413\u0420\u0421\u0432\u0412][\u0080-\u00bf\u0152-\u0178\u017d\u017e\u02c6\u02dc\u0402-\u045f\u2010-\u203a\u20ac\u2122]")  # fmt: skip  # noqa: E501
_CLOSING = re.compile(r"â€(?=[\s.,;:!?)\]—-]|\Z)")  # a closing mark of which the last byte, 9D, was lost on the way


@cache
def _ftfy() -> tuple[Any, Any]:
    import ftfy  # slow to load, and seldom needed

    alone = ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
        uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False,
        normalization=None, fix_encoding=True, explain=True,
    )  # fmt: skip
    return ftfy, alone


def repaired(text: str) -> tuple[str, str | None]:
    """The text with its wrongly decoded characters put right, and how; the same text and None where nothing was wrong.

    Lines are judged one by one: a page of which a box is broken keeps its other lines as they are.
    """
    if text.isascii() or _TRACE.search(text) is None:
        return text, None
    ftfy, alone = _ftfy()
    lines, steps = [], set[str]()
    for line in text.split("\n"):
        if len(line) > 1 and _TRACE.search(line):
            whole = _CLOSING.sub("â€\x9d", line) if "â€œ" in line else line
            fixed, explanation = ftfy.fix_encoding_and_explain(whole, alone)
            if fixed != line and "\n" not in fixed and "\r" not in fixed:
                steps.update(f"{step.action} {step.parameter}" for step in explanation)
                line = fixed
        lines.append(line)
    if not steps:
        return text, None
    return "\n".join(lines), f"ftfy {ftfy.__version__}: {', '.join(sorted(steps))}"
