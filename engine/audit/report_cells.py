"""Rows and cells as reports for a person have them: safe, and not too long."""

from collections.abc import Mapping
from typing import Final

from ...projections import Column, Kind
from ..terminal import safe

_LONGEST: Final = 60


def row_told(key: Mapping[str, str]) -> str:
    """Return how a row is called, by its key columns as they are printed."""
    return ", ".join(f"{name}={_short(value)}" for name, value in key.items())


def cell_told(value: str, column: Column) -> str:
    """Return a printed cell, text in quotes."""
    if not value:
        return "blank"
    is_text = column.kind in (Kind.TEXT, Kind.TEXTS)
    return f'"{_short(value)}"' if is_text else _short(value)


def _short(text: str) -> str:
    shown = safe(text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
