"""What a page's JSON-LD says of its stories: which objects describe one, and the text that some hold whole."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from q7x2_etl.sources.pages.openings import likeness

_STORY_TYPES = re.compile(r"(?:Article|Posting|Report|BlogPost|Review|WebPage|Webpage)\Z")
_PAGE_TYPES = re.compile(r"Web-?page\Z", re.IGNORECASE)
_WRAPPING = re.compile(
    r"\A\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*\Z"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_TAG = re.compile(r"<(/?)(p|br|div|h\d|li)\b[^>]*>|<[^>]{1,200}>", re.IGNORECASE)
_SAME = 0.6  # likeness of two headlines that are the same
_MAX_NODES = 5_000  # objects that are looked at


def stories_in(json_ld: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """The objects of JSON-LD that describe a story, in order; broken scripts give none."""
    seen = 0
    for script in json_ld:
        waiting = [_parsed(script)]
        while waiting and seen < _MAX_NODES:
            seen += 1
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node[:100])
            elif isinstance(node, dict):
                if any(_STORY_TYPES.search(str(kind)) for kind in _as_list(node.get("@type"))):
                    yield node
                waiting.extend(node[key] for key in ("@graph", "mainEntity", "hasPart") if key in node)


def ranked(objects: Sequence[Mapping[str, Any]], headline: str | None) -> list[Mapping[str, Any]]:
    """The objects that may speak of the story under `headline`, the surest first: those that name it, then others than
    pages; one that names another headline is left out where one names this.
    """
    named = [node for node in objects if headline and names(node, headline)]
    pages = [node for node in objects if any(_PAGE_TYPES.search(str(kind)) for kind in _as_list(node.get("@type")))]
    rest = [node for node in objects if node not in named and node not in pages]
    if named:
        rest = [node for node in rest if not _title(node)]
    return [*(node for node in named if node not in pages), *rest, *pages]


def names(node: Mapping[str, Any], headline: str) -> bool:
    """Whether an object is of the story with this headline."""
    return likeness(_title(node), headline) >= _SAME


def body_in(json_ld: Sequence[str]) -> str:
    """The longest text that a story has in JSON-LD, its tags made line breaks; "" where there is none: pages that show
    their text by script.
    """
    bodies = (story.get("articleBody") for story in stories_in(json_ld))
    return max((_plain(body) for body in bodies if isinstance(body, str)), key=len, default="")


def _title(node: Mapping[str, Any]) -> str:
    return str(node.get("headline") or node.get("name") or "")


def _plain(body: str) -> str:
    return _TAG.sub(lambda tag: "\n" if tag[2] else "", body)


def _parsed(script: str) -> Any:
    for text in (script, _TRAILING_COMMA.sub("", _WRAPPING.sub("", script))):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
