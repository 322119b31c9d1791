"""Lessons about copies, sites and drills: whether a recovery that was planned can be carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hrsi_cli.domain.judgement import Arithmetic, Finding
from hrsi_cli.domain.plan import Backup, Measures, Plan, Site
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import Day
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.findings.age import age_arithmetic, oldest_day
from hrsi_cli.engine.findings.places import backup_sites, is_outside, lies_at, site_of
from hrsi_cli.engine.findings.subject import Path, Subject, all_of, term

_LINES, _OFF_SITE_METHOD = "A.2.4.1", "A.3.2.2"
_REMOTE_BACKUP = 2
_CLOUD_CHECKS = ("sla", "licences", "transfer_charges", "administrator_rights", "switch_and_return", "disaster_capacity")
_WITH_THE_MACHINE = ("same_room", "same_building")


def restore_untested(subject: Subject) -> Iterator[Finding]:
    """HRSI201: a backup whose restore was never tested, or longer ago than ``drill_months``.

    Case 1-1 had never tried to restore (section 3.3.1 (1)); section 3.2.1 (3) asks to plan for the restore.
    """
    for index, backup in enumerate(subject.plan.measures.backups):
        place: Path = ("measures", "backups", index, "restore_tested")
        yield from _not_recent(subject, "HRSI201", place, backup.restore_tested, backup=echo(backup.name))


def no_failback(subject: Subject) -> Iterator[Finding]:
    """HRSI202: a backup site without a procedure for returning to the main site.

    Case 4-1 had none and took two weeks (section 3.3.4 (1)); section 3.2.1 (3) asks for one.
    """
    for index, site in backup_sites(subject.plan.measures):
        if site.failback is None or site.failback.procedure is not True:
            yield subject.finding("HRSI202", ("measures", "sites", index, "failback", "procedure"), site=_named(site))


def start_needs_main(subject: Subject) -> Iterator[Finding]:
    """HRSI203: a backup site that can only be activated from the main site.

    Case 4-1 moved the activation to the backup site after the earthquake (section 3.3.4 (1)).
    """
    for index, site in backup_sites(subject.plan.measures):
        if site.activated_from is not None and set(site.activated_from) == {"main"}:
            yield subject.finding("HRSI203", ("measures", "sites", index, "activated_from"), site=_named(site))


def runbook_at_risk(subject: Subject) -> Iterator[Finding]:
    """HRSI206: measures are described, but no copy of a recovery runbook lies outside the main site.

    Case 1-3 lost its manuals, case 2-1 means to write better ones (sections 3.3.1 (3) and 3.3.2 (1)).
    """
    if not _describes_measures(subject.plan):
        return
    recovery = subject.plan.measures.recovery
    copies = (recovery.runbook_copies if recovery else None) or ()
    place: Path = ("measures", "recovery", "runbook_copies")
    sites = {site.id: site for site in subject.plan.measures.sites}
    if not copies:
        yield subject.finding("HRSI206", place)
    elif all(sites[id].role == "main" for id in copies):
        yield subject.finding("HRSI206", place, message="HRSI206.main_only", sites=tuple(_named(sites[id]) for id in copies))


def no_drill(subject: Subject) -> Iterator[Finding]:
    """HRSI207: measures are described, but no recovery was drilled, or longer ago than ``drill_months``.

    Case 3-1 credits its regular drills; case 4-3 tried the switch only when it was introduced.
    """
    if _describes_measures(subject.plan):
        recovery = subject.plan.measures.recovery
        drilled = recovery.drilled if recovery else None
        yield from _not_recent(subject, "HRSI207", ("measures", "recovery", "drilled"), drilled)


def unencrypted_media(subject: Subject) -> Iterator[Finding]:
    """HRSI208: a copy that is kept at, carried to or sent to another site is said to be unencrypted.

    Case 3-1 encrypts what it sends away (sections 3.2.1 (3) and 3.3.3 (1)).
    """
    for index, backup in enumerate(subject.plan.measures.backups):
        if backup.encrypted is False and _leaves_main_site(subject.plan.measures, backup):
            place: Path = ("measures", "backups", index, "encrypted")
            yield subject.finding("HRSI208", place, backup=echo(backup.name), site=_place_of_copy(subject.plan.measures, backup))


def single_path(subject: Subject) -> Iterator[Finding]:
    """HRSI209: remote backup is the target, or a copy lies at another or a cloud site, but the line is single.

    Section 4.2.1 (4): without the network the service is gone too; case 2-2 expects its WAN to fail.
    """
    if subject.levels.get(_LINES) != 0:
        return
    target = subject.target(_OFF_SITE_METHOD)
    reasons: list[Message] = []
    if target is not None and target >= _REMOTE_BACKUP:
        reasons.append(Message("HRSI209.target", {"target": target}))
    away = [backup for backup in subject.plan.measures.backups if _needs_the_network(subject.plan.measures, backup)]
    if away:
        reasons.append(Message("HRSI209.copies", {"backups": tuple(echo(backup.name) for backup in away)}))
    if reasons:
        levels = Arithmetic((), result=term("lines", 0, "level"), limit=term("lines_needed", 1, "level"))
        yield subject.finding("HRSI209", ("current", _LINES), arithmetic=levels, reasons=all_of(reasons))


def cloud_unchecked(subject: Subject) -> Iterator[Finding]:
    """HRSI212: a cloud site or medium is used, but not every check of chapter 4 was made.

    Sections 4.2.1 to 4.2.3 name the checks; one that is not ``true`` counts as not made.
    """
    measures = subject.plan.measures
    uses = [_named(site) for site in measures.sites if site.cloud]
    uses += [echo(backup.name) for backup in measures.backups if backup.medium == "cloud"]
    missing = [name for name in _CLOUD_CHECKS if getattr(measures.cloud_checks, name, None) is not True]
    if uses and missing:
        made = term("cloud_checks_made", len(_CLOUD_CHECKS) - len(missing), "checks")
        yield subject.finding(
            "HRSI212",
            ("measures", "cloud_checks"),
            arithmetic=Arithmetic((), result=made, limit=term("cloud_checks_needed", len(_CLOUD_CHECKS), "checks")),
            uses=tuple(uses),
            made=len(_CLOUD_CHECKS) - len(missing),
            all=len(_CLOUD_CHECKS),
            missing=tuple(Message(f"cloud_check.{name}") for name in missing),
        )


def media_with_machine(subject: Subject) -> Iterator[Finding]:
    """HRSI215: a backup is kept in the room or the building of the machine that it is a copy of.

    Case 1-3 lost its tapes with the servers; case 1-1 moved its media to another building.
    """
    for index, backup in enumerate(subject.plan.measures.backups):
        if backup.kept in _WITH_THE_MACHINE:
            place: Path = ("measures", "backups", index, "kept")
            yield subject.finding("HRSI215", place, message=f"HRSI215.{backup.kept}", backup=echo(backup.name))


def _not_recent(subject: Subject, rule: str, place: Path, day: Day | None, backup: str = "") -> Iterator[Finding]:
    """The finding that a test or drill is missing, still ahead or too old; nothing when it is recent."""
    months = subject.thresholds.drill_months
    oldest = oldest_day(subject.today, months)
    if day is None:
        yield subject.finding(rule, place, backup=backup)
    elif day.date > subject.today:
        # a date that is still ahead is an intention; it proves nothing
        yield subject.finding(rule, place, message=f"{rule}.ahead", backup=backup, day=day.text)
    elif day.date < oldest:
        yield subject.finding(
            rule,
            place,
            message=f"{rule}.old",
            arithmetic=age_arithmetic(day.date, subject.today, months),
            backup=backup,
            day=day.text,
            days=(subject.today - day.date).days,
            months=months,
            oldest=oldest.isoformat(),
        )


def _describes_measures(plan: Plan) -> bool:
    measures = plan.measures
    return bool(measures.backups or measures.sites or measures.recovery)


def _named(site: Site) -> str:
    return echo(site.name or site.id)


def _leaves_main_site(measures: Measures, backup: Backup) -> bool:
    """Whether a copy is kept at, carried to or sent to another site than the main one."""
    if backup.site is None and backup.kept is None and backup.transport is not None:
        return True  # carried or sent away, to a place that is not named
    return is_outside(measures, backup)


def _needs_the_network(measures: Measures, backup: Backup) -> bool:
    """Whether a copy is out of reach without a line: it lies at another site or in a cloud."""
    site = site_of(measures, backup)
    return backup.medium == "cloud" or (site is not None and site.cloud is True) or _leaves_main_site(measures, backup)


def _place_of_copy(measures: Measures, backup: Backup) -> str | Message:
    site = lies_at(measures, backup)
    return _named(site) if site else Message("HRSI208.another_place")


CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "HRSI201": restore_untested,
    "HRSI202": no_failback,
    "HRSI203": start_needs_main,
    "HRSI206": runbook_at_risk,
    "HRSI207": no_drill,
    "HRSI208": unencrypted_media,
    "HRSI209": single_path,
    "HRSI212": cloud_unchecked,
    "HRSI215": media_with_machine,
}
