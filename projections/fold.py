"""Folds: classes that declare which types they handle, and the routing to them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from ..events import ReplaydeskError

F = TypeVar("F", bound="Fold")
T = TypeVar("T")

Handler = Callable[[Any], None]

_HANDLED = "__handled_types__"


class FoldDefinitionError(ReplaydeskError, TypeError):
    """A fold contradicts itself; raised while its class is being defined."""


def handles(
    *types: type[T],
) -> Callable[[Callable[[F, T], None]], Callable[[F, T], None]]:
    """Declare that a method handles each event or fact of *types*, and of no subclass of them."""

    def declare(method: Callable[[F, T], None]) -> Callable[[F, T], None]:
        setattr(method, _HANDLED, types)
        return method

    return declare


class Fold:
    """Takes in events or facts, one at a time and in order.

    A subclass says with `handles` what each of its methods takes in; its fields are its state.
    """

    handlers: ClassVar[Mapping[type, str]] = {}
    """The name of the method that handles a type: a name, so that a subclass can override it."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Collect the handlers of the class.

        Raises:
            FoldDefinitionError: Two methods of it handle one type.
        """
        super().__init_subclass__(**options)
        handlers = dict(cls.handlers)
        own: dict[type, str] = {}
        for name, member in vars(cls).items():
            for handled in getattr(member, _HANDLED, ()):
                if handled in own:
                    raise FoldDefinitionError(
                        f"{cls.__name__} handles {handled.__name__} twice: in {own[handled]!r} and "
                        f"in {name!r}. Keep one, or let one call the other."
                    )
                own[handled] = name
        cls.handlers = handlers | own


def routes(folds: Iterable[Fold]) -> dict[type, tuple[Handler, ...]]:
    """Return for each handled type the bound methods that take it in, in the order of *folds*."""
    by_type: defaultdict[type, list[Handler]] = defaultdict(list)
    for fold in folds:
        for handled, name in fold.handlers.items():
            by_type[handled].append(getattr(fold, name))
    return {handled: tuple(handlers) for handled, handlers in by_type.items()}


def fold(facts: Iterable[Any], *folds: Fold) -> None:
    """Let *folds* take in events or facts, in the order in which they come.

    Each goes to those that handle its type, and costs the others nothing.
    """
    handlers = routes(folds)
    nobody: tuple[Handler, ...] = ()
    for fact in facts:
        for handle in handlers.get(type(fact), nobody):
            handle(fact)
