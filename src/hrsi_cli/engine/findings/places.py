"""Where copies and sites lie: what is outside the main site, what is struck together, what serves a disaster."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from hrsi_cli.domain.plan import Backup, Measures, Site
from hrsi_cli.domain.quantity import fold

_WITH_THE_MACHINE = ("same_room", "same_building")


def main_site(measures: Measures) -> Site | None:
    """The main site; the first of several."""
    return next((site for site in measures.sites if site.role == "main"), None)


def backup_sites(measures: Measures) -> tuple[tuple[int, Site], ...]:
    """The backup sites with their place in the list of sites."""
    return tuple((index, site) for index, site in enumerate(measures.sites) if site.role == "backup")


def site_of(measures: Measures, backup: Backup) -> Site | None:
    """The site that a backup names."""
    return next((site for site in measures.sites if site.id == backup.site), None)


def is_outside(measures: Measures, backup: Backup) -> bool:
    """Whether a copy is known to lie outside the main site.

    A copy kept in the room or building of the machine does not; a cloud medium or ``kept: elsewhere`` does, whatever
    site is named. A copy that says nothing is not known to be outside.
    """
    if backup.kept in _WITH_THE_MACHINE:
        return False
    if backup.kept == "elsewhere" or backup.medium == "cloud":
        return True
    site = site_of(measures, backup)
    return site is not None and site is not main_site(measures)


def lies_at(measures: Measures, backup: Backup) -> Site | None:
    """The site where a copy lies; None where that is unknown, as of a copy of the main site that is kept elsewhere."""
    main, site = main_site(measures), site_of(measures, backup)
    if backup.kept in _WITH_THE_MACHINE:
        return main
    return None if site is main and is_outside(measures, backup) else site


def shared(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    """The names of the first that the second has too, whatever their width or case."""
    known = {_key(name) for name in second}
    return tuple(name for name in first if _key(name) in known)


def same_name(first: str, second: str) -> bool:
    """Whether two names mean the same thing, whatever their width or case."""
    return _key(first) == _key(second)


def serves_disaster(measures: Measures, backup: Backup) -> bool | None:
    """Whether a copy outlives what strikes the main site; None when nothing is said of where it lies.

    It does when it lies outside and no hazard is known to strike both places.
    """
    if not is_outside(measures, backup):
        return None if backup.site is None and backup.kept is None else False
    main = main_site(measures)
    return main is None or not shared(main.hazards, strikes_copy(measures, backup) or ())


def strikes_copy(measures: Measures, backup: Backup) -> tuple[str, ...] | None:
    """The hazards of the place where a copy lies; None when the place is unknown.

    A copy in the room or building of the machine is struck by whatever strikes the main site.
    """
    site = lies_at(measures, backup)
    return site.hazards if site else None


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    return fold(name).casefold()
