"""Physical quantities as people write them: durations, data volumes, line speeds, distances, shares.

Decimal units (1 TB = 10^12 bytes), binary ones when written so (1 TiB = 2^40 bytes).
A month counts 30 days and a year 365, as the selection table of the guide works with round months.
A business day is never turned into hours: whoever means hours must write hours.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

MINUTE = 60.0
HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY
MONTH = 30 * DAY
YEAR = 365 * DAY

_DURATION_UNITS = {
    "ms": 0.001,
    "s": 1.0,
    "m": MINUTE,
    "min": MINUTE,
    "h": HOUR,
    "d": DAY,
    "w": WEEK,
    "mo": MONTH,
    "y": YEAR,
    "ミリ秒": 0.001,
    "秒": 1.0,
    "秒間": 1.0,
    "分": MINUTE,
    "分間": MINUTE,
    "時間": HOUR,
    "日": DAY,
    "日間": DAY,
    "週": WEEK,
    "週間": WEEK,
    "か月": MONTH,
    "か月間": MONTH,
    "年": YEAR,
    "年間": YEAR,
}
_MONTH_SPELLINGS = re.compile("[ヶケカヵ箇ヵ]月")
_DURATION_PART = re.compile(
    r"(\d{1,9}(?:\.\d{1,6})?) ?(" + "|".join(sorted(_DURATION_UNITS, key=len, reverse=True)) + r")(?![a-z])"
)
_ISO_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<y>\d{1,9})Y)?(?:(?P<mo>\d{1,9})M)?(?:(?P<w>\d{1,9})W)?(?:(?P<d>\d{1,9}(?:\.\d{1,6})?)D)?"
    r"(?:T(?=\d)(?:(?P<h>\d{1,9}(?:\.\d{1,6})?)H)?(?:(?P<m>\d{1,9}(?:\.\d{1,6})?)M)?(?:(?P<s>\d{1,9}(?:\.\d{1,6})?)S)?)?"
)
_LONGEST_TEXT = 40
"""No quantity needs more characters; longer text is refused before any pattern sees it."""

_DECIMAL = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15}
_BINARY = {"Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50}
_PREFIXES = _DECIMAL | _BINARY
_VOLUME = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([kKMGTP]?|[KMGTP]i)B")
_RATE = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([kKMGTP]?|[KMGTP]i)(bps|b/s|bit/s|B/s)")
_DISTANCE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?(km|m|キロ|キロメートル)")
_SHARE = re.compile(r"(\d{1,4}(?:\.\d{1,3})?) ?%")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


_MOST_DIGITS = 6


def fold(text: str) -> str:
    """Width-folded text without outer blanks: full-width digits and units read like ASCII ones."""
    return unicodedata.normalize("NFKC", text).strip()


def digits_apart(*amounts: float, least: int = 1) -> int:
    """The fewest decimals, from ``least`` on, at which amounts that differ look different; beyond six they count as equal."""
    different = {round(amount, _MOST_DIGITS) for amount in amounts}
    for digits in range(least, _MOST_DIGITS):
        if len({f"{amount:.{digits}f}" for amount in different}) == len(different):
            return digits
    return _MOST_DIGITS


def _refuse(kind: str, hint: str = "") -> PydanticCustomError:
    return PydanticCustomError(f"quantity_{kind}", f"not a {kind}", {"hint": hint} if hint else None)


@dataclass(frozen=True, slots=True)
class Quantity(ABC):
    """A measured value with the text that the user typed."""

    text: str

    @classmethod
    @abstractmethod
    def parse(cls, value: object) -> Self:
        """Read a value as typed; raises PydanticCustomError when it is no such quantity."""

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """What an editor may accept before the program itself reads the value."""
        return {"type": "string", "minLength": 2, "maxLength": _LONGEST_TEXT}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def read(value: object) -> Quantity:
            if type(value) is str:
                return _parsed(cls.parse, value)
            return value if isinstance(value, cls) else cls.parse(value)

        return core_schema.no_info_plain_validator_function(
            read,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda quantity: quantity.text),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return cls.json_schema()


@lru_cache(maxsize=4096)
def _parsed(parse: Callable[[object], Quantity], text: str) -> Quantity:
    """The quantity of a text; the plans of an organisation repeat the same dates and times."""
    return parse(text)


@dataclass(frozen=True, slots=True, order=False)
class Duration(Quantity):
    """A span of time in seconds. Zero is a legal value: it means "at once"."""

    seconds: float

    @classmethod
    def parse(cls, value: object) -> Duration:
        """Read ``2h``, ``1h30m``, ``6mo``, ``2時間``, ``P3D`` or ``0``; business days are refused."""
        if value == 0 and not isinstance(value, bool):
            return cls(text="0", seconds=0.0)
        if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
            raise _refuse("duration", "number_without_unit" if isinstance(value, int | float) else "")
        text = fold(value)
        if text == "0":
            return cls(text=value, seconds=0.0)
        seconds = _iso_seconds(text) if text[:1] == "P" else _spelled_seconds(text)
        if seconds is None:
            raise _refuse("duration", _duration_hint(text))
        return cls(text=value, seconds=round(seconds, 6))  # so that 1.1h is 66m, not a little more

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            "anyOf": [{"const": 0}, {"type": "string", "minLength": 1, "maxLength": _LONGEST_TEXT}],
            "examples": ["30m", "2h", "3d", "2w", "6mo", "1y", "2時間", "P1D"],
        }

    @property
    def hours(self) -> float:
        """The span in hours."""
        return self.seconds / HOUR

    @property
    def plain(self) -> str:
        """The span as it can be typed again: the user's text without width variants."""
        return fold(self.text)

    @property
    def iso(self) -> str:
        """The span in ISO 8601, in days and smaller units (a month is 30 days by the project's rule)."""
        return iso_duration(self.seconds)


