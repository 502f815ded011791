"""What frames a replay: the period, the as-of instant, the channels, and the metric policy."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

import attrs

from ..events import ReplaydeskError, shown


class PolicyError(ReplaydeskError, ValueError):
    """There is no such policy, or no such reading of it."""


def _reading(_policy: "MetricPolicy", field: "attrs.Attribute[Any]", value: object) -> None:
    readings = get_args(field.type)
    if value not in readings:
        raise PolicyError(
            f"policy {field.name} is {shown(value)}; expected one of {', '.join(readings)}"
        )


@attrs.frozen(kw_only=True)
class MetricPolicy:
    """The readings of the definitions that a replay can choose; the defaults are the standard.

    Raises:
        PolicyError: A value is no reading of its policy.
    """

    handling: Literal["REPLIED", "LOCKED"] = attrs.field(default="REPLIED", validator=_reading)
    """`LOCKED`: handling time is all the locked time."""

    business_hours: Literal["APPLY", "IGNORE"] = attrs.field(default="APPLY", validator=_reading)
    """`IGNORE`: first response time is plain elapsed time."""

    utilisation_numerator: Literal["HANDLING", "HANDLING_AND_NO_REPLY", "LOCKED"] = attrs.field(
        default="HANDLING", validator=_reading
    )
    utilisation_denominator: Literal["AVAILABLE", "AVAILABLE_AND_AWAY"] = attrs.field(
        default="AVAILABLE", validator=_reading
    )

    resolved_created_at: Literal["FIRST_TEAM_REPLY", "CONVERSATION"] = attrs.field(
        default="FIRST_TEAM_REPLY", validator=_reading
    )
    """What `created_at` of a resolved conversation is."""

    message_content: Literal["X_ONLY", "ALL", "NONE"] = attrs.field(
        default="X_ONLY", validator=_reading
    )
    """Of which messages the content is exported."""

    @classmethod
    def of(cls, readings: Mapping[str, str]) -> "MetricPolicy":
        """Return the policy with these *readings*, and the default for what is not named.

        Raises:
            PolicyError: There is no such policy, or no such reading of it.
        """
        names = [field.name for field in attrs.fields(cls)]
        for name in readings:
            if name not in names:
                raise PolicyError(f"{shown(name)} is no policy; expected one of {', '.join(names)}")
        return cls(**readings)  # type: ignore[arg-type]  # the validators have the last word

    @classmethod
    def all_readings(cls) -> list[str]:
        """Return every reading of every policy, as the command line takes it: `key=VALUE`."""
        return [
            f"{field.name}={reading}"
            for field in attrs.fields(cls)
            for reading in get_args(field.type)
        ]


@attrs.frozen
class Period:
    """The selected range `[start, end)`, and the as-of instant, where every duration ends.

    Instants are milliseconds since 1970-01-01T00:00:00Z. A period whose start is not before its
    end is empty.
    """

    start: int
    end: int
    as_of: int

    def holds(self, instant: int) -> bool:
        """Tell whether *instant* lies in the period."""
        return self.start <= instant < self.end

    def overlap(self, start: int, end: int) -> int:
        """Return how many milliseconds of `[start, end)` lie in the period."""
        return max(0, min(end, self.end, self.as_of) - max(start, self.start))


@attrs.frozen(kw_only=True)
class Frame:
    """All that a replay's user chooses about what is shown and summed."""

    period: Period
    channels: frozenset[str] = frozenset()
    """The IDs or names of the channels to keep; empty keeps all."""

    policy: MetricPolicy = attrs.field(factory=MetricPolicy)
