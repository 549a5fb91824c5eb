"""Reads `schemas/*.yaml` into tables and vocabularies, and refuses whatever does not say exactly one thing."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from q7x2_etl.contract.conditions import (
    NULLS,
    OPERATORS,
    Absent,
    Among,
    AnyPresent,
    Compare,
    Condition,
    CrossCheck,
    Nulls,
    Operator,
    Present,
    SumIs,
    Together,
)
from q7x2_etl.contract.mapping import Fields, refuse, word_list
from q7x2_etl.contract.spec import (
    COLUMN_TYPES,
    NUMERIC_TYPES,
    Column,
    ColumnType,
    NestedChild,
    NestedForm,
    TableSpec,
    Vocabulary,
)
from q7x2_etl.errors import ContractError, ReferenceDataError
from q7x2_etl.reference import read_yaml

VOCABULARY_FILE = "vocabularies.yaml"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OVER_COLUMNS: dict[str, type[Absent] | type[Present] | type[AnyPresent] | type[Together]] = {
    "absent": Absent,
    "present": Present,
    "any_present": AnyPresent,
    "together": Together,
}
_CONDITION_KINDS = ("compare", "column and in", "absent", "present", "any_present", "together", "sum and equals")


def read_vocabularies(path: Path) -> dict[str, Vocabulary]:
    """The closed lists of words of one file, by name; none where the file does not exist."""
    if not path.is_file():
        return {}
    top = Fields.of(str(path), _content(path))
    entries = Fields.of(f"{path}: 'vocabularies'", top.anything("vocabularies"))
    top.finish()
    return {name: _vocabulary(path, name, value) for name, value in entries.values.items()}


def read_table(path: Path, vocabularies: Mapping[str, Vocabulary]) -> TableSpec:
    """The table of one file. Raises ContractError that names the file, the column or check, and the allowed words."""
    top = Fields.of(str(path), _content(path))
    name = top.text("table")
    if name != path.stem:
        top.fail(f"'table' is {name!r}; the file's name says {path.stem!r}")
    _check_name(str(path), name)
    columns = tuple(
        _column(path, position, value, vocabularies) for position, value in enumerate(top.sequence("columns"))
    )
    if not columns:
        top.fail("missing 'columns': give a list with at least one column")
    _refuse_repeats(str(path), "column", [column.name for column in columns])
    by_name = {column.name: column for column in columns}
    checks = tuple(
        _cross_check(path, position, value, by_name) for position, value in enumerate(top.sequence("checks"))
    )
    _refuse_repeats(str(path), "check", [check.name for check in checks])
    table = TableSpec(
        name=name,
        description=top.text("description"),
        columns=columns,
        unique=_unique(path, top.anything("unique"), by_name),
        checks=checks,
        nested=_nested(path, top.anything("nested"), by_name, vocabularies),
    )
    top.finish()
    return table


def _content(path: Path) -> Any:
    try:
        return read_yaml(path)
    except ReferenceDataError as error:
        raise ContractError(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContractError(f"{path}: cannot be read: {error}") from error


def _vocabulary(path: Path, name: str, value: Any) -> Vocabulary:
    place = f"{path}: vocabulary {name!r}"
    fields = Fields.of(place, value)
    words = Fields.of(f"{place}: 'words'", fields.anything("words"))
    if not words.values:
        words.fail("must not be empty")
    for word in words.values:
        words.text(word)
    vocabulary = Vocabulary(name, fields.text("description"), dict(words.values))
    fields.finish()
    return vocabulary


def _column(path: Path, position: int, value: Any, vocabularies: Mapping[str, Vocabulary]) -> Column:
    name = value.get("name", f"#{position}") if isinstance(value, dict) else f"#{position}"
    fields = Fields.of(f"{path}: column {name}", value)
    _check_name(fields.place, fields.text("name"))
    column_type = cast("ColumnType", fields.word("type", COLUMN_TYPES))  # word() answers only with one of them
    vocabulary = fields.anything("vocabulary")
    if vocabulary is not None and vocabulary not in vocabularies:
        fields.fail(f"'vocabulary' is {vocabulary!r}; allowed: {', '.join(sorted(vocabularies)) or 'none is declared'}")
    enum = fields.words("enum")
    if enum is not None and vocabulary is not None:
        fields.fail("has both 'enum' and 'vocabulary'; keep one")
    column = Column(
        name=str(name),
        type=column_type,
        description=fields.text("description"),
        nullable=fields.flag("nullable"),
        unit=fields.optional_text("unit"),
        enum=enum if vocabulary is None else tuple(vocabularies[vocabulary].words),
        vocabulary=vocabulary,
        minimum=fields.number("min"),
        maximum=fields.number("max"),
        pattern=fields.optional_text("pattern"),
        nested_name=fields.optional_text("nested_name"),
    )
    fields.finish()
    _check_constraints(fields, column)
    return column


def _check_constraints(fields: Fields, column: Column) -> None:
    if column.has_range and column.type not in NUMERIC_TYPES:
        fields.fail(f"'min' and 'max' need a type of {', '.join(sorted(NUMERIC_TYPES))}; this one is {column.type}")
    if column.minimum is not None and column.maximum is not None and column.minimum > column.maximum:
        fields.fail(f"'min' {column.minimum} is above 'max' {column.maximum}")
    for key, given in (("enum or vocabulary", column.enum), ("pattern", column.pattern)):
        if given is not None and column.type != "VARCHAR":
            fields.fail(f"{key} needs the type VARCHAR; this one is {column.type}")
    if "\n" in column.description:
        fields.fail("'description' must be one line")
    if column.pattern is not None:
        try:
            re.compile(column.pattern)
        except re.error as error:
            fields.fail(f"'pattern' {column.pattern!r} is not a regular expression: {error}")
        if "(?" in column.pattern:  # not every engine that reads the contract has them
            fields.fail(f"'pattern' {column.pattern!r} uses '(?'; use plain groups only")


def _unique(path: Path, value: Any, columns: Mapping[str, Column]) -> tuple[tuple[str, ...], ...]:
    place = f"{path}: 'unique'"
    if not isinstance(value, list):
        refuse(place, "must be a list of keys, each a list of columns ([] for none)")
    keys = tuple(word_list(place, key) for key in value)
    for name in (name for key in keys for name in key):
        _check_known(place, name, columns)
        if columns[name].nullable:
            refuse(place, f"column {name} may be null; a key is made of columns that may not")
    return keys


def _cross_check(path: Path, position: int, value: Any, columns: Mapping[str, Column]) -> CrossCheck:
    name = value.get("name", f"#{position}") if isinstance(value, dict) else f"#{position}"
    fields = Fields.of(f"{path}: check {name}", value)
    _check_name(fields.place, fields.text("name"))
    when = fields.anything("when")
    check = CrossCheck(
        name=str(name),
        description=fields.text("description"),
        require=_condition(f"{fields.place}: 'require'", fields.anything("require"), columns),
        nulls=cast("Nulls", fields.word("nulls", NULLS)),  # word() answers only with one of them
        when=None if when is None else _condition(f"{fields.place}: 'when'", when, columns),
    )
    fields.finish()
    return check


def _condition(place: str, value: Any, columns: Mapping[str, Column]) -> Condition:
    fields = Fields.of(place, value)
    keys = set(fields.values)
    condition: Condition
    if keys == {"compare"}:
        condition = _comparison(fields)
    elif keys == {"column", "in"}:
        condition = Among(fields.text("column"), fields.words("in") or ())
    elif keys == {"sum", "equals"}:
        condition = SumIs(fields.words("sum") or (), fields.text("equals"))
    elif len(keys) == 1 and keys <= set(_OVER_COLUMNS):
        (kind,) = keys
        names = fields.words(kind) or ()
        if kind == "together" and len(names) < 2:
            fields.fail("'together' needs at least two columns")
        condition = _OVER_COLUMNS[kind](names)
    else:
        fields.fail(f"has the keys {sorted(map(str, keys))}; allowed: {'; '.join(_CONDITION_KINDS)}")
    for name in condition.columns:
        _check_known(place, name, columns)
    _check_types(fields, condition, columns)
    return condition


def _comparison(fields: Fields) -> Compare:
    value = fields.anything("compare")
    if not isinstance(value, list) or len(value) != 3 or not all(isinstance(part, str) for part in value):
        fields.fail(f"'compare' must be [column, operator, column], got {value!r}")
    left, operator, right = value
    if operator not in OPERATORS:
        fields.fail(f"'compare' has the operator {operator!r}; allowed: {' '.join(OPERATORS)}")
    return Compare(left, cast("Operator", operator), right)  # checked in the line above


def _check_types(fields: Fields, condition: Condition, columns: Mapping[str, Column]) -> None:
    types = {name: columns[name].type for name in condition.columns}
    if isinstance(condition, Compare) and len(set(types.values())) > 1 and not set(types.values()) <= NUMERIC_TYPES:
        fields.fail(f"compares {' with '.join(f'{name} ({kind})' for name, kind in types.items())}")
    if isinstance(condition, SumIs) and not set(types.values()) <= NUMERIC_TYPES:
        fields.fail(f"adds up columns that are not all of {', '.join(sorted(NUMERIC_TYPES))}")
    if isinstance(condition, Among):
        allowed = columns[condition.column].enum
        unknown = [] if allowed is None else [word for word in condition.words if word not in allowed]
        if types[condition.column] != "VARCHAR":
            fields.fail(f"'in' needs a column of type VARCHAR; {condition.column} is {types[condition.column]}")
        if allowed is not None and unknown:
            fields.fail(f"{condition.column} is never {', '.join(unknown)}; allowed: {', '.join(allowed)}")


def _nested(
    path: Path, value: Any, columns: Mapping[str, Column], vocabularies: Mapping[str, Vocabulary]
) -> NestedForm | None:
    if value is None:
        return None
    fields = Fields.of(f"{path}: 'nested'", value)
    omit = fields.words("omit", allow_empty=True) or ()
    for name in omit:
        _check_known(fields.place, name, columns)
    added = tuple(_column(path, n, entry, vocabularies) for n, entry in enumerate(fields.sequence("columns")))
    children = tuple(_child(path, entry) for entry in fields.sequence("children"))
    names = [*(name for name in columns if name not in omit), *(c.name for c in added), *(c.name for c in children)]
    _refuse_repeats(fields.place, "field", names)
    fields.finish()
    return NestedForm(omit, added, children)


def _child(path: Path, value: Any) -> NestedChild:
    fields = Fields.of(f"{path}: 'nested': child", value)
    child = NestedChild(fields.text("name"), fields.text("table"), fields.words("omit", allow_empty=True) or ())
    fields.finish()
    return child


def _check_known(place: str, name: str, columns: Mapping[str, Column]) -> None:
    if name not in columns:
        refuse(place, f"unknown column {name!r}; the table has {', '.join(columns)}")


def _check_name(place: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        refuse(place, f"the name {name!r} must be lower-case letters, digits and underscores, a letter first")


def _refuse_repeats(place: str, noun: str, names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        refuse(place, f"{noun} {', '.join(repeated)} is declared twice")
