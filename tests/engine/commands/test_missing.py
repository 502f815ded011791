"""What was forgotten on a command line is told by its own name."""

import pytest
from command_line import run


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("check", "argument 'LOG...'"),
        ("explain --row user_id=ann", "arguments 'LOG...' and 'SLUG'"),
        ("explain log.jsonl --row user_id=ann", "argument 'SLUG'"),
        ("explain user --row user_id=ann", "argument 'LOG...'"),
        ("explain log.jsonl user", "option '--row'"),
        ("diff log.jsonl --other-policy handling=LOCKED", "argument 'SLUG'"),
        ("reconcile", "arguments 'LOG...' and 'SLUG' and 'VENDOR.csv'"),
        ("reconcile log.jsonl", "arguments 'SLUG' and 'VENDOR.csv'"),
        ("reconcile log.jsonl user", "argument 'VENDOR.csv'"),
        ("reconcile log.jsonl theirs.csv", "argument 'SLUG'"),
        ("reconcile user", "arguments 'LOG...' and 'VENDOR.csv'"),
        ("reconcile user theirs.csv", "argument 'LOG...'"),
    ],
)
def test_what_is_missing_is_said(said: str, missing: str) -> None:
    """A log, an export or a file that was forgotten is told as what it is."""
    ran = run(*said.split())

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == f"Error: Missing {missing}."


def test_what_can_be_chosen_is_listed_below_each_other() -> None:
    """Where a word is missing, those that can stand there are printed as click lays them out."""
    ran = run("completion")

    assert ran.err.splitlines()[-3:] == ["        bash,", "        zsh,", "        fish"]
