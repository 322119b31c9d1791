"""Data on the move: how long an amount takes over a line or from a device, how much a line carries.

Decimal units throughout (1 TB = 10^12 bytes, 1 Mbps = 10^6 bit/s); a line gives a copy only its ``efficiency``.
"""

from __future__ import annotations

from typing import NamedTuple

from hrsi_cli.domain.judgement import ArithmeticTerm
from hrsi_cli.domain.plan import Backup
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import DAY, Rate, Volume
from hrsi_cli.engine.findings.spans import span
from hrsi_cli.engine.findings.subject import term

BITS_PER_BYTE = 8
FIBRE_KM_PER_SECOND = 200_000.0
"""Speed of light in glass fibre: about two thirds of that in a vacuum."""
_GIGABYTE, _MEGABIT = 1e9, 1e6
_SIZES = (("TB", 1e12), ("GB", 1e9), ("MB", 1e6))


def transfer_seconds(volume: float, bits_per_second: float, efficiency: float) -> float:
    """Seconds that so many bytes take over a line of which a copy gets a share."""
    return volume * BITS_PER_BYTE / (bits_per_second * efficiency)


def carried_bytes(seconds: float, bits_per_second: float, efficiency: float) -> float:
    """Bytes that a line carries in so many seconds."""
    return seconds * bits_per_second * efficiency / BITS_PER_BYTE


def write_delay_seconds(kilometres: float) -> float:
    """What a distance adds to one synchronous write: the light has to get there and back."""
    return 2 * kilometres / FIBRE_KM_PER_SECOND


class Transfer(NamedTuple):
    """An amount of data over a line."""

    amount: Volume
    link: Rate
    efficiency: float

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return transfer_seconds(self.amount.bytes, self.link.bits_per_second, self.efficiency)

    @property
    def terms(self) -> tuple[ArithmeticTerm, ...]:
        """The terms of the calculation."""
        return (
            term("data", self.amount.bytes / _GIGABYTE, "GB"),
            term("link", self.link.bits_per_second / _MEGABIT, "Mbps"),
            term("efficiency", self.efficiency, "ratio"),
        )

    @property
    def sum(self) -> Message:
        """The calculation in words, so that a reader can do it again."""
        return Message("finding.transfer", {**self._amounts, "time": span(self.seconds)})

    def sum_in_days(self, digits: int) -> Message:
        """The calculation in words, its result in days to so many decimals."""
        return Message("finding.transfer_days", {**self._amounts, "days": self.seconds / DAY, "digits": digits})

    @property
    def _amounts(self) -> dict[str, object]:
        return {"data": self.amount.text, "link": self.link.text, "efficiency": self.efficiency}


def run_transfer(backup: Backup, thresholds: Thresholds) -> Transfer | None:
    """One run of a backup over its line: its change, or everything when it is full or names no change."""
    amount = backup.volume if backup.method == "full" or backup.change is None else backup.change
    return _over_line(backup, amount, thresholds)


def full_transfer(backup: Backup, thresholds: Thresholds) -> Transfer | None:
    """A copy of everything over the line of a backup."""
    return _over_line(backup, backup.volume, thresholds)


def _over_line(backup: Backup, amount: Volume | None, thresholds: Thresholds) -> Transfer | None:
    """None when a term is unknown, or when the copies travel by road and leave the line alone."""
    if amount is None or backup.link is None or backup.transport == "road":
        return None
    return Transfer(amount, backup.link, thresholds.efficiency if backup.efficiency is None else backup.efficiency)


def capacity(seconds: float, transfer: Transfer) -> str:
    """What the line of a transfer carries in a time, as a volume in round units."""
    amount = carried_bytes(seconds, transfer.link.bits_per_second, transfer.efficiency)
    unit, size = next((known for known in _SIZES if amount >= known[1]), _SIZES[-1])
    return f"{amount / size:,.2f} {unit}"
