"""Time zones: those of the installed `tzdata`, by the names that it has."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from importlib.metadata import version
from pathlib import Path

import pytest
from replaydesk.events import (
    ReplaydeskError,
    UnknownZoneError,
    zone,
    zone_database_version,
    zone_names,
)


@pytest.mark.parametrize(
    ("name", "at", "hours"),
    [
        ("UTC", datetime(2026, 7, 1, tzinfo=UTC), 0),
        ("Europe/Brussels", datetime(2026, 1, 1, tzinfo=UTC), 1),
        ("Europe/Brussels", datetime(2026, 7, 1, tzinfo=UTC), 2),
        ("Asia/Kathmandu", datetime(2026, 1, 1, tzinfo=UTC), 5.75),
        ("America/Argentina/Buenos_Aires", datetime(2026, 1, 1, tzinfo=UTC), -3),
    ],
)
def test_a_zone_knows_its_offsets(name: str, at: datetime, hours: float) -> None:
    """A zone is found by its IANA name, also in a folder of a folder, with its summer time."""
    assert timedelta(hours=hours) == at.astimezone(zone(name)).utcoffset()
    assert name == zone(name).key


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Atlantis",
        "europe/brussels",
        "Europe",
        "Europe/Brussels ",
        "CEST",
        "+01:00",
        "",
        "/etc/localtime",
        "../zones",
        "Europe/../Europe/Brussels",
        "__init__.py",
    ],
)
def test_other_names_are_no_zones(name: str) -> None:
    """A name is spelt as tzdata spells it: no other letter case, no path, no offset."""
    with pytest.raises(UnknownZoneError) as error:
        zone(name)

    assert f"{name!r} is no time zone; expected an IANA name like 'Europe/Brussels'" == str(
        error.value
    )
    assert name not in zone_names()


def test_an_unknown_zone_is_an_error_of_ours_and_a_failed_lookup() -> None:
    """It can be caught with all that replaydesk raises, or as Python's nearest error."""
    assert issubclass(UnknownZoneError, ReplaydeskError)
    assert issubclass(UnknownZoneError, LookupError)


def test_every_name_has_a_zone() -> None:
    """Whatever the list of zones says can be opened."""
    assert {"UTC", "Europe/Brussels", "Pacific/Apia", "US/Eastern"} <= zone_names()
    assert zone_names() == {zone(name).key for name in zone_names()}


@pytest.fixture
def machine_without_reason(tmp_path: Path) -> Iterator[None]:
    """A machine whose file of the zone of Paris is that of Tokyo."""
    (tmp_path / "Europe").mkdir()
    tokyo = resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "Europe" / "Paris").write_bytes(tokyo)
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    zone.cache_clear()
    yield
    zoneinfo.reset_tzpath()
    zone.cache_clear()


@pytest.mark.usefixtures("machine_without_reason")
def test_zones_do_not_come_from_the_machine() -> None:
    """What the machine says of a zone is not asked: the same log gives the same bytes anywhere."""
    new_year = datetime(2026, 1, 1, tzinfo=UTC)
    said_by_the_machine = new_year.astimezone(zoneinfo.ZoneInfo.no_cache("Europe/Paris"))
    assert timedelta(hours=9) == said_by_the_machine.utcoffset()

    assert timedelta(hours=1) == new_year.astimezone(zone("Europe/Paris")).utcoffset()


def test_the_version_is_that_of_the_installed_tzdata() -> None:
    """What a manifest says of the zones is the version of the package that they come from."""
    assert version("tzdata") == zone_database_version()
