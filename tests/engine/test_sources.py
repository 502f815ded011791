"""Sources: files, folders and standard input, plain or compressed, as lines."""

import gzip
import hashlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from replaydesk import DamagedLogError, LogNotFoundError, ReplaydeskError, replay
from replaydesk.engine.sources import Source, find_sources, read_lines

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BOM = b"\xef\xbb\xbf"
TEXT = b"first\n\nthird \xff\r\n" + "fourth \u2028 line\n".encode() + b"last"
LINES = [b"first", b"", b"third \xff\r", "fourth \u2028 line".encode(), b"last"]
SKIPPABLE = b"\x5a\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"notes"
"""A part of a zstd file that holds no data, which a decoder skips."""

STORED: dict[str, bytes] = {
    "plain": TEXT,
    "gzip": gzip.compress(TEXT),
    "zstd": zstd.compress(TEXT),
    "gzip of several members": b"".join(gzip.compress(part) for part in (TEXT[:9], TEXT[9:], b"")),
    "zstd of several frames": b"".join(map(zstd.compress, (TEXT[:9], TEXT[9:]))),
    "zstd that begins with a skippable frame": SKIPPABLE + zstd.compress(TEXT) + SKIPPABLE,
    "gzip with padding": gzip.compress(TEXT) + bytes(700),
}
each_form = pytest.mark.parametrize("stored", STORED.values(), ids=STORED.keys())
each_chunk = pytest.mark.usefixtures("chunk")


@pytest.fixture(params=[8, 9, 13, 64, 1 << 20], ids=lambda size: f"chunks of {size}")
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in chunks of several sizes."""
    for name in ("sources._CHUNK", "compression._CHUNK", "compression._PIECE"):
        monkeypatch.setattr(f"replaydesk.engine.{name}", request.param)


def lines_of(source: Source) -> list[bytes]:
    """Read a source to its end."""
    return [line for lines, _ in read_lines(source) for line in lines]


def lines_in(path: Path) -> list[bytes]:
    """Read the one source that *path* names."""
    (source,) = find_sources([str(path)])
    return lines_of(source)


@each_form
@each_chunk
@pytest.mark.parametrize("name", ["log.jsonl", "log.jsonl.gz", "log.jsonl.zst", "log", "log.csv"])
def test_a_file_is_its_lines(stored: bytes, name: str, tmp_path: Path) -> None:
    """Compression is told by the first bytes and not by the name, and lines run over chunks."""
    (tmp_path / name).write_bytes(stored)

    assert lines_in(tmp_path / name) == LINES


@each_form
@each_chunk
def test_a_source_knows_its_stored_bytes(stored: bytes, tmp_path: Path) -> None:
    """Size and digest are those of the file as it lies there, all of it, and known at the end."""
    (tmp_path / "log").write_bytes(stored)
    (source,) = find_sources([str(tmp_path / "log")])
    assert (source.size, source.sha256) == (0, "")
    progress = [read for _, read in read_lines(source)]

    assert (source.size, source.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())
    assert 0 < progress[-1] <= len(stored)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", []),
        (b"\n", [b""]),
        (b"\n\n", [b"", b""]),
        (b"a\n", [b"a"]),
        (b"a", [b"a"]),
        (b"a\nb", [b"a", b"b"]),
        (b"a\nb\n", [b"a", b"b"]),
        (b"a\r\nb\r", [b"a\r", b"b\r"]),
        (b"a\x0b\x0c\x1c\x85\n", [b"a\x0b\x0c\x1c\x85"]),
        (b"x" * 5000 + b"\n" + b"y" * 3000, [b"x" * 5000, b"y" * 3000]),
        (BOM, []),
        (BOM + b"a\n" + BOM + b"b", [b"a", BOM + b"b"]),
        (BOM + BOM + b"a", [BOM + b"a"]),
        (BOM[:2] + b"a", [BOM[:2] + b"a"]),
        (b"\n" + BOM + b"a", [b"", BOM + b"a"]),
        (b"1234567\n" + BOM + b"a", [b"1234567", BOM + b"a"]),  # where a chunk of 8 begins
    ],
)
@pytest.mark.parametrize("compress", [bytes, gzip.compress, zstd.compress])
@each_chunk
def test_only_a_newline_ends_a_line(
    text: bytes,
    expected: list[bytes],
    compress: Callable[[bytes], bytes],
    tmp_path: Path,
) -> None:
    """The last line may lack its newline; a byte-order mark is skipped at the start only."""
    (tmp_path / "log").write_bytes(compress(text))

    assert lines_in(tmp_path / "log") == expected


def test_a_file_of_three_bytes_is_no_compressed_one(tmp_path: Path) -> None:
    """A file too short to say how it is compressed is plain, and so is what looks alike."""
    for text in (b"{}", b"\x28\xb5\x2f", b"\x1f", b"\x28\xb5\x2f\xfe", b"\x6a\x2a\x4d\x18"):
        (tmp_path / "log").write_bytes(text)

        assert lines_in(tmp_path / "log") == [text]


def test_a_folder_is_its_logs_in_the_order_of_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain and compressed logs are found at any depth; other files and folders are not."""
    logs = ["a.jsonl", "b/1.jsonl.gz", "b/2/x y.jsonl.zst", "b/2.jsonl", "Z.jsonl", ".h.jsonl"]
    others = ["c.json", "c.jsonl.bz2", "c.jsonl.gz.bak", "c.JSONL", "jsonl", "b/readme.md"]
    for name in (*logs, *others):
        (tmp_path / "logs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "logs" / name).write_text(name)
    (tmp_path / "logs" / "folder.jsonl").mkdir()
    monkeypatch.chdir(tmp_path)

    expected = [
        "logs/.h.jsonl",
        "logs/Z.jsonl",
        "logs/a.jsonl",
        "logs/b/1.jsonl.gz",
        "logs/b/2/x y.jsonl.zst",
        "logs/b/2.jsonl",
    ]
    assert expected == [source.name for source in find_sources(["logs"])]
    assert [[name[5:].encode()] for name in expected] == [
        lines_of(source) for source in find_sources(["logs/"])
    ]


def test_logs_keep_the_order_and_the_names_that_they_were_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log is one file, several files, folders or standard input, as they were named."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.jsonl", "a.txt", "logs/1.jsonl", "c.jsonl"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).touch()

    names = ["b.jsonl", "./logs", "-", "./a.txt", f"{tmp_path}/c.jsonl"]
    expected = ["b.jsonl", "logs/1.jsonl", "-", "./a.txt", f"{tmp_path}/c.jsonl"]
    assert expected == [source.name for source in find_sources(names)]


