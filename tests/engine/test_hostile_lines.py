"""Lines that nobody should write: no crash, exact accounting, and each reject as it stood."""

import base64
import codecs
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from hypothesis import given
from hypothesis import strategies as st
from replaydesk import replay, replay_lines

GOOD = b'{"id":"e1","type":"team.updated","time":0,"team_id":"t1","name":"T"}'
TEXT = GOOD.decode()
MARK = codecs.BOM_UTF8
HINT = "it holds NUL bytes, as UTF-16 does: a log is UTF-8"


def with_field(value: bytes) -> bytes:
    """Return a good line with one more field, which its type does not list."""
    return GOOD[:-1] + b',"more":' + value + b"}"


def rejects_of(log: Path) -> list[dict[str, Any]]:
    """Return the rejects of a log, read back from JSON."""
    return [json.loads(reject) for reject in replay(log).rejects()]


GOOD_LINES = {
    "ended by CR LF": GOOD + b"\r",
    "in white space": b" \t" + GOOD + b" \r",
    "with white space within": GOOD.replace(b",", b" ,\r\t"),
    "nested as deep as JSON goes": with_field(b"[" * 1000 + b"]" * 1000),
    "with an escaped NUL": GOOD.replace(b'"T"', b'"\\u0000"'),
    "with every odd character": GOOD.replace(
        b'"T"', '"\u2028\u2029\x85\x7f\ufeff\ufffe\U0010ffff\u200d\u202e\ue000"'.encode()
    ),
    "with an astral pair": GOOD.replace(b'"T"', rb'"\ud83d\ude00"'),
    "with its type twice": GOOD[:-1].replace(b"team.updated", b"no.such")
    + b',"type":"team.updated"}',
    "with an empty key": with_field(b'0,"":1'),
    "with a number without end": with_field(b"0." + b"1" * 20_000),
}
BAD_LINES = {
    "a byte-order mark": MARK + GOOD,
    "a NUL before": b"\0" + GOOD,
    "a NUL after": GOOD + b"\0",
    "a raw NUL in a text": GOOD.replace(b"T", b"\0"),
    "a raw tab in a text": GOOD.replace(b'"T"', b'"\t"'),
    "a lone CR as a line end": GOOD + b"\r" + GOOD,
    "a form feed": b"\x0c" + GOOD,
    "a no-break space": b"\xc2\xa0" + GOOD,
    "nested too deep": with_field(b"[" * 100_000 + b"]" * 100_000),
    "nested without end": b'{"a":' * 100_000,
    "an invalid byte": GOOD.replace(b"T", b"\xff"),
    "a cut character": GOOD[:-2] + b"\xe2\x82",
    "a coded surrogate": GOOD.replace(b'"T"', b'"\xed\xa0\x80"'),
    "an escaped half": GOOD.replace(b'"T"', rb'"\ud83d"'),
    "a number too large": with_field(b"1e999"),
    "not a number": with_field(b"NaN"),
    "two objects": GOOD + GOOD,
    "a comma too many": GOOD[:-1] + b",}",
    "single quotes": GOOD.replace(b'"', b"'"),
    "YAML": b"!!python/object/apply:os.system ['true']",
    "a pickle": b"cos\x0csystem",
    "XML": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
}


@pytest.mark.parametrize("line", GOOD_LINES.values(), ids=GOOD_LINES)
def test_an_odd_line_may_be_good(line: bytes, tmp_path: Path) -> None:
    """What JSON allows is applied, between lines that it leaves alone."""
    (tmp_path / "log.jsonl").write_bytes(b"\n".join([GOOD.replace(b"e1", b"e0"), line]))
    counts = replay(tmp_path).counts

    assert (counts.read, counts.applied) == (2, 2)


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_a_reject_of_its_own(line: bytes, compress: Any, tmp_path: Path) -> None:
    """It is kept to the byte with a reason of one line, and the lines around it are applied."""
    before, after = GOOD.replace(b"e1", b"e0"), GOOD.replace(b"e1", b"e2")
    (tmp_path / "log.jsonl").write_bytes(compress(b"\n".join([before, line, after])))
    result = replay(tmp_path)
    (reject,) = map(json.loads, result.rejects())

    assert (result.counts.read, result.counts.applied, result.counts.rejected) == (3, 2, 1)
    assert reject["line"] == 2
    assert raw(reject) == line
    assert len(reject["reason"]) < 200
    assert reject["reason"].isprintable()


def raw(reject: dict[str, Any]) -> bytes:
    """Return the line that a reject tells of."""
    assert ("raw" in reject) != ("raw_base64" in reject)
    if "raw" in reject:
        return str(reject["raw"]).encode()
    return base64.b64decode(reject["raw_base64"], validate=True)


@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"\x0b"))))
def test_any_bytes_are_accounted_for(lines: list[bytes]) -> None:
    """Every line that is not blank is read, rejected, and kept to the byte."""
    result = replay_lines(lines)
    kept = [raw(json.loads(reject)) for reject in result.rejects()]

    assert kept == [line for line in lines if line.strip(b" \t\r")]
    assert result.counts.read == result.counts.rejected == len(kept)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", b""),
    ],
)
def test_a_file_in_another_encoding_is_told_by_every_reject(
    encoding: str, mark: bytes, tmp_path: Path
) -> None:
    """Who exported from a spreadsheet or a Windows shell learns what is wrong from any line."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(mark + f"{TEXT}\r\n{TEXT}\r\n".encode(encoding))
    counts = replay(log).counts

    assert counts.applied == 0
    assert counts.read == counts.rejected >= 2
    assert all(reject["reason"].endswith(HINT) for reject in rejects_of(log))
    assert f"1: the line is not {'UTF-8' if mark else 'JSON'}: " in run("check", log).out


def test_another_encoding_of_one_byte_is_told_by_its_byte(tmp_path: Path) -> None:
    """A Latin-1 letter is no UTF-8, and no hint at anything else."""
    log = tmp_path / "log.jsonl"
    log.write_bytes(GOOD.replace(b"T", "Chloé".encode("latin-1")))

    assert [reject["reason"] for reject in rejects_of(log)] == [
        "the line is not UTF-8: byte 70 is 0xe9"
    ]
