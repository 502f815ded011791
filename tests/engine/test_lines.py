"""Lines of any length: one that is too long is a reject, and is never in memory."""

import gzip
import io
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path

import pytest
from command_line import run, unmeasured
from hypothesis import given
from hypothesis import strategies as st
from replaydesk import replay
from replaydesk.engine import shares
from replaydesk.engine.export import ExportOptions, export
from replaydesk.engine.lines import LongLine, split_lines
from replaydesk.engine.replay import Settings
from replaydesk.engine.sources import Reading, find_sources

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GOOD = b'{"id":"e1","type":"team.updated","time":0,"team_id":"t1","name":"T"}'


@given(st.binary(max_size=60), st.integers(1, 20), st.integers(1, 40))
def test_only_the_limit_tells_lines_apart(text: bytes, chunk: int, limit: int) -> None:
    """However a text is cut into chunks, its lines are the same, also the long ones."""
    chunks = [text[at : at + chunk] for at in range(0, len(text), chunk)]
    lines = [line for batch in split_lines(chunks, limit, at_start=False) for line in batch]
    expected = text.split(b"\n")
    if not expected[-1]:
        expected.pop()

    assert len(lines) == len(expected)
    for line, whole in zip(lines, expected, strict=True):
        if len(whole) <= limit:
            assert line == whole
        elif whole.strip(b" \t\r"):
            assert isinstance(line, LongLine)
            assert line.start == whole
            assert f"the line has {len(whole)} bytes; expected at most {limit} " in line.reason
        else:
            assert line == b""


@pytest.mark.parametrize("limit", [len(GOOD), len(GOOD) + 1, 16 << 20])
def test_a_line_of_the_greatest_length_is_a_line(limit: int, tmp_path: Path) -> None:
    """The limit is the length of the longest line that is read, without its line end."""
    (tmp_path / "log.jsonl").write_bytes(GOOD + b"\n" + GOOD[:-1] + b" }")
    counts = replay(tmp_path, max_line=limit).counts

    assert counts.read == 2
    assert counts.rejected == (1 if limit == len(GOOD) else 0)


@pytest.mark.parametrize("end", [b"", b"\n", b"\n" + GOOD])
def test_a_long_line_is_a_reject(end: bytes, tmp_path: Path) -> None:
    """It is read and rejected as one line, and its first bytes are kept; what follows is read."""
    log = tmp_path / "log.jsonl"
    long = GOOD + b" " * 5000
    log.write_bytes(GOOD.replace(b"e1", b"e0") + b"\n" + long + end)
    result = replay(log, max_line=2000)
    (reject,) = map(json.loads, result.rejects())

    assert result.counts.rejected == 1
    assert result.counts.applied == (2 if end[1:] else 1)
    assert reject == {
        "file": str(log),
        "line": 2,
        "reason": "the line has 5,068 bytes; expected at most 2,000 (--max-line raises that); "
        "raw holds its first 4,096 bytes",
        "raw": long[:4096].decode(),
    }


def test_the_kept_bytes_end_with_a_character(tmp_path: Path) -> None:
    """What is kept of a text is text: no character of it is cut in two."""
    for before in range(4):
        line = b"x" * before + "\U0001f600".encode() * 2000
        (tmp_path / "log.jsonl").write_bytes(line)
        (reject,) = map(json.loads, replay(tmp_path, max_line=5000).rejects())

        assert line.decode().startswith(reject["raw"])
        assert 4093 <= len(reject["raw"].encode()) <= 4096


