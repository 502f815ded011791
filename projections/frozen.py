"""Classes that nobody changes, at the price of those that somebody could."""

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from attrs import frozen
else:

    def frozen(cls: type | None = None, **options: object) -> object:
        """Declare an attrs class whose instances nobody changes.

        Facts are made by the million, and `attrs.frozen` takes three times as long to
        make one. So it is left to the type checker to hold everybody to it. None has a hash: the
        events inside have none where they are records.
        """
        return attrs.define(cls, **options)


__all__ = ["frozen"]
