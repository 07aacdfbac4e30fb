"""Knows which things a person cannot mean at once, and the plain question that each of them asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zoutong.intake.words.match import Found
from zoutong.kernel.facts import CONTRADICTORY
from zoutong.kernel.words import Words

_SAID = {
    "contract_signed": Words(
        "您既说没有签过劳动合同，又说到合同已签、续签或者到期。请问到底签过书面劳动合同吗？",
        "You said that no contract was signed, and also spoke of a contract signed, renewed or expiring. Was a written labour contract ever signed?",
    ),
    "end_mode": Words(
        "您说到了不止一种离开的方式。请问最后是您自己辞职，单位让您走，还是双方商量好的？",
        "You spoke of more than one way of leaving. In the end, did you resign, did the employer end it, or did both sides agree?",
    ),
    "still_employed": Words(
        "您说还在上班，又说已经离开。请问您现在还在这家单位上班吗？",
        "You said that you still work there, and also that you have left. Are you still working there now?",
    ),
    "employer_name": Words(
        "您说到了不止一家单位的名字。请问合同上或者发工资的是哪一家？",
        "You named more than one employer. Which one stands in the contract or pays you?",
    ),
    "worker_age": Words("您说到了不同的年龄。请问您今年多少周岁？", "You gave different ages. How old are you now?"),
    "hire_date": Words(
        "您说到了不同的入职时间。请问第一天上班是哪一天？", "You gave different starting days. Which was your first day at work?"
    ),
    "end_date": Words(
        "您说到了不同的离职时间。请问最后一天上班是哪一天？", "You gave different last days. Which was your last day at work?"
    ),
    "pregnant": Words("您前后说的怀孕情况不一样。请问现在是否怀孕？", "What you said about pregnancy differs. Are you pregnant now?"),
    "injury_recognized": Words(
        "您前后说的工伤认定情况不一样。请问认定决定书拿到了吗？",
        "What you said about the injury decision differs. Do you have the decision in writing?",
    ),
}
_MONTHS_AFTER = Words(
    "您说{end}就离开了，又说{month}的工资没发。请问最后一天上班是哪一天？",
    "You said that you left on {end}, and also that wages for {month} are unpaid. Which was your last day at work?",
)
_TURNED = Words(
    "您说的离职时间早于入职时间。请问入职和最后一天上班各是哪一天？",
    "The last day that you gave is before the first one. Which were your first and your last day at work?",
)
_SUM = Words(
    "您说欠{sum}元，可是{months}个月、每月{wage}元算下来是{product}元。请问实际欠多少，为什么不一样？",
    "You said {sum} yuan are owed, but {months} months at {wage} yuan make {product}. How much is owed, and why does it differ?",
)
_HOURS = Words(
    "您说是小时工，可是每天做{hours}小时，超过了4小时。请问每天、每周实际做几个小时？",
    "You said that you are paid by the hour, but {hours} hours a day are more than four. How many hours do you really work a day and a week?",
)
_OWN = Words(
    "您签的是合作或者个体户协议，又说像员工一样被管理。请问平时谁安排您的工作、怎么考勤、怎么发钱？",
    "You signed a cooperation agreement, but are managed like an employee. Who assigns your work, how is attendance kept and how are you paid?",
)
_AGE = Words(
    "您说已经在领养老金，可是年龄是{age}岁。请问您的出生年月和办退休的时间是？",
    "You said that you draw a pension, but your age is {age}. When were you born, and when did you retire?",
)
_IMPOSSIBLE = Words("日历上没有“{day}”这一天。请问是哪一天？", "There is no such day as {day}. Which day was it?")
_WHICH_YEAR = Words("您说的“{day}”是哪一年的？", "Which year is meant by {day}?")


def fill(words: Words, **values: object) -> Words:
    """Put values into the places of both sentences."""
    zh, en = words.zh, words.en
    for name, value in values.items():
        zh, en = zh.replace(f"{{{name}}}", str(value)), en.replace(f"{{{name}}}", str(value))
    return Words(zh, en)


def dates_to_ask(vague: list[tuple[str, str]]) -> list[Words]:
    """Give a question for each day that the calendar lacks and each whose year is open; ``vague`` holds words and note."""
    asks = [fill(_IMPOSSIBLE, day=said) for said, note in vague if note == "impossible"]
    return asks + [fill(_WHICH_YEAR, day=said) for said, note in vague if note == "which year"]


def contradictions(settled: dict[str, Found], text: str) -> list[Words]:
    """Find what cannot be meant at once, mark those facts contradictory in ``settled``, and give the questions."""
    asks: list[Words] = []
    _contract(settled, text)
    days = _end_and_months(settled)
    asks += days + _sum_and_months(settled) + _person(settled)
    told = {"end_date", "hire_date"} if days else set()
    for name, words in _SAID.items():
        if name in settled and name not in told and settled[name].value == CONTRADICTORY:
            asks.append(words)
    return list(dict.fromkeys(asks))


def _mark(settled: dict[str, Found], *names: str) -> None:
    for name in names:
        one = settled.get(name)
        if one is not None and one.value != CONTRADICTORY:
            settled[name] = Found(name, CONTRADICTORY, one.span, one.rank, one.row, str(one.value))


def _value(settled: Mapping[str, Found], name: str) -> object:
    one = settled.get(name)
    return None if one is None or one.value == CONTRADICTORY else one.value


def _yuan(settled: Mapping[str, Found], name: str) -> Decimal | None:
    value = _value(settled, name)
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _contract(settled: dict[str, Found], text: str) -> None:
    """没签 beside 续签 or 到期 in the same statement."""
    if _value(settled, "contract_signed") is False and re.search(
        r"(?<!没)(?<!不)(?<!不给我)续签(?:了|过)|续签的?合同|合同(?:快|马上|就要|下个?月|已经)(?:要|就)?到期", text
    ):
        _mark(settled, "contract_signed")


def _end_and_months(settled: dict[str, Found]) -> list[Words]:
    """A month of wages after the last day; a last day before the first; still there and an end."""
    asks: list[Words] = []
    end, hire, months = (_value(settled, n) for n in ("end_date", "hire_date", "unpaid_months"))
    if isinstance(end, date) and isinstance(months, list) and months and max(months) > f"{end:%Y-%m}":
        said = f"{end:%Y-%m}" if settled["end_date"].note == "month" else end.isoformat()
        asks.append(fill(_MONTHS_AFTER, end=said, month=max(months)))
        _mark(settled, "end_date")
    elif isinstance(end, date) and isinstance(hire, date) and end < hire:
        asks.append(_TURNED)
        _mark(settled, "end_date", "hire_date")
    ended = isinstance(end, date) or _value(settled, "end_mode") is not None
    if _value(settled, "still_employed") is True and ended:
        _mark(settled, "still_employed")
    return asks


def _sum_and_months(settled: dict[str, Found]) -> list[Words]:
    """A sum that is not months times pay; a tenth of difference is let pass."""
    total, wage = _yuan(settled, "unpaid_amount"), _yuan(settled, "monthly_wage")
    months = _value(settled, "unpaid_months_full")
    listed = _value(settled, "unpaid_months")
    if months is None and isinstance(listed, list):
        months = len(listed)
    if total is None or wage is None or not isinstance(months, int):
        return []
    product = wage * months
    if any(settled[n].note for n in ("unpaid_amount", "monthly_wage")) or abs(total - product) * 10 <= product:
        return []
    _mark(settled, "unpaid_amount")
    return [fill(_SUM, sum=total, months=months, wage=wage, product=product)]


def _person(settled: dict[str, Found]) -> list[Words]:
    asks: list[Words] = []
    hours = _value(settled, "hours_per_day")
    if _value(settled, "employment_form") == "part_time_hourly" and isinstance(hours, int | Decimal) and hours > 4:
        asks.append(fill(_HOURS, hours=hours))
        _mark(settled, "employment_form")
    if _value(settled, "contract_type") == "cooperation_agreement" and _value(settled, "managed_attendance") is True:
        asks.append(_OWN)
    age = _value(settled, "worker_age")
    if _value(settled, "retirement_status") == "drawing_pension" and isinstance(age, int) and age < 45:
        asks.append(fill(_AGE, age=age))
        _mark(settled, "retirement_status", "worker_age")
    return asks
