"""The export of contact attributes: whose are told, which of them, and their values as text."""

import pytest
from given import attribute_set, contact_updated, given, inbound, outbound, started
from replaydesk.projections import ContactAttributes


def test_attributes_are_of_contacts_with_an_inbound_message_in_the_period() -> None:
    """A contact who was only written to, or wrote out of the period, is not told."""
    given(
        *(
            attribute_set("08:00", contact, "a", value="x")
            for contact in ("before", "wrote", "written to", "after", "silent")
        ),
        inbound("08:59", "c1", contact="before"),
        inbound("09:00", "c2", contact="wrote"),
        outbound("09:00", "c3", contact="written to"),
        inbound("10:00", "c4", contact="after"),
    ).when_replayed(start="09:00", end="10:00").then_rows(
        ContactAttributes,
        """
        contact_id  attribute_id
        wrote       a
        """,
    )


def test_the_contact_is_the_conversations() -> None:
    """A contact that only the message names is not the one who wrote."""
    given(
        attribute_set("08:00", "kim", "a", value="x"),
        attribute_set("08:00", "lee", "a", value="x"),
        started("09:00", "c1", contact="kim"),
        inbound("09:01", "c1", contact="lee"),
    ).when_replayed().then_rows(
        ContactAttributes,
        """
        contact_id
        kim
        """,
    )


def test_the_filter_keeps_contacts_of_its_channels() -> None:
    """A contact who wrote on another channel only is not told."""
    given(
        attribute_set("08:00", "kim", "a", value="x"),
        attribute_set("08:00", "lee", "a", value="x"),
        inbound("09:00", "c1", contact="kim", channel="web"),
        inbound("09:00", "c2", contact="lee", channel="tel"),
    ).when_replayed(channels=["tel"]).then_rows(
        ContactAttributes,
        """
        contact_id
        lee
        """,
    )


def test_attributes_are_those_set_and_not_cleared() -> None:
    """At the as-of instant, in the period or not; a cleared one can be set again."""
    given(
        inbound("09:00", "c1", contact="kim"),
        attribute_set("08:00", "kim", "set", value="x"),
        attribute_set("08:00", "kim", "cleared", value="x"),
        attribute_set("08:00", "kim", "again", value="x"),
        attribute_set("08:01", "kim", "cleared"),
        attribute_set("08:01", "kim", "again"),
        attribute_set("08:02", "kim", "again", value="y"),
        attribute_set("12:00", "kim", "after the period", value="x"),
        attribute_set("13:00", "kim", "too late", value="x"),
        attribute_set("13:00", "kim", "set"),
    ).when_replayed(start="09:00", end="10:00", as_of="12:30").then_rows(
        ContactAttributes,
        """
        attribute_id      attribute_value
        after the period  x
        again             y
        set               x
        """,
    )


def test_setting_an_attribute_replaces_it_whole() -> None:
    """Name and type are those of the latest setting; what it leaves out is blank."""
    given(
        inbound("09:00", "c1", contact="kim"),
        attribute_set("08:00", "kim", "a", name="Old", value="x", attribute_type="TEXT"),
        attribute_set("08:01", "kim", "a", name="New", value=1),
        attribute_set("08:00", "kim", "b", name="Tier", value="gold", attribute_type="CHOICE"),
    ).when_replayed().then_rows(
        ContactAttributes,
        """
        attribute_id  attribute_name  attribute_value  attribute_type
        a             New             1                -
        b             Tier            gold             CHOICE
        """,
    )


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("gold", "gold"),
        ("", "-"),
        ("12", "12"),
        (12, "12"),
        (-3, "-3"),
        (12.5, "12.5"),
        (1.0, "1.0"),
        (1e16, "1e+16"),  # as orjson writes it since 3.11.7
        (1e-7, "1e-7"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
    ],
)
def test_a_value_is_printed_as_text(value: object, printed: str) -> None:
    """Text as it is, a number or a boolean as JSON; empty, false and zero are set, too."""
    given(
        inbound("09:00", "c1", contact="kim"),
        attribute_set("09:00", "kim", "a", value=value),
    ).when_replayed().then_rows(
        ContactAttributes,
        f"""
        attribute_id  attribute_value
        a             {printed}
        """,
    )


def test_rows_are_sorted_by_contact_and_attribute() -> None:
    """Each contact has its identifiers in every row."""
    given(
        contact_updated("08:00", "kim", primary_identifier="+32", secondary_identifier="k@x"),
        attribute_set("08:00", "lee", "a", value=1),
        attribute_set("08:01", "kim", "b", value=1),
        attribute_set("08:02", "kim", "B", value=1),
        inbound("09:00", "c1", contact="lee"),
        inbound("09:01", "c2", contact="kim"),
    ).when_replayed().then_rows(
        ContactAttributes,
        """
        contact_id  contact_primary_identifier  contact_secondary_identifier  attribute_id
        kim         +32                         k@x                           B
        kim         +32                         k@x                           b
        lee         -                           -                             a
        """,
    )
