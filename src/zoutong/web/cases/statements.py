"""Knows the statements that every act needs: each is made once from its model instead of once for every act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.expressions import Col

Row = TypeVar("Row", bound=models.Model)
Values = Sequence[Any]
AT_ONCE = 60
"""So many rows go in one statement: below a thousand values, which every SQLite takes."""


def insert(model: type[models.Model], names: tuple[str, ...], rows: Sequence[Values], *, known: bool = False) -> None:
    """Write rows whose values stand in the order of ``names``; with ``known`` those whose key is there already are left out."""
    if not rows:
        return
    with connection.cursor() as cursor:
        for at in range(0, len(rows), AT_ONCE):
            some = rows[at : at + AT_ONCE]
            cursor.execute(_insert(model, names, len(some), known), [value for row in some for value in row])


def change(model: type[models.Model], where: Mapping[str, Any], values: Mapping[str, Any]) -> int:
    """Change the rows that have these values, and tell how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_update(model, tuple(where), tuple(values)), (*values.values(), *where.values()))
        return int(cursor.rowcount)


def drop(model: type[models.Model], where: Mapping[str, Any], column: str, some: Values) -> None:
    """Take away the rows that have these values and one of some in a column."""
    with connection.cursor() as cursor:
        cursor.execute(_delete(model, tuple(where), column, len(some)), (*where.values(), *some))


def first(model: type[Row], name: str, value: Any) -> Row | None:
    """Read the one row that has a value in a column that is unique; None when there is none."""
    statement, names, converters = _select(model, name, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, (value,))
        found = cursor.fetchone()
    if found is None:
        return None
    row = list(found)
    for at, column, convert in converters:
        for one in convert:
            row[at] = one(row[at], column, connection)
    return model.from_db(DEFAULT_DB_ALIAS, names, row)


# The names below come from the models, never from anybody's hand: S608 has nothing to find here.


@cache
def _insert(model: type[models.Model], names: tuple[str, ...], number: int, known: bool) -> str:
    columns = ", ".join(_column(model, name) for name in names)
    marks = "), (".join([", ".join(["%s"] * len(names))] * number)
    end = " ON CONFLICT DO NOTHING" if known else ""
    return f"INSERT INTO {_quoted(_meta(model).db_table)} ({columns}) VALUES ({marks}){end}"  # noqa: S608


@cache
def _update(model: type[models.Model], where: tuple[str, ...], names: tuple[str, ...]) -> str:
    values = ", ".join(f"{_column(model, name)} = %s" for name in names)
    return f"UPDATE {_quoted(_meta(model).db_table)} SET {values} WHERE {_having(model, where)}"  # noqa: S608


@cache
def _delete(model: type[models.Model], where: tuple[str, ...], column: str, number: int) -> str:
    some = ", ".join(["%s"] * number)
    return f"DELETE FROM {_quoted(_meta(model).db_table)} WHERE {_having(model, where)} AND {_column(model, column)} IN ({some})"  # noqa: S608


@cache
def _select(
    model: type[models.Model], name: str, _vendor: str
) -> tuple[str, tuple[str, ...], tuple[tuple[int, Col, tuple[Any, ...]], ...]]:
    """Give the statement, the names of the fields it reads, and what the database's answers have to go through before they are values."""
    fields = _meta(model).concrete_fields
    columns = ", ".join(_quoted(str(field.column)) for field in fields)
    converters = []
    for at, field in enumerate(fields):
        column = Col(_meta(model).db_table, field)
        if found := (*connection.ops.get_db_converters(column), *field.get_db_converters(connection)):
            converters.append((at, column, found))
    statement = f"SELECT {columns} FROM {_quoted(_meta(model).db_table)} WHERE {_column(model, name)} = %s"  # noqa: S608
    return statement, tuple(str(field.attname) for field in fields), tuple(converters)


def _having(model: type[models.Model], names: tuple[str, ...]) -> str:
    return " AND ".join(f"{_column(model, name)} = %s" for name in names)


def _column(model: type[models.Model], name: str) -> str:
    return _quoted(str(_meta(model).get_field(name).column))


def _meta(model: type[models.Model]) -> Any:
    return model._meta  # noqa: SLF001 - Django's own documented door to a model's table and fields


def _quoted(name: str) -> str:
    return f'"{name}"'
