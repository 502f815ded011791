"""Compression: what precedes damage is not lost, and damage is told by the byte it is at."""

import gzip
import io
import sys
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replaydesk.engine.compression import DamageError, decompressed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LINES = b"".join(b'{"line":%06d}\n' % number for number in range(60_000))
"""More than a piece of any decoder, and of a regularity that compresses well."""

CHECKED: dict[int, int] = {zstd.CompressionParameter.checksum_flag: 1}
GZIP = gzip.compress(LINES, mtime=0)
ZSTD = zstd.compress(LINES, options=CHECKED)
SKIPPABLE = b"\x5f\x2a\x4d\x18" + (70_000).to_bytes(4, "little") + b"n" * 70_000
each_kind = pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])


def read(stored: bytes) -> tuple[bytes, DamageError | None]:
    """Return what *stored* holds, up to its damage if there is any."""
    data = b""
    try:
        for piece in decompressed(io.BytesIO(stored)):
            data += piece
    except DamageError as error:
        return data, error
    return data, None


def broken(stored: bytes, at: int) -> bytes:
    """Turn the bits of the byte *at* round."""
    return stored[:at] + bytes([stored[at] ^ 0xFF]) + stored[at + 1 :]


@pytest.mark.parametrize(
    "stored",
    [
        LINES,
        GZIP,
        ZSTD,
        b"".join(gzip.compress(LINES[at : at + 9000]) for at in range(0, len(LINES), 9000)),
        b"".join(zstd.compress(LINES[at : at + 9000]) for at in range(0, len(LINES), 9000)),
        GZIP + bytes(200_000),
        GZIP + bytes(9) + gzip.compress(b""),
        SKIPPABLE + ZSTD + SKIPPABLE + zstd.compress(b"") + SKIPPABLE,
        zstd.compress(LINES, level=19),
        zstd.compress(LINES, options={zstd.CompressionParameter.content_size_flag: 0}),
    ],
    ids=lambda stored: f"{len(stored)} bytes",
)
def test_a_file_is_all_its_parts(stored: bytes) -> None:
    """Members and frames follow each other; padding and skippable frames hold nothing."""
    assert read(stored) == (LINES, None)


@given(st.lists(st.binary(max_size=300), max_size=4), st.sampled_from(["gzip", "zstd"]))
def test_any_bytes_come_back(parts: list[bytes], kind: str) -> None:
    """Whatever was compressed, in however many parts, is what is read."""
    compress: Callable[[bytes], bytes] = gzip.compress if kind == "gzip" else zstd.compress
    stored = b"".join(map(compress, parts))

    assert read(stored) == (b"".join(parts), None)


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 8, 9, 100, 20_000])
@pytest.mark.parametrize("stored", [GZIP, ZSTD], ids=["gzip", "zstd"])
def test_a_file_that_is_cut_short_is_told_by_its_end(stored: bytes, cut: int) -> None:
    """All that its bytes hold comes first; the damage is where they end."""
    cut = min(cut, len(stored) - 20)
    data, damage = read(stored[:-cut])

    assert damage is not None
    assert LINES.startswith(data)
    assert damage.offset == len(stored) - cut
    assert "the file ends in the middle of the" in damage.reason
    if cut <= 4:
        assert data == LINES


def test_bytes_that_nothing_can_be_made_of_are_told_by_their_place() -> None:
    """A block type that gzip does not have: all before it is read, to the last byte."""
    first = zlib.compressobj(wbits=31)
    start = first.compress(LINES[:5000]) + first.flush(zlib.Z_FULL_FLUSH)
    data, damage = read(start + b"\xff" * 50)

    assert data == LINES[:5000]
    assert damage is not None
    assert (damage.offset, damage.reason) == (len(start), "invalid block type")


