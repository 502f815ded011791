"""Facts on demand: derived when they are first asked for, and kept."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    fact = cached_property
else:

    class fact(cached_property):  # noqa: N801  # reads as a word at the head of a definition
        """A cached property without the lock that Python 3.11 takes: streams know no threads.

        With the lock, looking for facts took a tenth of a whole replay.
        """

        def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
            """Derive the fact, and put it where the next look finds it first."""
            if instance is None:
                return self
            derived = instance.__dict__[self.attrname] = self.func(instance)
            return derived
