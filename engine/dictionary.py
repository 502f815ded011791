"""The data dictionary: every column of every export, read off its one declaration."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..projections import Projection


def described(exports: Iterable[type[Projection[Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return the columns of *exports* as plain data, by the names of the exports."""
    return {
        export.slug: [
            {
                "key": column.key,
                "english": column.english,
                "french": column.french,
                "kind": column.kind.value,
                "unit": column.kind.unit,
                "optional": column.is_optional,
                "meaning": column.meaning,
            }
            for column in export.columns()
        ]
        for export in exports
    }


def as_text(exports: Iterable[type[Projection[Any]]]) -> Iterator[str]:
    """Yield the lines of the dictionary for a person to read."""
    for number, export in enumerate(exports):
        if number:
            yield ""
        yield f"{export.slug}: {(export.__doc__ or '').splitlines()[0]}"
        for column in export.columns():
            unit = f" [{column.kind.unit}]" if column.kind.unit else ""
            yield f"  {column.key}{unit}"
            yield f"      {column.english} | {column.french}"
            yield f"      {column.meaning}"
