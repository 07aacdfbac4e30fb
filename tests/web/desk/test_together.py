"""Two people who write on one visitor's page: nothing is taken back unseen, nothing typed is lost."""

from __future__ import annotations

import html
import re

import pytest
from tests.web.desk.desk import ASKED, Desk

from zoutong.web.cases import store


@pytest.fixture
def two(house):
    return Desk(house.client("receptionist")), Desk(house.client("guide"))


class Page:
    """A reception page as a browser holds it: every field with what stands in it, sent back as a whole."""

    def __init__(self, desk: Desk, number: str) -> None:
        self.desk, self.number = desk, number
        self.fields = fields(desk.get(f"reception/{number}"))

    def send(self, do: str = "save", **typed: str):
        self.fields |= typed
        return self.desk.post(f"reception/{self.number}", **self.fields, do=do)

    def pause(self, **typed: str) -> str:
        self.fields |= typed
        return self.desk.post(f"reception/{self.number}/draft", **self.fields).content.decode()


def fields(page: str) -> dict[str, str]:
    form = page[page.index('<form id="reception"') :]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if (
            name
            and name[1] not in ("do", "csrfmiddlewaretoken", "code")
            and ('type="radio"' not in tag or " checked" in tag)
            and "checkbox" not in tag
        ):
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(inside)
    return found


def person(number: str, desk: Desk) -> dict[str, str]:
    return fields(desk.get(f"reception/{number}"))


def test_a_page_that_is_only_saved_again_takes_nothing_back(two):
    ours, theirs = two
    number = ours.received()
    first, second = Page(ours, number), Page(theirs, number)
    assert second.send(**{"p-applicant_address": "宛平南路1号", "note": "她赶火车"}).status_code == 302
    assert first.send(**{"p-safe_contact": "晚上打"}).status_code == 302
    now = person(number, ours)
    assert (now["p-applicant_address"], now["note"], now["p-safe_contact"]) == ("宛平南路1号", "她赶火车", "晚上打")


def test_the_same_field_changed_by_both_is_told_with_both_words_and_the_earlier_stands(two):
    ours, theirs = two
    number = ours.received()
    first, second = Page(ours, number), Page(theirs, number)
    second.send(**{"p-applicant_phone": "13911112222"})
    answer = first.send(**{"p-applicant_phone": "13733334444", "note": "两件事"})
    shown = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "13911112222" in shown and "13733334444" in shown and "您写的没有存" in shown
    assert person(number, ours)["p-applicant_phone"] == "13911112222"
    assert person(number, ours)["note"] == "两件事"
    # On the page that tells her, she may have her own way: she has seen what it was.
    Page(ours, number).send(**{"p-applicant_phone": "13733334444"})
    assert person(number, ours)["p-applicant_phone"] == "13733334444"


def test_what_somebody_types_on_her_own_page_is_never_in_her_way(two):
    ours, _ = two
    page = Page(ours, ours.received())
    for typed in ("1", "12", "123", ""):
        assert "已保存" in page.pause(note=typed)
    assert person(page.number, ours)["note"] == ""


def test_at_a_pause_of_the_hand_the_later_is_told_too(two):
    ours, theirs = two
    number = ours.received()
    first, second = Page(ours, number), Page(theirs, number)
    second.pause(note="她等了两小时")
    assert "您写的没有存" in first.pause(note="她明天再来")
    assert person(number, ours)["note"] == "她等了两小时"


def test_a_step_is_not_completed_over_a_clash(two):
    ours, theirs = two
    number = ours.received()
    first, second = Page(ours, number), Page(theirs, number)
    second.send(note="乙")
    token = next(iter(store.load(number).walk.tasks))
    answer = first.send(do=f"finish-{token}", **ASKED, note="甲")
    assert answer.status_code == 409
    assert token in store.load(number).walk.tasks
    assert Page(ours, number).send(do=f"finish-{token}", **ASKED).status_code == 302
    assert token not in store.load(number).walk.tasks
    assert person(number, theirs)["note"] == "乙"


def test_a_door_that_was_left_as_proposed_goes_along_with_what_is_proposed_now(two):
    ours, _ = two
    page = Page(ours, ours.received())
    page.send()
    shown = ours.get(f"reception/{page.number}")
    assert "why-unpaid_wages" not in shown
