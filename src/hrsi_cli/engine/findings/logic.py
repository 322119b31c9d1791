"""Logic: places that are struck together, targets that do not fit one another, claims beyond what stands behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hrsi_cli.domain.judgement import Arithmetic, Finding
from hrsi_cli.domain.plan import Measures
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.attainment import missing_for_model
from hrsi_cli.engine.findings import contradictions, targets
from hrsi_cli.engine.findings.places import backup_sites, is_outside, main_site, same_name, shared, strikes_copy
from hrsi_cli.engine.findings.subject import Path, Subject, model_name, term


def shared_hazard(subject: Subject) -> Iterator[Finding]:
    """HRSI107: the main site and a backup site, or the main site and every copy, are struck by the same hazard.

    Case 1-3 lost its tapes with the servers; the backup site of case 4-3 lies in the same city, on high ground.
    """
    measures = subject.plan.measures
    main = main_site(measures)
    if main is None:
        return
    told: set[str] = set()
    for index, site in backup_sites(measures):
        names = shared(main.hazards, site.hazards)
        if names:
            told.add(site.id)
            path: Path = ("measures", "sites", index, "hazards")
            yield _struck_together(subject, path, names, "HRSI107", main=echo(main.id), site=echo(site.id))
    names = _hazards_of_all_copies(measures, main.hazards)
    if names and not {backup.site for backup in measures.backups} <= told:
        backups = tuple(echo(backup.name) for backup in measures.backups)
        yield _struck_together(subject, ("measures", "backups"), names, "HRSI107.copies", main=echo(main.id), backups=backups)


def _hazards_of_all_copies(measures: Measures, names: tuple[str, ...]) -> tuple[str, ...]:
    """The hazards among the names that strike every copy; none when there is no copy or one lies nobody knows where."""
    if not measures.backups:
        return ()
    for backup in measures.backups:
        names = shared(names, strikes_copy(measures, backup) or ())
    return names


def _struck_together(subject: Subject, path: Path, names: tuple[str, ...], message: str, **values: Any) -> Finding:
    count = Arithmetic((), term("hazards_shared", len(names), "hazards"), term("hazards_allowed", 0, "hazards"))
    hazards = tuple(echo(name) for name in names)
    return subject.finding("HRSI107", path, message=message, arithmetic=count, hazards=hazards, **values)


def shared_grid(subject: Subject) -> Iterator[Finding]:
    """HRSI108: the main site and a backup site draw on one power grid.

    Case 3-2 moved its main site out of a region with rolling blackouts (section 3.3.3 (2)).
    """
    main = main_site(subject.plan.measures)
    if main is None or main.grid is None:
        return
    for index, site in backup_sites(subject.plan.measures):
        if site.grid is not None and same_name(main.grid, site.grid):
            yield subject.finding(
                "HRSI108",
                ("measures", "sites", index, "grid"),
                arithmetic=Arithmetic((), term("grids", 1, "grids"), term("grids_needed", 2, "grids")),
                main=echo(main.id),
                site=echo(site.id),
                grid=echo(main.grid),
            )


def no_offsite_copy(subject: Subject) -> Iterator[Finding]:
    """HRSI109: no backup is known to lie outside the main site, though the plan describes measures.

    Cases 1-3 and 1-1. A plan without any measures has not got that far and is left alone.
    """
    measures = subject.plan.measures
    described = measures.backups or measures.sites or measures.recovery or measures.cloud_checks
    if not described or any(is_outside(measures, backup) for backup in measures.backups):
        return
    yield subject.finding(
        "HRSI109",
        ("measures", "backups"),
        message="HRSI109" if measures.backups else "HRSI109.none",
        arithmetic=Arithmetic(
            (term("backups_described", len(measures.backups), "copies"),),
            term("copies_outside", 0, "copies"),
            term("copies_outside_needed", 1, "copies"),
        ),
        count=len(measures.backups),
    )


def unused_headroom(subject: Subject) -> Iterator[Finding]:
    """HRSI118: the levels of today reach the model above the target on all but ``headroom_metrics`` metrics or fewer.

    Case 4-3 got a backup site at no higher cost by virtualising servers it had. Unknown levels count as not reached.
    """
    following = subject.plan.target.model + 1
    model = subject.knowledge.model_systems.get(following)
    if model is None or all(preset.metric in subject.inapplicable for preset in model.presets):
        return
    missing = missing_for_model(following, subject.levels, subject.inapplicable, subject.knowledge)
    if len(missing) <= subject.thresholds.headroom_metrics:
        yield subject.finding(
            "HRSI118",
            ("target", "model"),
            message="HRSI118" if missing else "HRSI118.reached",
            metrics=missing,
            arithmetic=Arithmetic(
                (),
                term("metrics_missing", len(missing), "metrics"),
                term("metrics_near", subject.thresholds.headroom_metrics, "metrics"),
            ),
            model=model_name(following),
            missing=missing,
            count=len(missing),
        )


CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "HRSI107": shared_hazard,
    "HRSI108": shared_grid,
    "HRSI109": no_offsite_copy,
    "HRSI118": unused_headroom,
    **contradictions.CHECKS,
    **targets.CHECKS,
}
