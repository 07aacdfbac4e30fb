"""Knows how dates, times, zones and durations are read and written in FEEL (ISO 8601, with ``@Zone/Name``)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zoutong.rules.feel.far import ERA_YEARS, Far, date_text, settle, shifted
from zoutong.rules.feel.values import YearsMonths, null, number

_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+/-]{1,60})?", re.ASCII)
_MONTHS = re.compile(r"(-)?P(?=\d)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
_DAYS = re.compile(r"(-)?P(?=[\dT])(?:(\d{1,12})D)?(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.(\d{0,30}))?S)?)?", re.ASCII)
MAX_OFFSET = dt.timedelta(hours=14)


def zone(text: str) -> dt.tzinfo | None:
    """Give the zone written at the end of a time: "", Z, +08:00 or @Asia/Shanghai."""
    if not text:
        return None
    if text == "Z":
        return dt.UTC
    if text.startswith("@"):
        try:
            return ZoneInfo(text[1:])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            null(f"没有名为“{text[1:]}”的时区")
    parts = [int(part) for part in text[1:].split(":")]
    offset = dt.timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2] if len(parts) > 2 else 0)
    if offset > MAX_OFFSET or parts[1] > 59:
        null(f"时差“{text}”超过 14 小时")
    return dt.timezone(-offset if text[0] == "-" else offset) if offset else dt.UTC


def offset_zone(offset: dt.timedelta | None) -> dt.tzinfo | None:
    """Give the zone of a fixed offset."""
    if offset is None:
        return None
    if abs(offset) > MAX_OFFSET:
        null("时差超过 14 小时")
    return dt.timezone(offset) if offset else dt.UTC


def make_date(year: int, month: int, day: int) -> dt.date | Far:
    """Make a date; null when there is no such day."""
    try:
        return settle(dt.date(2000 + year % ERA_YEARS, month, day), (year - 2000) // ERA_YEARS)
    except (ValueError, OverflowError):
        null(f"没有 {year} 年 {month} 月 {day} 日这一天")


def combine(day: dt.date | Far, clock: dt.time) -> dt.datetime | Far:
    """Put a day and a time of day together."""
    if isinstance(day, Far):
        return Far(dt.datetime.combine(day.near, clock), day.eras)
    return dt.datetime.combine(day, clock)


def make_time(hour: int, minute: int, second: int, micro: int, tz: dt.tzinfo | None) -> dt.time:
    """Make a time; null when there is no such time."""
    try:
        return dt.time(hour, minute, second, micro, tzinfo=tz)
    except (ValueError, OverflowError):
        null(f"没有 {hour}:{minute}:{second} 这个时刻")


def parse_date(text: str) -> dt.date | Far:
    """Read 2026-11-23."""
    match = _DATE.fullmatch(text)
    if match is None:
        null(f"“{text}”不是日期")
    return make_date(int(match[1]), int(match[2]), int(match[3]))


def parse_time(text: str) -> dt.time:
    """Read 09:30:00, with or without fraction and zone."""
    match = _TIME.fullmatch(text.removeprefix("T"))
    if match is None:
        null(f"“{text}”不是时刻")
    if match[1] == "24" and (match[2], match[3]) == ("00", "00") and not (match[4] or "").strip("0"):
        return make_time(0, 0, 0, 0, zone(match[5] or ""))
    return make_time(int(match[1]), int(match[2]), int(match[3]), int(((match[4] or "") + "000000")[:6]), zone(match[5] or ""))


def parse_moment(text: str) -> dt.datetime | Far:
    """Read 2026-11-23T09:30:00; a date alone is its midnight, 24:00:00 the midnight after."""
    day, mark, clock = text.partition("T")
    moment = combine(parse_date(day), parse_time(clock) if mark else dt.time())
    return shifted(moment, dt.timedelta(days=1)) if clock.startswith("24:") else moment  # type: ignore[return-value]


def parse_duration(text: str) -> YearsMonths | dt.timedelta:
    """Read P1Y2M or P1DT2H3M4S."""
    match = _MONTHS.fullmatch(text)
    if match:
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonths(-months if match[1] else months)
    match = _DAYS.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        null(f"“{text}”不是期间")
    micro = int(((match[6] or "") + "000000")[:6])
    try:
        length = dt.timedelta(
            days=int(match[2] or 0), hours=int(match[3] or 0), minutes=int(match[4] or 0), seconds=int(match[5] or 0), microseconds=micro
        )
    except OverflowError:
        null(f"期间“{text}”太长")
    return -length if match[1] else length


def parse_at(text: str) -> object:
    """Read what stands in @"…": a date, a time, a moment or a duration."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if "T" in text[1:]:
        return parse_moment(text)
    return parse_time(text) if text[2:3] == ":" else parse_date(text)


