"""Knows sums of money, lengths of time, hours, heads, ages and grades, and which bare numbers may be a sum."""

from __future__ import annotations

import re
from decimal import Decimal

from zoutong.intake.words.numbers import NUMBER, Number, read_number
from zoutong.intake.words.scan import Ground
from zoutong.intake.words.tokens import (
    AGE,
    BARE,
    DAYS,
    DURATION,
    GRADE,
    HOURS,
    MONEY,
    ONE_DAY,
    ONE_HOUR,
    ONE_MONTH,
    ONE_YEAR,
    OTHER,
    PEOPLE,
    Token,
)

_SMALL = r"(?:[0-9]{1,4}(?:\.[0-9]{1,2})?|[零一二两俩仨三四五六七八九十百]{1,5}|几)"
_LOOSE = r"(?:[几多余来])?"

NEVER = re.compile(
    r"第[0-9一二三四五六七八九十百]{1,5}(?:条|款|项|季度|个月|个|天|次|年|批)?|[0-9]{1,3}(?:\.[0-9]+)?%|百分之[零一二两三四五六七八九十]{1,4}"
    r"|(?:凌晨|早上|上午|中午|下午|晚上|早|晚)?[0-9一二两三四五六七八九十]{1,3}(?:点钟?|:[0-9]{2})(?:半|一刻|[0-9]{1,2}分?)?(?!五|[0-9])"
    r"|(?<=[打拨报叫找])(?:12333|12345|12348|12315|12351|12329|110|119|120)(?![0-9元块万])|(?<![0-9])(?:996|007)(?=工作|加班|上班|制|的工|模式)|(?<![0-9a-z])[0-9a-z]{0,3}[0-9]{1,5}(?:室|栋|幢|弄|路|楼|层|单元|工号|班)|(?<![0-9])[0-9]{1,6}(?:倍|折|度|米|公里|平)"
)
MONEY_FORM = re.compile(
    rf"(?P<sign>(?:¥|rmb|cny|人民币)\s?)?(?P<number>{NUMBER})\s?(?P<unit>万元|元|块钱|块|圆|rmb|人民币|yuan|cny)?(?P<half>半)?"
)
_NOT_SUM = re.compile(
    r"(?:个|名|位|人|次|年|月|日|天|号|岁|周|级|小时|时|分|点|点|楼|室|期|件|份|张|家|条|栋|层|倍|%|度|米|斤|公里|路|[.:/-][0-9]|[0-9a-z]|\s?(?:months?|days?|hours?|years?|people|workers|colleagues|weeks?|of us))"
)
YEARS_MONTHS = re.compile(
    rf"(?P<y>{_SMALL})(?P<loose>多)?年(?P<half>半)?(?P<loose2>多)?(?:(?:零|又|加)?(?P<m>{_SMALL})个(?P<mhalf>半)?(?P<mloose>多)?月)?(?!前|薪|终|休|假|级|[0-9])"
)
MONTHS_FORM = re.compile(
    rf"(?:(?P<n>{_SMALL})(?P<loose>[多来几])?个(?P<half>半)?(?P<loose2>多)?(?:整)?月|(?P<short>[俩仨两])个?月)(?P<tail>零[0-9一二两三四五六七八九十]{{1,3}}天)?(?!份|前)"
)
HALF = re.compile(r"(?:(?P<year>半年|大半年|小半年)|(?P<month>半个月))(?P<loose>多)?(?!前)")
DAYS_FORM = re.compile(
    rf"(?P<n>{_SMALL}){_LOOSE}(?P<half>个半)?天(?!前|班|的?工资是)|(?<![每一1])(?P<week>(?!一|1个?[星礼周]){_SMALL})个?(?:星期|礼拜|周)(?!岁|前|[一二三四五六日天])"
)
HOURS_FORM = re.compile(
    rf"(?P<n>{_SMALL})(?P<loose>[多来几])?(?:个)?(?P<half>半)?(?:小时|钟头|个?工时)(?P<half2>半)?|(?P<only>半个?)(?:小时|钟头)"
)
PEOPLE_FORM = re.compile(
    rf"(?P<n>{_SMALL}{_LOOSE}(?:多)?)(?:个|名|位|号)?(?:人(?!民|事|力|家|均|次)|个?(?:工人|工友|民工|农民工|员工|同事|劳动者|兄弟|打工的))"
)
AGE_FORM = re.compile(rf"(?P<m>[0-9]{{1,2}}) years? old|(?P<n>{_SMALL})(?:多)?(?:周岁|岁)(?:多|半)?")
GRADE_FORM = re.compile(
    r"(?:伤残|工伤|残疾|评残|鉴定为|鉴定)(?:等级)?(?:为|是|评了|定了|评为|定为)?(?P<n>10|[1-9]|十|[一二三四五六七八九])级|(?P<m>10|[1-9]|十|[一二三四五六七八九])级(?:伤残|工伤|残疾)"
)
EN_LONG = re.compile(
    r"(?P<n>[0-9]{1,3}(?:\.[0-9])?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half a)[ -](?P<unit>months?|years?|days?|hours?|people|workers|of us|colleagues|weeks?)\b(?! ago| old)"
)
EN_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def scan_never(text: str, ground: Ground) -> None:
    """Take out what looks like a quantity and is none: clock times, percentages, articles, house numbers, hot lines."""
    for match in NEVER.finditer(text):
        ground.put(Token(OTHER, match.start(), match.end()))


def _rough(*parts: str | None) -> bool:
    return any(parts)


def _exact(words: str | None) -> Decimal | None:
    number = read_number(words) if words else None
    return number.exact if number is not None else None


