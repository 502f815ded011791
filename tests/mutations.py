"""Damage: what becomes of good lines on disks and in pipes, and in other people's programs.

All of it is picked by a `Random`, so that Hypothesis and the fuzzer draw from the same damage.
"""

import gzip
import json
import sys
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

from laws.world import NO_EVENTS, NO_TIMES, UNKNOWN_FIELDS, VALUES
from replaydesk.events import AFTER_LAST_INSTANT, BY_TYPE

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TOKENS: Final = (
    *(
        b"0",
        b"-0",
        b"-0.0",
        b"0.0",
        b"1.0",
        b"1e0",
        b"1E2",
        b"1e-0",
        b"01",
        b"+1",
        b".5",
        b"1.",
        b"-",
    ),
    *(b"9007199254740991", b"9007199254740992", b"9223372036854775808", b"-9223372036854775809"),
    *(b"18446744073709551615", b"18446744073709551616", b"-18446744073709551616"),
    *(b"1" * 400, b"0." + b"0" * 400 + b"1", b"1e999", b"-1e999", b"1e-999", b"NaN", b"Infinity"),
    *(b"1774742400000", b"253402300799999", b"253402300800000", b"5e0", b"5.0"),
    *(b"null", b"true", b"false", b"True", b"nul", b"[]", b"{}", b"[[]]", b"{}{}"),
    *(b'""', b'" "', b"'x'", b'"\\u0000"', b'"\\ud83d"', b'"\\ude00\\ud83d"', b'"\\ud83d\\ude00"'),
    *(b'"\\ud83d\\u0061"', b'"\\x41"', b'"\\/"', b'"\\u00e"', b'"\\uD83D\\uDE00"', b'"\\U00e9"'),
    *(
        b'"\x00"',
        b'"\x1f"',
        b'"\x7f"',
        b'"\t"',
        b'"\xc2\x85"',
        b'"\xe2\x80\xa8"',
        b'"\xef\xbb\xbf"',
    ),
    *(b'"\xed\xa0\xbd"', b'"\xc0\x80"', b'"\xf4\x90\x80\x80"', b'"\xff"', b'"\xf0\x9f\x98"'),
    *(
        b'"' + text * number + b'"'
        for text in (b"x", b"\xc3\xa9", b"\xf0\x9f\x98\x80")
        for number in (200, 201)
    ),
    *(
        b'"' + text * number + b'"'
        for text in (b"\\u0041", b"\\ud83d\\ude00")
        for number in (200, 201)
    ),
    *(b"[" * 1100, b"[" * 1023 + b"]" * 1023, b"[" * 1100 + b"]" * 1100),
    *(b'{"":' * 1100 + b"0" + b"}" * 1100, b'"unfinished', b'"\\'),
)
"""Bytes that stand where a value does: forms of numbers, escapes, lengths, depths, and no JSON."""

GAPS: Final = (
    *(b" ", b"\t", b"\r", b"\n", b"\x0b", b"\x0c", b"\x00", b"\x1a", b"\x1e", b"\xa0", b"\xc2\xa0"),
    *(b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xe3\x80\x80", b"//x\n", b"/**/", b",", b":", b"}", b"]"),
    *(b"\\u0020", b'{"id":"e1"}', b"\x1b[2J"),
)
"""Bytes that stand between what a line says."""

WRONG: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 6, 1.0, 2**53, 2**64, 1e308, "", "0", [], {}, [None], {"": 0}),
    *("x" * 200, "x" * 201, "\U0001f600" * 200, "\U0001f600" * 201, "\x00", "\u2028", "\ufeff"),
    *(
        "1e3",
        "AGENT",
        "agent",
        "Europe/Brussels",
        "2026-03-10",
        ["2026-02-30"],
        [["09:00", "17:00"]],
    ),
    *({"mon": [["09:00", "17:00"]]}, {"mon": [["17:00", "09:00"]]}, {"mon": None}, "=1+1", "\r"),
    *NO_TIMES,
)
"""Values that a field of another kind has."""

_TIMES: Final = (
    *("2026-03-29T02:30:00+02:00", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"),
    *("2026-03-29t00:00:00.5z", "2026-03-29T00:00:00.0009999999Z", "2024-02-29T23:59:59-23:59"),
    *(0, 1, AFTER_LAST_INSTANT - 1, 1774742400000),
)


def damaged(chance: Random, lines: Sequence[bytes]) -> list[bytes]:
    """Return *lines* with one piece of damage, in one line or in their sequence."""
    lines = list(lines)
    if not lines or chance.random() < 0.05:
        lines.insert(chance.randint(0, len(lines)), chance.choice(NO_EVENTS))
        return lines
    at = chance.randrange(len(lines))
    if chance.random() < 0.8:
        lines[at] = damaged_line(chance, lines[at])
    else:
        _SEQUENCE[chance.randrange(len(_SEQUENCE))](chance, lines, at)
    return lines


def damaged_line(chance: Random, line: bytes) -> bytes:
    """Return *line* with one piece of damage; some of it changes nothing that the line says."""
    if chance.random() < 0.6:
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            fields = None
        if isinstance(fields, dict) and fields:
            return _in_fields(chance, line, fields)
    return chance.choice(_IN_BYTES)(chance, line)


def damaged_file(chance: Random, data: bytes) -> bytes:
    """Return the bytes of a file, perhaps compressed, with damage that a disk or a copy does."""
    packed = chance.choice((bytes, gzipped, _framed, framed_and_summed))(data)
    if chance.random() < 0.2:
        packed += chance.choice((b"\0" * 9, packed, gzipped(data), _framed(data), b"\n{}\n"))
    if chance.random() < 0.7:
        packed = chance.choice(_IN_BYTES)(chance, packed)
    return packed


def corrupted(chance: Random, data: bytes) -> bytes:
    """Return the bytes of a file with some lost or changed."""
    return chance.choice((_flip, _cut, _drop, _overwrite))(chance, data)


def gzipped(data: bytes) -> bytes:
    """Return *data* as gzip, whose checksum is always there."""
    return gzip.compress(data, mtime=0)


def framed_and_summed(data: bytes) -> bytes:
    """Return *data* as Zstandard with a checksum."""
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})


