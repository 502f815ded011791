"""What the benchmark on Spark concludes from what it measured."""

from slopes import MORE, Measured, conclusions
from whole_tree import Took

NAMES = ("local engine", "Spark", "Spark to Parquet")


def made(name: str, events: int, wall: float, busy: float = 0) -> Measured:
    """Return a measurement."""
    return Measured(name, events, Took(wall, wall * 2, 10**9), 100 * events, 0, busy)


def test_one_log_has_no_slope() -> None:
    """Of one log nothing is concluded."""
    assert conclusions({"local engine": [made("local engine", 10, 1)]}, 2, NAMES) == [
        "One log has no slope: no break-even, and no estimate."
    ]


def test_what_is_slower_by_its_slope_is_ahead_on_more_cores_only() -> None:
    """The driver's own time stays, the tasks' is divided by the cores; starting does not count."""
    million = 10**6
    done = {
        "local engine": [made("local engine", million, 11), made("local engine", 2 * million, 21)],
        "Spark": [made("Spark", million, 50, 60), made("Spark", 2 * million, 80, 90)],
        "Spark to Parquet": [
            made("Spark to Parquet", million, 50, 60),
            made("Spark to Parquet", 2 * million, 71, 100),
        ],
    }

    assert conclusions(done, 2, NAMES)[1:] == [
        "  local engine: 10.0 s, 20.0 s of processors",
        "  Spark: 30.0 s, 60.0 s of processors, 100 MB shuffled",
        "  Spark to Parquet: 21.0 s, 42.0 s of processors, 100 MB shuffled",
        (
            "Spark takes 3.0 times as long for a further event: no break-even here. "
            "Its driver alone takes longer, so more cores do not help."
        ),
        (
            "Spark to Parquet takes 2.1 times as long for a further event: no break-even here. "
            "If tasks scale, it is ahead from 5 cores on."
        ),
        (
            f"ESTIMATE, not measured: {2 * million * MORE:,} events to Parquet on 10 workers of "
            "16 cores and 64 GB (such as m5.4xlarge):"
        ),
        "  tasks: 40.0 s a million events on a core, 0.1 h on 160",
        "  the driver alone: 0.6 h; together 0.7 h",
        "  shuffled: 0.2 TB, 20 GB on each worker",
        "  the local engine on 2 cores, by its slope: 5.6 h",
        (
            "  It takes for granted that storage and network keep up, that no task waits for "
            "another, and that what the driver is told fits into its memory."
        ),
    ]


def test_what_is_faster_by_its_slope_overtakes() -> None:
    """From the head start of the one and the slopes of both."""
    done = {
        "local engine": [made("local engine", 1000, 10), made("local engine", 2000, 20)],
        "Spark": [made("Spark", 1000, 40, 60), made("Spark", 2000, 45, 100)],
    }

    assert conclusions(done, 2, NAMES)[3:] == [
        "Spark overtakes the local engine at about 7,000 events."
    ]
