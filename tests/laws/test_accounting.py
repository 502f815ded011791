"""Every line is something, once; and what came later than the as-of instant did not come."""

from hypothesis import given
from hypothesis import strategies as st
from laws.full_order import are_one, in_order, json_of
from laws.replays import outcome, shown
from strategies import Log, logs


def instants_of(log: Log) -> st.SearchStrategy[int]:
    """Return the strategy for instants at, just before and just after those of a log."""
    near = {moment + step for moment in log.moments for step in (-1, 0, 1)}
    return st.sampled_from(sorted(instant for instant in near if instant >= 0))


logs_and_instants = logs().flatmap(lambda log: st.tuples(st.just(log), instants_of(log)))


@given(logs_and_instants)
def test_every_line_is_accounted_for_once(both: tuple[Log, int]) -> None:
    """Lines read are applied, duplicates, unknown, after the as-of instant, or rejects."""
    log, as_of = both
    becomes = [line.becomes for line in log.lines]
    kept = [event for event in log.events if event.fields["time"] <= as_of]
    applied = in_order([(event.fields, event.raw) for event in kept], as_of)

    replayed = outcome(log.raw, as_of=as_of)

    assert replayed.counts == {
        "read": len(becomes) - becomes.count("blank"),
        "applied": len(applied),
        "duplicates": len(kept) - len(applied),
        "unknown": becomes.count("unknown"),
        "after_as_of": len(log.events) - len(kept),
        "rejected": becomes.count("broken"),
    }
    read, *parts = replayed.counts.values()
    assert read == sum(parts)


@given(logs_and_instants)
def test_rejects_are_the_broken_lines_and_the_differing_duplicates(both: tuple[Log, int]) -> None:
    """Each broken line is told as it was, then each duplicate whose JSON is not what counted."""
    log, as_of = both
    broken = [shown(line.raw) for line in log.lines if line.becomes == "broken"]
    kept = [event for event in log.events if event.fields["time"] <= as_of]
    applied = in_order([(event.fields, event.raw) for event in kept], as_of)
    differing = [
        shown(event.raw)
        for event in kept
        for counted, line in applied
        if are_one(event.fields, counted) and json_of(event.raw) != json_of(line)
    ]

    assert outcome(log.raw, as_of=as_of).rejects == sorted(broken) + sorted(differing)


@given(logs_and_instants)
def test_as_of_an_instant_the_log_ends_there(both: tuple[Log, int]) -> None:
    """Replaying as of an instant is replaying the log without its later events."""
    log, as_of = both
    earlier = [
        line.raw for line in log.lines if line.becomes != "event" or line.fields["time"] <= as_of
    ]

    whole, cut = outcome(log.raw, as_of=as_of), outcome(earlier, as_of=as_of)

    assert whole.exports == cut.exports
    assert whole.rejects == cut.rejects
    after = len(log.lines) - len(earlier)
    assert whole.counts == cut.counts | {
        "read": cut.counts["read"] + after,
        "after_as_of": after,
    }
