"""Any bytes: nothing that a log says, or that becomes of it on its way, stops a replay or bends it.

What the fuzzer found is tried again, too; see the folder `fuzz`.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from fuzz.targets import TARGETS, files, lines
from hypothesis import given, settings
from hypothesis import strategies as st
from laws.replays import job_outcome, outcome
from mutations import corrupted, damaged, damaged_file, framed_and_summed, gzipped
from replaydesk import DamagedLogError
from strategies import Log, chances, logs

Packed = Callable[[bytes], bytes]
FINDINGS = Path(__file__).parents[1] / "fuzz" / "findings"


def damaged_often(log: Log, chance: Random) -> list[bytes]:
    """Return the lines of a log with a few pieces of damage."""
    raw = log.raw
    for _ in range(chance.randint(1, 6)):
        raw = damaged(chance, raw)
    return raw


@given(st.lists(st.binary(max_size=60), max_size=12).map(b"\n".join))
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    """Any bytes are lines that are read, and each is a reject but for an event's or an unknown."""
    lines(data)


@settings(max_examples=60)
@given(logs(), chances)
def test_damage_changes_nothing_but_the_damaged_lines(log: Log, chance: Random) -> None:
    """The exports are those of the lines that are still events; the others are told as they are."""
    lines(b"\n".join(damaged_often(log, chance)))


@settings(max_examples=40)
@given(logs(), chances)
def test_a_damaged_file_is_its_lines_or_its_damage_is_told(log: Log, chance: Random) -> None:
    """A file, packed or not, is replayed whole, or not at all and with words that name it."""
    files(damaged_file(chance, b"\n".join(log.raw)))


@settings(max_examples=40)
@given(logs(), chances, st.sampled_from([gzipped, framed_and_summed]))
def test_corruption_under_a_checksum_is_never_replayed(
    tmp_path_factory: pytest.TempPathFactory, log: Log, chance: Random, packed: Packed
) -> None:
    """A packed log with lost or changed bytes says what it said, or is told to be damaged."""
    folder = tmp_path_factory.mktemp("corrupted")
    whole = packed(b"\n".join(log.raw))
    data = corrupted(chance, whole)
    (folder / "log").write_bytes(data)
    if data[:4] != whole[:4]:
        return  # which nothing tells from a file that was never packed
    try:
        replayed = job_outcome(folder / "log", folder / "out")
    except DamagedLogError:
        assert not (folder / "out").exists()
    else:
        assert replayed == outcome(log.raw)


@pytest.mark.parametrize(
    "finding",
    sorted(FINDINGS.glob("*/*.bin")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_what_the_fuzzer_found_stays_mended(finding: Path) -> None:
    """An input that broke a promise once breaks none."""
    TARGETS[finding.parent.name].run(finding.read_bytes())


def test_the_targets_take_what_they_start_from() -> None:
    """Every target has inputs to start from, and each of the first few keeps its promises."""
    for target in TARGETS.values():
        seeds = target.seeds()
        assert len(seeds) > 10
        for seed in seeds[:: len(seeds) // 5]:
            target.run(seed)
