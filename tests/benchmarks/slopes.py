"""What two logs of different size tell: a further event's cost, and where Spark is ahead."""

import math
from typing import Final

import attrs
from whole_tree import Took

MACHINES: Final = 10
CORES: Final = 16
CLUSTER: Final = f"{MACHINES} workers of {CORES} cores and 64 GB (such as m5.4xlarge)"
MORE: Final = 1_000
"""How many times as large the log is that the estimate is for."""


@attrs.frozen
class Measured:
    """What an export of a log took."""

    name: str
    events: int
    took: Took
    shuffled: int
    spilled: int
    busy: float
    """Seconds of all tasks of Spark together, whether they computed or waited."""

    def row(self) -> str:
        """Return a line of the table."""
        moved = [f"{size / 1e6:,.0f} MB" if self.busy else "" for size in self._moved()]
        return (
            f"| {self.events:,} | {self.name} | {self.took.wall:,.1f} s | {self.took.cpu:,.1f} s "
            f"| {self.took.peak / 1e6:,.0f} MB | {' | '.join(moved)} |"
        )

    def _moved(self) -> tuple[int, int]:
        return self.shuffled, self.spilled


@attrs.frozen
class Slope:
    """What a further event takes, in seconds and bytes."""

    largest: Measured
    wall: float
    cpu: float
    busy: float
    shuffled: float

    @classmethod
    def of(cls, measured: list[Measured]) -> "Slope":
        """Return the slope between the two largest logs, which come last."""
        less, more = measured[-2:]
        events = more.events - less.events
        return cls(
            more,
            (more.took.wall - less.took.wall) / events,
            (more.took.cpu - less.took.cpu) / events,
            (more.busy - less.busy) / events,
            (more.shuffled - less.shuffled) / events,
        )

    def alone(self, cores: int) -> float:
        """Return the seconds in which no task ran: the driver's own, which no core shortens."""
        return max(0.0, self.wall - self.busy / cores)


def conclusions(
    done: dict[str, list[Measured]], cores: int, names: tuple[str, str, str]
) -> list[str]:
    """Return what the measurements say, line by line; nothing where there is one log only."""
    slopes = {name: Slope.of(found) for name, found in done.items() if len(found) > 1}
    if not slopes:
        return ["One log has no slope: no break-even, and no estimate."]
    local, csv, parquet = names
    less, more = next(iter(done.values()))[-2:]
    lines = [f"Between {less.events:,} and {more.events:,} events each further million takes"]
    lines += [
        f"  {name}: {slope.wall * 1e6:,.1f} s, {slope.cpu * 1e6:,.1f} s of processors"
        + (f", {slope.shuffled:,.0f} MB shuffled" if slope.busy else "")
        for name, slope in slopes.items()
    ]
    if local in slopes:
        found = [slopes[name] for name in (csv, parquet) if name in slopes]
        lines += [break_even(slopes[local], slope, cores) for slope in found]
    if parquet in slopes:
        lines += estimate(slopes.get(local), slopes[parquet], more.events * MORE, cores)
    return lines


def break_even(here: Slope, there: Slope, cores: int) -> str:
    """Say where Spark overtakes the local engine, by the slopes of both."""
    name, ratio = there.largest.name, there.wall / here.wall
    if ratio < 1:
        behind = there.largest.took.wall - here.largest.took.wall
        ahead = there.largest.events + behind / (here.wall - there.wall)
        return f"{name} overtakes the local engine at about {max(0.0, ahead):,.0f} events."
    told = f"{name} takes {ratio:.1f} times as long for a further event: no break-even here."
    left = here.wall - there.alone(cores)
    if left <= 0:
        return f"{told} Its driver alone takes longer, so more cores do not help."
    return f"{told} If tasks scale, it is ahead from {math.ceil(there.busy / left)} cores on."


def estimate(here: Slope | None, there: Slope, events: int, cores: int) -> list[str]:
    """Say what a much larger log would take a cluster, and how that is reckoned."""
    all_cores = MACHINES * CORES
    driver, tasks = there.alone(cores) * events, there.busy * events / all_cores
    a_million, each = there.busy * 1e6, there.shuffled * events / MACHINES
    lines = [
        f"ESTIMATE, not measured: {events:,} events to Parquet on {CLUSTER}:",
        f"  tasks: {a_million:,.1f} s a million events on a core, {_hours(tasks)} on {all_cores}",
        f"  the driver alone: {_hours(driver)}; together {_hours(tasks + driver)}",
        f"  shuffled: {each * MACHINES / 1e12:,.1f} TB, {each / 1e9:,.0f} GB on each worker",
    ]
    if here is not None:
        lines.append(
            f"  the local engine on {cores} cores, by its slope: {_hours(here.wall * events)}"
        )
    lines.append(
        "  It takes for granted that storage and network keep up, that no task waits for another, "
        "and that what the driver is told fits into its memory."
    )
    return lines


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:,.1f} h"