def scan_durations(text: str, ground: Ground) -> None:
    """Put lengths of time on the ground, in months (半年, 一年零三个月, 2个半月, 俩月) or days; rough ones without a value."""
    for match in HALF.finditer(text):
        value = Decimal(6) if match.group("year") == "半年" else Decimal("0.5") if match.group("month") else None
        ground.put(
            Token(DURATION, match.start(), match.end(), None if match.group("loose") else value, "about" if match.group("loose") else "")
        )
    for match in YEARS_MONTHS.finditer(text):
        years, extra = _exact(match.group("y")), match.group("m")
        months = _exact(extra) if extra else Decimal(0)
        rough = _rough(match.group("loose"), match.group("loose2"), match.group("mloose")) or years is None or months is None or years > 80
        value = None if rough or years is None or months is None else years * 12 + (6 if match.group("half") else 0) + months
        if value is not None and match.group("mhalf"):
            value += Decimal("0.5")
        kind = ONE_YEAR if value == 12 and not extra else DURATION
        ground.put(Token(kind, match.start(), match.end(), value, "" if value is not None else "about"))
    for match in MONTHS_FORM.finditer(text):
        number = _exact(match.group("n")) if match.group("n") else _exact(match.group("short"))
        rough = _rough(match.group("loose"), match.group("loose2"), match.group("tail")) or number is None
        value = None if rough or number is None else number + (Decimal("0.5") if match.group("half") else 0)
        ground.put(Token(ONE_MONTH if value == 1 else DURATION, match.start(), match.end(), value, "" if value is not None else "about"))


def scan_counts(text: str, ground: Ground) -> None:
    """Put hours, days, heads, ages and injury grades on the ground."""
    for match in HOURS_FORM.finditer(text):
        number = Decimal("0.5") if match.group("only") else _exact(match.group("n"))
        rough = number is None or match.group("loose")
        value = None if rough or number is None else number + (Decimal("0.5") if match.group("half") or match.group("half2") else 0)
        ground.put(Token(ONE_HOUR if value == 1 else HOURS, match.start(), match.end(), value, "about" if rough else ""))
    for match in DAYS_FORM.finditer(text):
        loose = any(c in match.group() for c in "几多余来")
        number = None if loose else _exact(match.group("n") or match.group("week"))
        if number is not None:
            number = number * 7 if match.group("week") else number + (Decimal("0.5") if match.group("half") else 0)
        ground.put(Token(ONE_DAY if number == 1 else DAYS, match.start(), match.end(), number, "" if number is not None else "about"))
    for kind, pattern in ((AGE, AGE_FORM), (GRADE, GRADE_FORM), (PEOPLE, PEOPLE_FORM)):
        for match in pattern.finditer(text):
            words = match.group("n") or match.groupdict().get("m")
            number = None if "多" in match.group() else _exact(words)
            ground.put(Token(kind, match.start(), match.end(), number, "" if number is not None else "about"))


def scan_english(text: str, ground: Ground) -> None:
    """Put English counts on the ground: two months, 8 hours, six people."""
    for match in EN_LONG.finditer(text):
        words, unit = match.group("n"), match.group("unit").rstrip("s")
        value = Decimal("0.5") if words.startswith("half") else Decimal(EN_NUMBERS[words]) if words in EN_NUMBERS else Decimal(words)
        kind = {"month": DURATION, "year": DURATION, "day": DAYS, "week": DAYS, "hour": HOURS}.get(unit, PEOPLE)
        value *= {"year": 12, "week": 7}.get(unit, 1)
        if value == 1 and unit in ("month", "day", "hour"):
            kind = {"month": ONE_MONTH, "day": ONE_DAY, "hour": ONE_HOUR}[unit]
        ground.put(Token(kind, match.start(), match.end(), value))


def scan_money(text: str, ground: Ground) -> None:
    """Put sums in yuan on the ground; a number without a unit counts from 10 on when no other unit follows it."""
    for match in MONEY_FORM.finditer(text):
        number = read_number(match.group("number"))
        if number is None:
            continue
        named = bool(match.group("sign") or match.group("unit"))
        number, end = _with_unit(number, match)
        if not named and not _may_be_sum(text, match, number):
            continue
        value = number.exact.quantize(Decimal("0.01")) if number.exact is not None else None
        around = text[max(0, match.start() - 3) : match.start()] + text[end : end + 2]
        rough = re.search("大概|大约|差不多|约|左右|上下|将近|不到", around) is not None
        note = f"{number.low:f}-{number.high:f}" if value is None else "about" if rough else ""
        ground.put(Token(MONEY if named else BARE, match.start(), end, value, note))


def _with_unit(number: Number, match: re.Match[str]) -> tuple[Number, int]:
    """Count 万元 in full, and 三块半 as 3.5; give the number and where it ends."""
    if match.group("unit") == "万元":
        number = number.scaled(10_000)
    if match.group("half"):
        if match.group("unit") == "块" and number.exact is not None:
            return Number(number.exact + Decimal("0.5"), number.low, number.high), match.end()
        return number, match.start("half")
    return number, match.end()


def _may_be_sum(text: str, match: re.Match[str], number: Number) -> bool:
    before = text[match.start() - 1] if match.start() else " "
    end = match.start("half") if match.group("half") else match.end()
    if number.high < 10 or _NOT_SUM.match(text, end) or (before.isascii() and (before.isalnum() or before in "./:-_@#")):
        return False
    if match.group("number")[-1] in "几多余来" and number.exact is None and number.high < 1000:
        return False
    if before == "第" or (before == "零" and number.exact is None):
        return False
    return number.exact is None or number.exact >= 100 or match.group("number").isascii()