def iso_duration(seconds: float) -> str:
    """A span of seconds as an ISO 8601 duration of days, hours, minutes and seconds."""
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    time = "".join(f"{amount:g}{unit}" for amount, unit in ((hours, "H"), (minutes, "M"), (round(rest, 6), "S")) if amount)
    if not days and not time:
        return "PT0S"
    return "P" + (f"{int(days)}D" if days else "") + (f"T{time}" if time else "")


def _iso_seconds(text: str) -> float | None:
    match = _ISO_DURATION.fullmatch(text)
    if match is None:
        return None
    return sum(float(amount) * _DURATION_UNITS[unit] for unit, amount in match.groupdict().items() if amount)


def _spelled_seconds(text: str) -> float | None:
    text = _MONTH_SPELLINGS.sub("か月", text)
    position, seconds = 0, 0.0
    while position < len(text):
        match = _DURATION_PART.match(text, position)
        if match is None:
            return None
        seconds += float(match[1]) * _DURATION_UNITS[match[2]]
        position = match.end() + (text[match.end() : match.end() + 1] == " ")
    return seconds if position else None


def _duration_hint(text: str) -> str:
    """Name the slip behind an unreadable duration, as a key of the message catalogue."""
    for hint, pattern in (
        ("business_day", r"営業日|business ?day"),
        ("half_day", r"半日"),
        ("within", r"以内|以下|未満|以上|超|程度|くらい|ぐらい|約|およそ|ほぼ|within|about"),
        ("several", r"数(?:分|時間|日|週|か月|ヶ月|カ月|年)|several|a few"),
        ("at_once", r"即時|即座|直ちに|すぐ|瞬時|リアルタイム|ゼロ|immediate|at once|real ?time"),
        ("kanji_number", r"[一二三四五六七八九十]+ ?(?:分|時間|日|週|か月|ヶ月|年)"),
        ("date", r"\d{4}-\d{2}-\d{2}"),
        ("range", r"[〜～~]|\d ?- ?\d"),
        ("number_without_unit", r"\d+(\.\d+)?"),
    ):
        if re.search(pattern, text) and (hint != "number_without_unit" or re.fullmatch(pattern, text)):
            return hint
    return ""


@dataclass(frozen=True, slots=True)
class Volume(Quantity):
    """An amount of data in bytes."""

    bytes: float

    @classmethod
    def parse(cls, value: object) -> Volume:
        """Read ``2 TB`` or ``500 GiB``."""
        match = _match(_VOLUME, value, "volume")
        return cls(text=str(value), bytes=float(match[1]) * _PREFIXES[match[2]])

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return Quantity.json_schema() | {"examples": ["2 TB", "500 GiB"]}


@dataclass(frozen=True, slots=True)
class Rate(Quantity):
    """A speed of data in bits per second: a line (``100 Mbps``) or a device (``200 MB/s``)."""

    bits_per_second: float

    @classmethod
    def parse(cls, value: object) -> Rate:
        """Read ``100 Mbps``, ``1 Gb/s`` or ``200 MB/s``; zero is refused, nothing would ever arrive."""
        match = _match(_RATE, value, "rate")
        amount = float(match[1]) * _PREFIXES[match[2]] * (8 if match[3] == "B/s" else 1)
        if not amount:
            raise _refuse("rate", "zero_rate")
        return cls(text=str(value), bits_per_second=amount)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return Quantity.json_schema() | {"examples": ["100 Mbps", "1 Gbps", "200 MB/s"]}

    @property
    def bytes_per_second(self) -> float:
        """The speed in bytes per second."""
        return self.bits_per_second / 8


@dataclass(frozen=True, slots=True)
class Distance(Quantity):
    """A distance in kilometres."""

    kilometres: float

    @classmethod
    def parse(cls, value: object) -> Distance:
        """Read ``400 km`` or ``800 m``."""
        match = _match(_DISTANCE, value, "distance")
        return cls(text=str(value), kilometres=float(match[1]) / (1000 if match[2] == "m" else 1))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return Quantity.json_schema() | {"examples": ["400 km"]}


@dataclass(frozen=True, slots=True)
class Share(Quantity):
    """A share of a whole: ``20%`` is 0.2."""

    fraction: float

    @classmethod
    def parse(cls, value: object) -> Share:
        """Read ``20%``."""
        match = _match(_SHARE, value, "share")
        return cls(text=str(value), fraction=float(match[1]) / 100)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return Quantity.json_schema() | {"examples": ["20%"]}


@dataclass(frozen=True, slots=True)
class Day(Quantity):
    """A calendar day."""

    date: date

    @classmethod
    def parse(cls, value: object) -> Day:
        """Read ``2026-05-01``."""
        match = _match(_DATE, value, "date")
        try:
            return cls(text=match[0], date=date.fromisoformat(match[0]))
        except ValueError as error:
            raise _refuse("date", "no_such_day") from error

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _match(pattern: re.Pattern[str], value: object, kind: str) -> re.Match[str]:
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT and (match := pattern.fullmatch(fold(value))):
        return match
    raise _refuse(kind, "number_without_unit" if isinstance(value, int | float) else "")
