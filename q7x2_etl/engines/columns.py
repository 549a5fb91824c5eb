"""Dataclasses as Arrow structs and back, column by column; no value is changed on the way.

A value that Arrow would cut, widen or refuse (a fraction in an integer's place, half a character) raises
UnfitValueError instead.
"""

import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Any

import pyarrow as pa

Names = Mapping[type, Mapping[str, str]]

_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
}


class UnfitValueError(TypeError):
    """A value is not of its field's type, so that Arrow could not give it back as it was."""


@dataclass(frozen=True)
class Part:
    """One field of a dataclass: a value of `python` type, or one (`repeated`: a tuple of any number) of `shape`."""

    attribute: str
    name: str
    nullable: bool = False
    python: type = str
    shape: "Shape | None" = None
    repeated: bool = False

    @cached_property
    def arrow(self) -> pa.DataType:
        if self.shape is None:
            return _TYPES[self.python]
        struct = pa.struct(self.shape.fields)
        return pa.list_(pa.field("item", struct, nullable=False)) if self.repeated else struct

    def encode(self, values: Sequence[Any]) -> pa.Array:
        """The column of these values. Raises UnfitValueError."""
        allowed = {tuple if self.repeated else self.shape.make if self.shape is not None else self.python}
        found = set(map(type, values))
        if not found <= (allowed | {types.NoneType} if self.nullable else allowed):
            raise UnfitValueError(f"{self.name}: {', '.join(sorted(kind.__name__ for kind in found - allowed))}")
        if self.shape is None:
            try:
                return pa.array(values, self.arrow)
            except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
                raise UnfitValueError(f"{self.name}: {error}") from error
        if not self.repeated:
            return self.shape.encode(values)
        return as_lists(values, self.shape.encode([one for some in values if some is not None for one in some]))

    def decode(self, column: pa.Array) -> list[Any]:
        """The values of such a column."""
        if self.shape is None:
            values: list[Any] = column.to_pylist()
            return values
        if not self.repeated:
            return self.shape.decode(column)
        return list(cut_again(column, self.shape.decode(column.flatten())))


@dataclass(frozen=True)
class Shape:
    """How one dataclass looks as an Arrow struct: a field for each of its own, in order."""

    make: type
    parts: tuple[Part, ...]

    @cached_property
    def fields(self) -> list[pa.Field]:
        return [pa.field(part.name, part.arrow, nullable=part.nullable) for part in self.parts]

    def encode(self, rows: Sequence[Any]) -> pa.StructArray:
        """One struct a row. Raises UnfitValueError."""
        return pa.StructArray.from_arrays(self.columns(rows), fields=self.fields)

    def columns(self, rows: Sequence[Any]) -> list[pa.Array]:
        """The same as one array a field."""
        read = attrgetter(*(part.attribute for part in self.parts))
        values = zip(*map(read, rows), strict=True) if rows else ((),) * len(self.parts)
        return [part.encode(column) for part, column in zip(self.parts, values, strict=True)]

    def decode(self, structs: pa.StructArray) -> list[Any]:
        """The rows again."""
        return self.rows(structs.flatten())

    def rows(self, columns: Sequence[pa.Array]) -> list[Any]:
        """The rows of such columns; those after the last part are left out."""
        values = [part.decode(column) for part, column in zip(self.parts, columns, strict=False)]
        return list(map(self.make, *values))


def shape_of(make: type, names: Names, without: Sequence[str] = ()) -> Shape:
    """The shape that a dataclass's annotations ask for; `names` gives other names than the attributes', by class.

    Its fields must be annotated with str, int, float, bool, date, a Literal of texts, a dataclass, a tuple of any
    number of one, or one of these or None.
    """
    hints = typing.get_type_hints(make)
    renamed = names.get(make, {})
    return Shape(
        make,
        tuple(
            _part(field.name, renamed.get(field.name, field.name), hints[field.name], names)
            for field in fields(make)
            if field.name not in without
        ),
    )


def _part(attribute: str, name: str, hint: Any, names: Names) -> Part:
    nullable = False
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        (hint,) = (one for one in typing.get_args(hint) if one is not types.NoneType)
        nullable = True
    if typing.get_origin(hint) is typing.Literal:
        return Part(attribute, name, nullable, str)
    if typing.get_origin(hint) is tuple:
        return Part(attribute, name, nullable, shape=shape_of(typing.get_args(hint)[0], names), repeated=True)
    if is_dataclass(hint):
        return Part(attribute, name, nullable, shape=shape_of(typing.cast("type", hint), names))
    if hint not in _TYPES:
        raise TypeError(f"{attribute}: {hint} has no Arrow type here; give it one in _TYPES")
    return Part(attribute, name, nullable, hint)


def as_lists(values: Sequence[Sequence[Any] | None], flat: pa.Array) -> pa.ListArray:
    """`flat`, the items of `values` one after the other, as one list a value; None is a null list."""
    offsets = [0]
    for some in values:
        offsets.append(offsets[-1] + len(some or ()))
    missing = [some is None for some in values]
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()),
        flat,
        type=pa.list_(pa.field("item", flat.type, nullable=False)),
        mask=pa.array(missing, pa.bool_()) if any(missing) else None,
    )


def cut_again(lists: pa.ListArray, flat: Sequence[Any]) -> Iterator[tuple[Any, ...] | None]:
    """The items of `flat` in tuples as long as the lists; a null list is None."""
    rest = iter(flat)
    for length in lists.value_lengths().to_pylist():
        yield None if length is None else tuple(islice(rest, length))