def zone_text(tz: dt.tzinfo | None) -> str:
    """Write a zone."""
    if tz is None:
        return ""
    if isinstance(tz, ZoneInfo):
        return "@" + tz.key
    offset = tz.utcoffset(None)
    if not offset:
        return "Z"
    sign, offset = ("-", -offset) if offset < dt.timedelta() else ("+", offset)
    minutes, seconds = divmod(offset.seconds, 60)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def time_text(value: dt.time | dt.datetime) -> str:
    """Write the time of day, with its zone."""
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{fraction}{zone_text(value.tzinfo)}"


def duration_text(value: dt.timedelta) -> str:
    """Write a days-and-time duration."""
    sign, value = ("-", -value) if value < dt.timedelta() else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{seconds}{fraction}S" if seconds or fraction else "")
    return sign + "P" + (f"{value.days}D" if value.days else "") + (f"T{clock}" if clock else "" if value.days else "T0S")


def temporal_text(value: object) -> str:
    """Write any temporal value as FEEL's string() does."""
    if isinstance(value, Far):
        return date_text(value) + (f"T{time_text(value.near)}" if isinstance(value.near, dt.datetime) else "")
    if isinstance(value, dt.datetime):
        return f"{value.date().isoformat()}T{time_text(value)}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return time_text(value)
    if isinstance(value, dt.timedelta):
        return duration_text(value)
    return str(value)


def seconds_of(value: dt.timedelta) -> Decimal:
    """Give the exact length in seconds."""
    return number(value.days * 86400 + value.seconds) + number(value.microseconds).scaleb(-6)


def from_seconds(seconds: Decimal) -> dt.timedelta:
    """Make a duration of so many seconds; null when it is too long."""
    try:
        return dt.timedelta(microseconds=int(seconds.scaleb(6)))
    except (OverflowError, ValueError):
        null("期间太长")


def moment_of(value: dt.date | Far) -> dt.datetime | Far:
    """Give the moment itself, or the midnight in UTC with which a date begins (DMN 1.5, 10.3.2.3.4)."""
    if isinstance(value, dt.datetime) or (isinstance(value, Far) and isinstance(value.near, dt.datetime)):
        return value
    return combine(value, dt.time(tzinfo=dt.UTC))


def property_of(value: object, name: str) -> object:
    """Give a component of a temporal value; null when it has none of that name."""
    if isinstance(value, Far):
        return number(value.year) if name == "year" else property_of(value.near, name)
    if isinstance(value, dt.date):
        match name:
            case "year" | "month" | "day":
                return number(getattr(value, name))
            case "weekday":
                return number(value.isoweekday())
    if isinstance(value, dt.datetime | dt.time):
        match name:
            case "hour" | "minute" | "second":
                return number(getattr(value, name))
            case "time offset":
                return value.utcoffset()
            case "timezone":
                return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None
    if isinstance(value, YearsMonths) and name in ("years", "months"):
        return number(value.years if name == "years" else value.months - value.years * 12)
    if isinstance(value, dt.timedelta) and name in ("days", "hours", "minutes", "seconds"):
        sign = -1 if value < dt.timedelta() else 1
        whole = abs(value)
        part = {"days": whole.days, "hours": whole.seconds // 3600, "minutes": whole.seconds // 60 % 60, "seconds": whole.seconds % 60}[
            name
        ]
        return number(sign * part)
    return null(f"这个值没有“{name}”这一部分")
