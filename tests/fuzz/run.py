"""Fuzz the project, led by coverage, for as long as you like.

    pip install ".[fuzz]"
    nice python tests/fuzz/run.py --corpus fuzzed --seconds 600 lines records

Each target is run for so many seconds in a process of its own, one after the other; without a name
all are. Inputs that reach something new are kept in the corpus, from which the next run goes on.
What breaks a promise is written to `CORPUS/findings`, once for each place that it breaks at, and
the run goes on. `CORPUS/figures.jsonl` gets a line for each run: executions, coverage, findings.

With `--again` the inputs of the corpus are only tried once more, without the fuzzer.
"""

import argparse
import json
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path
from random import Random
from typing import Any

TESTS = Path(__file__).parents[1]
MOST_BYTES = 8192


def main() -> None:
    """Run the targets asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="by default all")
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    parser.add_argument("--corpus", type=Path, required=True, metavar="DIR")
    parser.add_argument("--again", action="store_true", help="only try the corpus once more")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    if options.here:
        fuzz(options.targets[0], options.corpus, options.seconds)
        return
    from fuzz.targets import TARGETS  # noqa: PLC0415  # the fuzzing process imports them itself

    for name in options.targets or TARGETS:
        if options.again:
            try_again(name, options.corpus)
            continue
        supervise(name, options.corpus, options.seconds)


def try_again(name: str, corpus: Path) -> None:
    """Try every input of a target's corpus; the first that breaks a promise raises."""
    from fuzz.targets import TARGETS  # noqa: PLC0415  # the fuzzing process imports them itself

    inputs = sorted((corpus / name).iterdir())
    for path in inputs:
        try:
            TARGETS[name].run(path.read_bytes())
        except Exception as error:
            error.add_note(f"by {path}")
            raise
    print(f"{name}: {len(inputs)} inputs", flush=True)  # noqa: T201


def supervise(name: str, corpus: Path, seconds: int) -> None:
    """Fuzz a target in a process of its own, and write down its figures."""
    inputs = corpus / name
    inputs.mkdir(parents=True, exist_ok=True)
    started = time.time()
    words = [sys.executable, __file__, "--here", "--corpus", corpus, "--seconds", seconds, name]
    with (corpus / f"{name}.log").open("wb") as log:
        code = subprocess.run(
            [*map(str, words)], check=False, stdout=log, stderr=subprocess.STDOUT
        ).returncode
    said = (corpus / f"{name}.log").read_text(errors="replace")
    executed = re.findall(r"^stat::number_of_executed_units: *(\d+)", said, re.MULTILINE)
    covered = re.findall(r"cov: (\d+) ft: (\d+)", said)
    figures = {
        "target": name,
        "seconds": round(time.time() - started),
        "executions": int(executed[-1]) if executed else None,
        "coverage": int(covered[-1][0]) if covered else None,
        "features": int(covered[-1][1]) if covered else None,
        "inputs": len(list(inputs.iterdir())),
        # Tracebacks, and what the fuzzer itself left of inputs that take too long.
        "findings": sum(path.suffix != ".bin" for path in (corpus / "findings").glob(f"{name}-*")),
        "exit_code": code,
    }
    with (corpus / "figures.jsonl").open("a") as file:
        file.write(json.dumps(figures) + "\n")
    print(json.dumps(figures), flush=True)  # noqa: T201


def fuzz(name: str, corpus: Path, seconds: int) -> None:
    """Fuzz a target in this process, which the fuzzer ends."""
    import atheris  # noqa: PLC0415  # nothing else needs it

    with atheris.instrument_imports(include=["replaydesk"]):  # type: ignore[attr-defined]
        import replaydesk.engine.commands  # noqa: F401, PLC0415
        from fuzz.targets import TARGETS  # noqa: PLC0415

    target = TARGETS[name]
    inputs = corpus / name
    for number, seed in enumerate(target.seeds()):
        (inputs / f"seed-{number:04}").write_bytes(seed)
    words = corpus / "words.dict"
    words.write_text(dictionary())
    findings = corpus / "findings"
    findings.mkdir(exist_ok=True)

    def run(data: bytes) -> None:
        try:
            target.run(data)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a finding
            keep(findings, name, data, error)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)  # noqa: S311  # the fuzzer's own dice
        if chance.random() < 0.3:
            return bytes(atheris.Mutate(data, most))
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            data = target.mutate(chance, data)
        return data[:most]

    flags = [
        *(f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-len_control=0"),
        *(f"-dict={words}", "-print_final_stats=1", "-timeout=60", "-rss_limit_mb=2048"),
        f"-artifact_prefix={findings}/{name}-",
    ]
    atheris.Setup([sys.argv[0], *flags, str(inputs)], run, custom_mutator=mutate)
    atheris.Fuzz()


def keep(findings: Path, name: str, data: bytes, error: Exception) -> None:
    """Write an input down that broke a promise, unless another one broke it at the same place."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    mark = f"{name}-{type(error).__name__}-{Path(where.filename).stem}-{where.lineno}"
    if not (findings / f"{mark}.txt").exists():
        (findings / f"{mark}.bin").write_bytes(data)
        (findings / f"{mark}.txt").write_text("".join(traceback.format_exception(error)))


def dictionary() -> str:
    """Return the words of the log and of the command line, as the fuzzer reads them."""
    from mutations import GAPS, TOKENS  # noqa: PLC0415
    from replaydesk import EXPORTS, MetricPolicy  # noqa: PLC0415
    from replaydesk.events import EVENT_TYPES  # noqa: PLC0415

    said: list[Any] = [f'"{cls.type}"' for cls in EVENT_TYPES]
    said += [f'"{name}":' for cls in EVENT_TYPES for name in cls.names]
    said += [
        rule.expected.removeprefix("one of ") for cls in EVENT_TYPES for rule in cls.rules.values()
    ]
    said += [column.key for export in EXPORTS for column in export.columns()]
    said += [column.english for export in EXPORTS for column in export.columns()]
    said += MetricPolicy.all_readings()
    words = [word if isinstance(word, bytes) else word.encode() for word in (*said, *GAPS, *TOKENS)]
    return "".join(quoted(word) for word in dict.fromkeys(words) if 0 < len(word) <= 60)


def quoted(word: bytes) -> str:
    """Return a line of a dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n'


if __name__ == "__main__":
    main()
