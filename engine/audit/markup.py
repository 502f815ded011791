"""HTML, written so that text cannot become markup."""

import html
from typing import NewType

from ..terminal import safe

Markup = NewType("Markup", str)
"""Text that is HTML already."""

_VOID = frozenset({"br", "meta"})


def text(words: str) -> Markup:
    """Return *words* as HTML that shows them, their control characters visible."""
    return Markup(html.escape(safe(words)))


def element(tag: str, /, *children: Markup, **attributes: str | float | None) -> Markup:
    """Return an element; an attribute that is nothing is left out.

    An underscore in an attribute's name stands for a hyphen, and one at its end for nothing.
    """
    written = "".join(
        f' {key.removesuffix("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return Markup(f"<{tag}{written}>{inside}{'' if tag in _VOID else f'</{tag}>'}")


def joined(*parts: Markup) -> Markup:
    """Return *parts* one after the other."""
    return Markup("".join(parts))


def _value(value: str | float) -> str:
    return text(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
