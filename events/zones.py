"""The IANA time zones of the installed `tzdata`, whatever the machine itself has."""

from functools import cache, lru_cache
from importlib import resources
from importlib.metadata import version
from zoneinfo import ZoneInfo

from .errors import ReplaydeskError
from .instants import shown


class UnknownZoneError(ReplaydeskError, LookupError):
    """A name is no time zone of the installed `tzdata`."""


@cache
def zone_names() -> frozenset[str]:
    """Return the name of every zone, as tzdata spells it."""
    return frozenset((resources.files("tzdata") / "zones").read_text("utf-8").split())


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Return the zone called *name*.

    It is read from the tzdata package and never from the machine, so that the same log gives the
    same bytes wherever the same tzdata is installed.

    Raises:
        UnknownZoneError: There is no such zone; names are spelt as in tzdata, `Europe/Brussels`.
    """
    if name not in zone_names():
        raise UnknownZoneError(
            f"{shown(name)} is no time zone; expected an IANA name like 'Europe/Brussels'"
        )
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def zone_database_version() -> str:
    """Return the version of the installed `tzdata`, for the manifest."""
    return version("tzdata")
