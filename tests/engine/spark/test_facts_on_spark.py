"""Facts as DataFrames: those of the local engine, with the events behind them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from replaydesk import replay
from replaydesk.engine.library import Result
from replaydesk.projections import Kind
from replaydesk.projections.derivations import Conversation
from replaydesk.projections.fact_tables import FACT_TABLES, FactTable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")

LOG = str(Path(__file__).parents[3] / "replay_logs" / "demo_day" / "log.jsonl")
TYPES = {
    "string": (Kind.TEXT, Kind.NAME),
    "bigint": (Kind.INSTANT, Kind.DURATION, Kind.COUNT),
    "boolean": (Kind.BOOLEAN,),
}


@pytest.mark.parametrize("joined", [True, False])
def test_facts_are_those_of_the_local_engine(spark: "SparkSession", *, joined: bool) -> None:
    """Every kind of fact, also where no export has asked for conversations, joined or told."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    here = replay(LOG, only="user-presence", channels="acme mail")
    there = on_spark.replay(
        spark, LOG, only="user-presence", channels="acme mail", partitions=2, joined=joined
    )
    names = FACT_TABLES if joined else ["lock_interval"]
    for name in names:
        frame, table = there.facts_frame(name), FACT_TABLES[name]
        expected = sorted(facts(here, table), key=repr)

        assert expected != []
        assert sorted((tuple(row) for row in frame.collect()), key=repr) == expected
        kinds = [Kind.TEXT, *(column.kind for column in table.columns)]
        assert frame.columns == [table.identity, *(column.key for column in table.columns)]
        for (_, said), kind in zip(frame.dtypes, kinds, strict=True):
            assert kind in TYPES[said]
    there.close()


def test_an_unknown_kind_of_fact_is_named(spark: "SparkSession") -> None:
    """What was asked for, and what there is."""
    from replaydesk import spark as on_spark  # noqa: PLC0415  # it needs PySpark

    there = on_spark.replay(spark, LOG, only="user-presence", partitions=1)
    with pytest.raises(on_spark.UnknownFactError, match="'locks' is no kind of fact; expected one"):
        there.facts_frame("locks")
    there.close()


def facts(result: Result, table: FactTable) -> Iterator[tuple[Any, ...]]:
    """Yield the facts of a kind that the local engine derives."""
    bearers: Any = result.replayed.agents
    if table.bearer is Conversation:
        bearers = result.replayed.conversations()
    for bearer in bearers:
        yield from table.rows(bearer)