def test_the_kept_bytes_of_what_is_no_text_are_told_as_bytes(tmp_path: Path) -> None:
    """A long line that is not UTF-8 is kept like a short one."""
    (tmp_path / "log.jsonl").write_bytes(b"\xff" * 9000)
    (reject,) = map(json.loads, replay(tmp_path, max_line=5000).rejects())

    assert reject["raw_base64"] == "/" * (4096 * 8 // 6) + "w=="


def test_a_long_blank_line_is_blank(tmp_path: Path) -> None:
    """White space is skipped and not read, however much of it there is."""
    (tmp_path / "log.jsonl").write_bytes(b" \t\r" * 3000 + b"\n" + GOOD + b"\n" + b" " * 9000)

    assert replay(tmp_path, max_line=1000).counts.read == 1


@pytest.mark.parametrize("workers", [2, 3])
def test_shares_of_long_lines_are_whole_lines(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log of a few long lines gives the same bytes, whoever reads them."""
    monkeypatch.setattr(shares, "_SMALLEST", 1 << 10)
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"\n".join([b"x" * 200_000, GOOD, b"y" * 300_000, b"z" * 7, b" " * 90_000]))

    def files(number: int) -> dict[str, bytes]:
        out = tmp_path / str(number)
        sources = find_sources([str(log)], Reading(max_line=100_000))
        export(sources, out, Settings(workers=number), ExportOptions())
        return {file.name: file.read_bytes() for file in out.iterdir()}

    expected = files(1)
    assert expected["rejects.jsonl"].count(b"\n") == 3
    assert files(workers) == expected


@pytest.mark.parametrize(
    ("size", "limit"),
    [
        ("68", 68),
        ("1K", 1024),
        ("1 KiB", 1024),
        ("2kb", 2048),
        ("64MiB", 64 << 20),
        ("1G", 1 << 30),
    ],
)
def test_the_limit_may_be_said_in_units(size: str, limit: int, tmp_path: Path) -> None:
    """`--max-line` takes bytes, or units of 1024 of the one before; the manifest has the bytes."""
    (tmp_path / "log.jsonl").write_bytes(GOOD)
    ran = run("export", tmp_path / "log.jsonl", "--out", tmp_path / "out", "--max-line", size)

    assert ran == (0, "", "")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["settings"]["max_line"] == limit


@pytest.mark.parametrize("size", ["0", "-1", "", "1T", "1.5M", "all", "٣"])
def test_what_is_no_size_is_wrong_usage(size: str, tmp_path: Path) -> None:
    """It is told what a size looks like."""
    ran = run("check", tmp_path, "--max-line", size)

    assert ran.code == 2
    assert "is no size; write a number of bytes, or 64M, or 2G" in ran.err


def gzipped(start: bytes, filling: bytes) -> bytes:
    """Return a small gzip file of very much *filling*."""
    packer = zlib.compressobj(wbits=31)
    return b"".join([packer.compress(start), *map(packer.compress, much(filling)), packer.flush()])


def zstandard(start: bytes, filling: bytes) -> bytes:
    """Return a small zstd file of very much *filling*."""
    packer = zstd.ZstdCompressor()
    return b"".join([packer.compress(start), *map(packer.compress, much(filling)), packer.flush()])


def much(filling: bytes) -> Iterator[bytes]:
    """Yield 300 MB of *filling*."""
    return repeat(filling * (1 << 20), 300)


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip of zeros": lambda: gzipped(b"", b"\0"),
    "zstd of zeros": lambda: zstandard(b"", b"\0"),
    "gzip of JSON without an end": lambda: gzipped(b'{"id":"', b"x"),
    "zstd of nested JSON": lambda: zstandard(b"", b"["),
    "zstd of blanks": lambda: zstandard(b"x\n", b" "),
    "gzip in gzip": lambda: gzip.compress(gzipped(b"", b"\0")),
}
PEAK = """
import resource, sys
from replaydesk import replay
counts = replay(sys.argv[1]).counts
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(counts.read, counts.rejected, peak >> (20 if sys.platform == "darwin" else 10))
"""
FROM_A_SHELL = '"$0" -c "$1" "$2"; exit $?'
"""A process's peak is at least what its parent's memory was, and a shell's is small."""


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_does_not_go_off(bomb: Callable[[], bytes], tmp_path: Path) -> None:
    """Hundreds of megabytes in a small file are rejected in a fraction of that memory."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(bomb())
    ran = subprocess.run(
        ["sh", "-c", FROM_A_SHELL, sys.executable, PEAK, log],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        env=unmeasured(),
    )
    read, rejected, peak = map(int, ran.stdout.split())

    assert log.stat().st_size < 1 << 20
    assert read == rejected > 0
    assert peak < 120


def test_a_file_that_shrank_is_divided_as_it_was_found() -> None:
    """Who reads the share finds that it has changed, and says so."""
    assert shares._lines_from(io.BytesIO(b"a\nb"), 0, 10, 20) == (1, 20)  # noqa: SLF001


def test_shares_end_where_lines_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever pieces a file is read in, each of its lines is in one share, with its number."""
    monkeypatch.setattr(shares, "_SMALLEST", 1)
    monkeypatch.setattr(shares, "_CHUNK", 4)
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"a\n" + b"b" * 50 + b"\nc\n" + b"d" * 30 + b"\ne")
    parts = [part for each in shares.divide(find_sources([str(log)]), 3) for part in each]

    cut = sorted((part.start, part.end, part.first_line) for part in parts)

    assert cut == [(0, 53, 1), (53, 86, 3), (86, 87, 5)]
