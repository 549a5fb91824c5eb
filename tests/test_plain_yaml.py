"""The quick reader of YAML gives what PyYAML gives, in content, types, order and errors."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.plain_yaml import parse_yaml
from q7x2_etl.reference import data_root, read_yaml

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | st.text()
CONTENT = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=20
)
WRITTEN = {
    "what looks like another type": "[2018-05-01, 1_000, 0x1f, 017, .inf, 1e3, 1.5, ~, null, yes, Off, 12:30:45, '12']",
    "empty": "",
    "empty values": "a:\nb: ''\n? c\n",
    "text over lines": "a: |\n  true\n  x\nb: >-\n  one\n  two\n",
    "anchors and merged mappings": "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n",
    "tags": "a: !!str 1\nb: !!set {x, y}\n",
    "a key that stands twice": "{a: 1, a: 2}",
    "keys of other types": "{1: a, true: b, null: c, 2018-05-01: d}",
    "lists in lists": "- - 1\n  - [2, [3]]\n- {a: [b, {c: d}]}\n",
    "times": "2001-12-14t21:59:43.10-05:00",
}
WRONG = {
    "not closed": "a: [",
    "two documents": "--- 1\n--- 2\n",
    "a list as a key": "a: 1\n{[1]: 2}: 3\n",
    "an unknown tag": "a: !python/object:os.system 1",
    "an unknown alias": "a: *nowhere",
    "a mark without meaning": "a: =",
    "a tab": "a:\n\t- b",
}


def typed(content: Any) -> Any:
    """The content with the type of every value and the order of every mapping, to be compared as a whole."""
    if isinstance(content, dict):
        return [(typed(key), typed(value)) for key, value in content.items()]
    if isinstance(content, list):
        return ("list", [typed(value) for value in content])
    return type(content), content


@given(CONTENT)
def test_any_content_comes_back(content: Any) -> None:
    written = yaml.safe_dump(content, allow_unicode=True)
    assert typed(parse_yaml(written)) == typed(yaml.safe_load(written))


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_every_way_of_writing_is_read_as_pyyaml_reads_it(written: str) -> None:
    assert typed(parse_yaml(written)) == typed(yaml.safe_load(written))


def test_the_packaged_files_are_read_as_pyyaml_reads_them() -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    paths = [*(data_root() / "schemas").glob("*.yaml"), *(data_root() / "seeds" / "reference").glob("*.yaml")]
    assert len(paths) > 20
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert typed(parse_yaml(text)) == typed(yaml.load(text, Loader=loader)), path.name


@pytest.mark.parametrize("written", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused_with_its_line(written: str) -> None:
    with pytest.raises(yaml.YAMLError) as caught:
        parse_yaml(written)
    assert getattr(caught.value, "problem_mark", None) is not None


def test_a_file_with_an_impossible_date_is_named(tmp_path: Any) -> None:
    path = tmp_path / "actors.yaml"
    path.write_text("since: 2018-13-45\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=r"actors\.yaml: not valid YAML: month"):
        read_yaml(path)


def test_what_one_reading_is_changed_into_is_not_seen_by_the_next() -> None:
    first = parse_yaml("since: [2018-05-01]")
    first["since"].append("more")
    assert parse_yaml("since: [2018-05-01]") == {"since": [date(2018, 5, 1)]}