def _in_fields(chance: Random, line: bytes, fields: dict[str, Any]) -> bytes:
    name = chance.choice(sorted(fields))
    how = chance.randrange(9)
    if how == 0:
        del fields[name]
    elif how == 1:
        fields[name] = chance.choice(WRONG)
    elif how == 2 and name in VALUES:
        fields[name] = chance.choice(VALUES[name][chance.randrange(2)])
    elif how == 3:
        fields["time"] = chance.choice(_TIMES)
    elif how == 4:
        fields |= {key: UNKNOWN_FIELDS[key] for key in chance.sample(sorted(UNKNOWN_FIELDS), 2)}
    elif how == 5:
        fields[chance.choice(sorted(VALUES))] = chance.choice(WRONG)
    elif how == 6:
        return _key_twice(chance, line, name)
    elif how == 7:
        # The value, or the key, in bytes that no encoder would choose.
        said = json.dumps(fields[name], ensure_ascii=False).encode("utf-8", "surrogatepass")
        if chance.random() < 0.2:
            said = json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return _written(fields).replace(said, chance.choice(TOKENS), 1)
    else:
        escaped = "".join(f"\\u{ord(c):04x}" for c in name).encode()
        return _written(fields).replace(name.encode("utf-8", "surrogatepass"), escaped, 1)
    return _written(fields)


def _key_twice(chance: Random, line: bytes, name: str) -> bytes:
    """Say one key twice, the second value at the end: that one counts."""
    name = chance.choice((name, "type", *BY_TYPE["message.sent"].required))
    good = [*BY_TYPE] if name == "type" else VALUES.get(name, (_TIMES, ()))[0]
    value = chance.choice(good if chance.random() < 0.5 else WRONG)
    said = _written({name: value})[1:-1]
    if chance.random() < 0.5:
        return b"{" + said + b"," + line.lstrip()[1:]
    return line.rstrip()[:-1] + b"," + said + b"}"


def _written(fields: dict[str, Any]) -> bytes:
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _place(chance: Random, data: bytes) -> int:
    return chance.randint(0, len(data))


def _flip(chance: Random, data: bytes) -> bytes:
    if not data:
        return b"\x80"
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _cut(chance: Random, data: bytes) -> bytes:
    return data[: _place(chance, data)]


def _drop(chance: Random, data: bytes) -> bytes:
    start, end = sorted((_place(chance, data), _place(chance, data)))
    return data[:start] + data[end:]


def _repeat(chance: Random, data: bytes) -> bytes:
    start, end = sorted((_place(chance, data), _place(chance, data)))
    return data[:end] + data[start:]


def _insert(chance: Random, data: bytes) -> bytes:
    at = _place(chance, data)
    return data[:at] + chance.choice((*GAPS, *TOKENS)) + data[at:]


def _gap(chance: Random, data: bytes) -> bytes:
    mark = chance.choice((b",", b":", b"{", b"}", b'"'))
    places = [at for at in range(len(data)) if data[at : at + 1] == mark] or [len(data)]
    at = chance.choice(places) + chance.randrange(2)
    return data[:at] + chance.choice(GAPS) + data[at:]


def _overwrite(chance: Random, data: bytes) -> bytes:
    at = _place(chance, data)
    noise = chance.randbytes(chance.randint(1, 4))
    return data[:at] + noise + data[at + len(noise) :]


def _around(chance: Random, data: bytes) -> bytes:
    gap = chance.choice(GAPS)
    return chance.choice((gap + data, data + gap, gap + data + gap, data * 2))


_IN_BYTES: Final[tuple[Callable[[Random, bytes], bytes], ...]] = (
    *(_flip, _cut, _drop, _repeat, _insert, _gap, _overwrite, _around),
)


def _twice(chance: Random, lines: list[bytes], at: int) -> None:
    lines.insert(chance.randint(0, len(lines)), lines[at])


def _lost(_chance: Random, lines: list[bytes], at: int) -> None:
    del lines[at]


def _moved(chance: Random, lines: list[bytes], at: int) -> None:
    lines.insert(chance.randrange(len(lines)), lines.pop(at))


def _joined(_chance: Random, lines: list[bytes], at: int) -> None:
    lines[at : at + 2] = [b"".join(lines[at : at + 2])]


def _spliced(chance: Random, lines: list[bytes], at: int) -> None:
    other = chance.choice(lines)
    lines[at] = _cut(chance, lines[at]) + other[_place(chance, other) :]


_SEQUENCE: Final[tuple[Callable[[Random, list[bytes], int], None], ...]] = (
    *(_twice, _lost, _moved, _joined, _spliced),
)


def _framed(data: bytes) -> bytes:
    return zstd.compress(data)
