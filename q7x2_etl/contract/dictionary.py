"""The data dictionary: the whole contract as one Markdown page."""

from collections.abc import Mapping

from q7x2_etl.contract.spec import Column, TableSpec, Vocabulary

NOT_BLANK = r"\S"  # the pattern that every text with at least one visible character has
_INTRODUCTION = """\
# Data dictionary

Generated from `schemas/` by `python -m q7x2_etl.contract > docs/data-dictionary.md`; do not edit by hand.

Times are UTC. Offsets are 0-based, end-exclusive characters of `documents.text`. Unknown is null, never zero.
A rule over several columns says what an unknown value does to it; a rule on one column is never broken by null.
"""


def data_dictionary(tables: Mapping[str, TableSpec], vocabularies: Mapping[str, Vocabulary]) -> str:
    """Markdown: a section a table (columns, keys, rules), then a section a vocabulary."""
    parts = [
        _INTRODUCTION,
        "## Tables\n",
        "\n".join(f"- [{n}](#{n}): {t.description}" for n, t in tables.items()) + "\n",
    ]
    parts += [_table(table) for table in tables.values()]
    parts.append("## Vocabularies\n")
    parts += [_vocabulary(vocabulary, tables) for vocabulary in vocabularies.values()]
    return "\n".join(parts)


def _table(table: TableSpec) -> str:
    lines = [f"### {table.name}\n", f"{table.description}\n", "| column | type | null | meaning |", "|---|---|---|---|"]
    lines += [_row(column) for column in table.columns]
    if table.unique:
        lines += ["", "Unique: " + "; ".join(", ".join(f"`{name}`" for name in key) for key in table.unique) + "."]
    if table.checks:
        lines += ["", "Rules:", ""]
        lines += [f"- `{check.name}`: {check.description} `{check.text()}`" for check in table.checks]
    if table.nested is not None:
        lines += ["", "As one nested record (JSON lines, nested Arrow):", ""]
        lines += [f"- without `{name}`" for name in table.nested.omit]
        lines += [f"- with `{column.name}`: {column.description}" for column in table.nested.columns]
        lines += [_child(child.name, child.table, child.omit) for child in table.nested.children]
    return "\n".join(lines) + "\n"


def _child(name: str, table: str, omit: tuple[str, ...]) -> str:
    without = f" without {', '.join(f'`{column}`' for column in omit)}" if omit else ""
    return f"- with `{name}`: a list of [{table}](#{table}){without}"


def _row(column: Column) -> str:
    facts = [column.description]
    if column.unit:
        facts.append(f"Unit: {column.unit}.")
    if column.has_range:
        facts.append(f"Range: {column.range_text()}.")
    if column.vocabulary is not None:
        facts.append(f"One of [{column.vocabulary}](#vocabulary-{column.vocabulary}).")
    elif column.enum is not None:
        facts.append(f"One of {', '.join(f'`{word}`' for word in column.enum)}.")
    if column.pattern == NOT_BLANK:
        facts.append("Never blank.")
    elif column.pattern is not None:
        facts.append(f"Pattern: `{column.pattern}`.")
    if column.nested_name is not None:
        facts.append(f"In the nested form: `{column.nested_name}`.")
    meaning = " ".join(facts).replace("|", "\\|")
    return f"| `{column.name}` | {column.type} | {'yes' if column.nullable else 'no'} | {meaning} |"


def _vocabulary(vocabulary: Vocabulary, tables: Mapping[str, TableSpec]) -> str:
    used = [f"`{t.name}.{c.name}`" for t in tables.values() for c in t.columns if c.vocabulary == vocabulary.name]
    lines = [f"### vocabulary {vocabulary.name}\n", f"{vocabulary.description} Used by {', '.join(used)}.\n"]
    lines += [f"- `{word}`: {meaning}" for word, meaning in vocabulary.words.items()]
    return "\n".join(lines) + "\n"
