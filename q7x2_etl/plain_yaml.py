"""Reads YAML of mappings, lists and plain values three times as fast as PyYAML's own loader, to the same result.

PyYAML builds a node for every value and looks each one up by its tag. The reference data and the contract need none of
that: this reads the events of the C parser, and remembers what each plain word means. A file that uses more of YAML
(anchors, tags, merged mappings), and one that is wrong, is given to PyYAML's loader, whose errors name the line.
"""

from functools import lru_cache
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CParser = getattr(yaml.cyaml, "CParser", None) if yaml.__with_libyaml__ else None
_TEXT = "tag:yaml.org,2002:str"
_MERGE = "tag:yaml.org,2002:merge"
_RULES: dict[str | None, list[tuple[str, Any]]] = yaml.SafeLoader.yaml_implicit_resolvers
_OPENING = frozenset(_RULES)  # the first letters of plain words that are no text: digits, signs, "t", "n", "~" ...


class _MoreThanPlain(Exception):
    """The file uses a part of YAML that is not read here."""


def parse_yaml(text: str) -> Any:
    """The content of one YAML document. Raises `yaml.YAMLError`, as PyYAML's safe loader does."""
    if _CParser is not None:
        try:
            return _content(_CParser(text).get_event)
        except (yaml.YAMLError, _MoreThanPlain, TypeError):  # TypeError: a key that is a list or a mapping
            pass
    return yaml.load(text, Loader=_Loader)  # a safe loader, chosen above


def _content(next_event: Any) -> Any:
    """One walk over the events; `stack` holds the open lists and mappings, a mapping with the key that waits."""
    top: list[Any] = []
    stack: list[tuple[Any, Any]] = []  # what is open around `here`, and the key under which it waits there
    here: Any = top
    key: Any = _NO_KEY
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            value: Any = event.value
            if event.tag is not None or event.anchor is not None:
                raise _MoreThanPlain
            if event.implicit[0] and (not value or value[0] in _OPENING):
                value = _plain(value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None or event.anchor is not None:
                raise _MoreThanPlain
            stack.append((here, key))
            here, key = ({} if kind is MappingStartEvent else []), _NO_KEY
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value = here
            here, key = stack.pop()
        elif kind is StreamEndEvent:
            break
        elif kind is AliasEvent:
            raise _MoreThanPlain
        else:
            continue  # the beginning of the stream, the beginning and the end of a document
        if type(here) is list:
            here.append(value)
        elif key is _NO_KEY:
            hash(value)
            key = value
        else:
            here[key] = value
            key = _NO_KEY
    if len(top) > 1:
        raise _MoreThanPlain  # several documents: PyYAML's loader refuses them with a good message
    return top[0] if top else None


_NO_KEY = object()


@lru_cache(maxsize=16384)
def _plain(word: str) -> Any:
    """What a word without quotes means: text, a number, a truth, a date or nothing, by PyYAML's own rules."""
    for tag, pattern in (*_RULES.get(word[:1], ()), *_RULES.get(None, ())):
        if pattern.match(word):
            if tag == _TEXT:
                return word
            if tag == _MERGE:
                raise _MoreThanPlain
            return SafeConstructor().construct_object(yaml.ScalarNode(tag, word))
    return word
