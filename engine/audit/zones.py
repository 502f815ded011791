"""Zones: in which other one the midnights of a period, or the times of a file, may be."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from ...events import zone, zone_names
from ..moments import midnight
from .settings import Reading, Setting, local_date
from .vendor_cells import Stamp

_LARGE: Final = [
    "UTC",
    "Europe/London",
    "Europe/Brussels",
    "Europe/Athens",
    "Europe/Istanbul",
    "Europe/Moscow",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Halifax",
    "America/St_Johns",
    "America/Mexico_City",
    "America/Bogota",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Santiago",
    "Africa/Lagos",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Asia/Jerusalem",
    "Asia/Riyadh",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Perth",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
]
"""Of the zones that come to the same, the one where most people live gives its name."""

_MOST_SAMPLES: Final = 24
_QUARTER: Final = 15 * 60_000
_MOST_OFFSETS: Final = 3


@attrs.frozen
class Times:
    """The times of a file, as far as they tell a zone."""

    local: tuple[Stamp, ...] = ()
    """Some without an offset, from the first to the last."""

    offset: tuple[Stamp, ...] = ()
    """Some with one."""

    @classmethod
    def of(cls, stamps: Iterable[Stamp]) -> "Times":
        """Return what can be told of *stamps*."""
        ordered = sorted(stamps, key=lambda stamp: stamp.wall)
        local = [stamp for stamp in ordered if stamp.offset is None]
        return cls(_spread(local), _spread([s for s in ordered if s.offset is not None]))

    def are_written_in(self, tz: ZoneInfo) -> bool:
        """Tell whether the offsets that the times say are those of *tz*."""
        return all(
            stamp.instant(tz) == stamp.instant(tz, believes_offset=False) for stamp in self.offset
        )


def needed_offsets(pairs: Iterable[tuple[int, Stamp]]) -> frozenset[int]:
    """Return the offsets, in milliseconds, that would make most of *pairs* agree.

    Each pair is an instant of ours and a time of theirs that differs from it.
    """
    offsets = Counter(round((stamp.wall - ours) / _QUARTER) * _QUARTER for ours, stamp in pairs)
    return frozenset(offset for offset, _ in offsets.most_common(_MOST_OFFSETS))


def zone_settings(
    reading: Reading,
    times: Times,
    offsets: frozenset[int] | None,
    preferred: Iterable[str] = (),
    *,
    has_period: bool = True,
) -> Iterator[Setting]:
    """Yield the zones that the period's midnights, their times, or both may be of.

    Zones that come to the same are one setting.

    Args:
        reading: The one in force.
        times: Those of their file.
        offsets: Only clocks with one of these can help; nothing if every clock can.
        preferred: By which zones, if any does, a setting is called; first those of the log.
        has_period: Whether midnights matter at all.
    """
    groups: dict[Hashable, list[Setting]] = {}
    names = dict.fromkeys([*preferred, *sorted(zone_names(), key=_rank)])
    # A zone whose offsets they write is the likeliest, however many others come to the same.
    for tz in sorted(map(zone, names), key=lambda tz: not times.are_written_in(tz)):
        for key, setting in _of_zone(reading, times, offsets, tz):
            groups.setdefault(key, []).append(setting)
    for kind in ("both", "midnights", "clock") if has_period else ("clock",):
        for key, settings in groups.items():
            if isinstance(key, tuple) and key[0] == kind:
                zones = tuple(z for setting in settings for z in setting.zones)
                yield attrs.evolve(settings[0], zones=zones)


def _of_zone(
    reading: Reading, times: Times, offsets: frozenset[int] | None, tz: ZoneInfo
) -> Iterator[tuple[Hashable, Setting]]:
    period = reading.frame.period
    start = _moved_midnight(period.start, reading.tz, tz)
    end = _moved_midnight(period.end, reading.tz, tz)
    bounds = (start, end)
    there = reading.with_period(start, end)
    moves = bounds != (period.start, period.end)
    samples = times.local or times.offset
    clock = tuple(_instants(samples, tz))
    reads = _clock_can_help(samples, clock, offsets) and clock != tuple(
        stamp.instant(reading.clock, believes_offset=reading.believes_offsets) for stamp in samples
    )
    name = (tz.key,)
    if times.local and moves and reads:
        both = attrs.evolve(there, tz=tz, clock=tz)
        words = f"the period's midnights and their times are those of {tz.key}"
        yield ("both", bounds, clock), Setting(both, words, name)
    if moves:
        words = f"the period's midnights are those of {tz.key}"
        yield ("midnights", bounds), Setting(attrs.evolve(there, tz=tz), words, name)
    if reads:
        read = attrs.evolve(reading, clock=tz, believes_offsets=bool(times.local))
        words = f"their times are those of {tz.key}"
        if not times.local:
            words += ", whatever offset they say"
        yield ("clock", clock), Setting(read, words, name)


def _moved_midnight(edge: int, here: ZoneInfo, there: ZoneInfo) -> int:
    """Return the midnight *there* of the date whose midnight *here* is *edge*; else *edge*."""
    day = local_date(edge, here)
    return midnight(day, there) if midnight(day, here) == edge else edge


def _instants(samples: tuple[Stamp, ...], tz: ZoneInfo) -> Iterator[int]:
    return (stamp.instant(tz, believes_offset=False) for stamp in samples)


def _clock_can_help(
    samples: tuple[Stamp, ...], clock: tuple[int, ...], offsets: frozenset[int] | None
) -> bool:
    if offsets is None:
        return bool(samples)
    return any(s.wall - instant in offsets for s, instant in zip(samples, clock, strict=True))


def _spread(stamps: list[Stamp]) -> tuple[Stamp, ...]:
    step = max(1, len(stamps) // _MOST_SAMPLES)
    return tuple(stamps[::step] + stamps[-1:])


def _rank(name: str) -> tuple[int, str]:
    return _LARGE.index(name) if name in _LARGE else len(_LARGE), name
