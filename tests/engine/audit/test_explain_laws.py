"""The law of explanations, tried on very many cells: what they list adds up to the cell."""

from pathlib import Path

import pytest
from conformance import CASES
from explaining import check, options_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replaydesk import MetricPolicy, Options, replay, replay_lines
from replaydesk.engine.generate import generate
from strategies import Log, logs

pytestmark = pytest.mark.usefixtures("without_coverage")

DEMO_DAY = Path(__file__).parents[3] / "replay_logs" / "demo_day"
NAMES = sorted(case.name for case in CASES.glob("case-*")) or ["missing"]
READINGS = [reading.partition("=") for reading in MetricPolicy.all_readings()]


def test_every_cell_of_the_demo_day_adds_up() -> None:
    """On a whole day, each number is the sum of the facts listed."""
    checked = check(replay(DEMO_DAY / "log.jsonl", **options_of(DEMO_DAY / "settings.json")))

    assert checked.wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_conformance_case_adds_up(name: str) -> None:
    """In the logs that come with the specification, each number is the sum of the facts listed."""
    case = CASES / name
    if not case.is_dir():
        pytest.skip(f"the conformance cases are not at {CASES}; set REPLAYDESK_CONFORMANCE")
    log = case / "log" if (case / "log").is_dir() else case / "log.jsonl"
    checked = check(replay(log, **options_of(case / "args.json")))

    assert checked.wrong == []


@pytest.mark.parametrize("seed", range(2))
def test_every_cell_of_a_generated_log_adds_up(seed: int) -> None:
    """In the log of a centre that never was, each number is the sum of the facts listed."""
    lines = generate(1000, seed=seed, duplicates=0.02, rejects=0.01, shuffle=True)
    checked = check(replay_lines(lines))

    assert checked.wrong == []
    assert checked.numbers > 500


@st.composite
def options(draw: st.DrawFn, log: Log) -> Options:
    """Draw what a replay of *log* can be asked for."""
    chosen: Options = {}
    start, end = sorted(draw(st.tuples(*[st.sampled_from(log.moments)] * 2)))
    if start < end and draw(st.booleans()):
        chosen |= {"start": start, "end": end}
    if draw(st.booleans()):
        chosen["as_of"] = draw(st.sampled_from(log.moments))
    if draw(st.booleans()):
        chosen["channels"] = ["web"]
    name, _, reading = draw(st.sampled_from(READINGS))
    chosen["policy"] = MetricPolicy.of({name: reading})
    return chosen


logs_and_options = logs().flatmap(lambda log: st.tuples(st.just(log), options(log)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(logs_and_options)
def test_every_cell_of_any_log_adds_up(both: tuple[Log, Options]) -> None:
    """Whatever meets whatever in a log, each number is the sum of the facts listed."""
    log, chosen = both

    assert check(replay_lines(log.raw, **chosen)).wrong == []