def test_a_broken_block_loses_no_block_before_it() -> None:
    """A zstd frame is decoded block by block: those before the broken one are read."""
    stored = zstd.compress(LINES, level=1)
    at = blocks_of(stored)[3]
    data, damage = read(stored[:at] + b"\x07\x00\x00" + stored[at + 3 :])

    assert data == LINES[: 3 * 131_072]
    assert damage is not None
    assert (damage.offset, damage.reason) == (at, "there is no such zstd block")


def blocks_of(frame: bytes) -> list[int]:
    """Return where each block of a frame without a checksum begins (RFC 8878)."""
    assert not frame[4] & 0x20, "the flags are followed by a byte for the window, then the size"
    at = 6 + (0, 2, 4, 8)[frame[4] >> 6]
    found = []
    while at < len(frame):
        found.append(at)
        header = int.from_bytes(frame[at : at + 3], "little")
        at += 3 + (1 if header >> 1 & 3 == 1 else header >> 3)
    return found


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (broken(GZIP, len(GZIP) - 8), "incorrect data check"),
        (broken(GZIP, len(GZIP) - 1), "incorrect length check"),
        (broken(ZSTD, len(ZSTD) - 1), "Restored data doesn't match checksum"),
    ],
)
def test_a_wrong_checksum_is_told_with_the_part_it_is_of(stored: bytes, reason: str) -> None:
    """Where only the sum is wrong nobody knows the place: it is said where the part begins."""
    before = gzip.compress(b"before\n") if stored[:2] == GZIP[:2] else zstd.compress(b"before\n")
    data, damage = read(before + stored)

    assert data == b"before\n" + LINES
    assert damage is not None
    assert (damage.reason, damage.part) == (reason, len(before))
    assert len(before) + len(stored) - 8 <= damage.offset < len(before) + len(stored)


@each_kind
def test_a_broken_second_part_leaves_the_first(compress: Callable[[bytes], bytes]) -> None:
    """The first member or frame is whole; the second has a header that is none."""
    first, second = compress(LINES), compress(b"more\n")
    data, damage = read(first + second[:4] + b"\xff" * 12)

    assert data == LINES
    assert damage is not None
    assert len(first) <= damage.offset <= len(first) + 16


@each_kind
@pytest.mark.parametrize("garbage", [b"{}", b"\0\0\0\0{}\n", b"\x1f", b"\x28\xb5", b"x" * 90_000])
def test_what_follows_and_is_no_part_is_damage(
    compress: Callable[[bytes], bytes], garbage: bytes
) -> None:
    """Something else after the compressed data may be half a log, and is not passed over."""
    stored = compress(LINES)
    data, damage = read(stored + garbage)

    assert data == LINES
    assert damage is not None
    assert damage.offset >= len(stored)


def test_a_frame_cannot_have_as_much_memory_as_it_wants() -> None:
    """A window of 2 GiB, which a few bytes can ask for, is refused, and it is said what to do."""
    _, damage = read(b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\x00\x00")

    assert damage is not None
    assert damage.reason == (
        "a frame asks for a window of more than 128 MiB; "
        "decode it with zstd -dc --long=31 and name - for standard input"
    )


@given(st.binary(max_size=60), st.sampled_from([GZIP[:14], ZSTD[:14], GZIP[-60:], ZSTD[:6]]))
def test_no_bytes_do_any_other_harm(junk: bytes, start: bytes) -> None:
    """Whatever follows a beginning that looks compressed, it is read, or damage is told."""
    data, damage = read(start + junk)

    assert isinstance(data, bytes)
    assert damage is None or 0 <= damage.offset <= len(start + junk)


@given(st.integers(4, len(ZSTD) - 1), st.integers(1, 255))
def test_no_flipped_bit_passes_for_data(at: int, flip: int) -> None:
    """A zstd frame with a checksum is the same or damaged, whichever byte of it is changed."""
    changed = ZSTD[:at] + bytes([ZSTD[at] ^ flip]) + ZSTD[at + 1 :]
    data, damage = read(changed)

    assert damage is not None or data == LINES