def test_a_log_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A name that is nothing, a folder without logs, and no name at all are mistakes."""
    (tmp_path / "readme.md").touch()
    missing, empty = f"{tmp_path}/missing.jsonl", str(tmp_path)
    patterns = "(*.jsonl, *.jsonl.gz, *.jsonl.zst)"
    for names, expected in (
        ([missing], f"{missing}: there is no such file or folder"),
        ([empty], f"{empty}: the folder holds no log {patterns}"),
        ([], "no log was named; name a file, a folder, or - for standard input"),
    ):
        with pytest.raises(LogNotFoundError) as error:
            find_sources(names)

        assert expected == str(error.value)
    assert LogNotFoundError.__bases__ == (ReplaydeskError, FileNotFoundError)


def test_parquet_is_no_log_and_the_message_says_what_reads_it(tmp_path: Path) -> None:
    """It is told by its two ends, whatever it is called, and no line of it becomes a reject."""
    (tmp_path / "log.jsonl").write_bytes(b"PAR1\n\n\nPAR1")

    with pytest.raises(LogNotFoundError, match=r"log.jsonl: it is Parquet; .* --engine spark"):
        replay(tmp_path, workers=2)


DAMAGED: dict[str, bytes] = {
    "gzip cut short": STORED["gzip"][:-9],
    "gzip cut in its last bytes": STORED["gzip"][:-1],
    "gzip with a wrong checksum": STORED["gzip"][:-8] + bytes(4) + STORED["gzip"][-4:],
    "gzip with a broken body": gzip.compress(TEXT, mtime=0)[:10] + b"\xff" * 40,
    "gzip with something else after it": STORED["gzip"] + b"{}",
    "gzip of nothing": b"\x1f\x8b",
    "zstd cut short": STORED["zstd"][:-2],
    "zstd with a broken body": STORED["zstd"][:6] + b"\xff" * 40,
    "zstd with something else after it": STORED["zstd"] + b"{}{}{}{}",
}


@pytest.mark.parametrize("stored", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_log_is_told(stored: bytes, tmp_path: Path) -> None:
    """A compressed file that ends early or is broken is not half a log, but no log."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(stored)
    with pytest.raises(DamagedLogError) as error:
        lines_in(path)

    assert str(error.value).startswith(f"{path}: the log cannot be read: ")
    assert len(str(error.value)) > len(f"{path}: the log cannot be read: ")


def test_a_line_may_begin_as_parquet_does(tmp_path: Path) -> None:
    """No line ends a replay: what begins so and does not end so is a log with a reject."""
    (tmp_path / "log.jsonl").write_bytes(b'PAR1 of the log is lost\n{"type": "other"}\n')
    (source,) = find_sources([str(tmp_path / "log.jsonl")])

    assert [line for lines, _ in read_lines(source) for line in lines] == [
        b"PAR1 of the log is lost",
        b'{"type": "other"}',
    ]


def test_a_log_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """A file that goes between its finding and its reading is told by its name."""
    path = tmp_path / "log.jsonl"
    path.touch()
    (source,) = find_sources([str(path)])
    path.unlink()
    with pytest.raises(DamagedLogError) as error:
        lines_of(source)

    assert f"{path}: the log cannot be read: No such file or directory" == str(error.value)
    assert DamagedLogError.__bases__ == (ReplaydeskError, OSError)


@each_form
def test_standard_input_is_read_as_a_file_is(
    stored: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is standard input, compressed or not, with its size and digest."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stored)))
    (source,) = find_sources(["-"])

    assert (source.name, source.path) == ("-", None)
    assert lines_of(source) == LINES
    assert not sys.stdin.closed
    assert (source.size, source.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())


def test_standard_input_named_twice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input can be read but once: to name it again is a mistake, told like any other."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT)))
    with pytest.raises(ReplaydeskError):
        replay("-", "-")


@each_chunk
def test_lines_keep_their_numbers_over_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blank lines are skipped and not read, and count as lines of their file."""
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(BOM + b"no\n\n \t\r\n\r\n" + b"x" * 100 + b"\n{}\n")
    Path("b.jsonl").write_bytes(gzip.compress(b"\n\x0c\nno"))
    result = replay("a.jsonl", "b.jsonl")

    assert [(reject["line"], reject["file"]) for reject in map(json.loads, result.rejects())] == [
        (1, "a.jsonl"),
        (5, "a.jsonl"),
        (6, "a.jsonl"),
        (2, "b.jsonl"),
        (3, "b.jsonl"),
    ]
    assert result.counts.read == 5
