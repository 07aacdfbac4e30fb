from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone
from tests.web.visitor import WAGES

from zoutong.web import pages
from zoutong.web.settings import DEVELOPMENT_SECRET

pytestmark = pytest.mark.django_db
PLACES = ("", "statement", "privacy", "accessibility", "erased")


@pytest.mark.parametrize("asked, place", [("zh-CN,zh;q=0.9", "/zh/"), ("en-GB,en;q=0.8", "/en/"), ("", "/zh/"), ("fr", "/zh/")])
def test_the_front_door_opens_in_a_language_that_she_reads(client, asked, place):
    assert client.get("/", headers={"Accept-Language": asked}).headers["Location"] == place


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("lang, name", [("zh", "zh-CN"), ("en", "en")])
def test_each_page_says_its_language_and_allows_nothing_from_elsewhere(client, lang, name, place):
    answer = client.get(f"/{lang}/{place}")
    page = answer.content.decode()
    assert f'<html lang="{name}"' in page
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.findall(r"\sstyle=|\son[a-z]+=|<script>", page)
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("lang, words", [("zh", "没有这个页面"), ("en", "no such page")])
def test_a_wrong_address_gets_a_page_in_its_language(client, lang, words):
    answer = client.get(f"/{lang}/nothing")
    assert answer.status_code == 404
    assert words in answer.content.decode()


@pytest.mark.parametrize("lang, words", [("zh", "我们这边出错了"), ("en", "on our side")])
def test_our_own_mistake_is_said_to_be_ours(rf, lang, words):
    answer = pages.failure(rf.get(f"/{lang}/result"))
    assert answer.status_code == 500
    assert words in answer.content.decode()


def test_a_stale_form_gives_back_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/zh/statement", {"statement": WAGES})
    assert answer.status_code == 403
    assert WAGES in answer.content.decode()
    assert "放得太久" in answer.content.decode()


def test_far_too_much_gets_a_sentence(client):
    answer = client.post("/zh/statement", {"statement": "多" * 2_000_000})
    assert answer.status_code == 400
    assert "可能太长了" in answer.content.decode()


def test_what_a_person_said_is_kept_by_no_cache(client):
    client.post("/zh/statement", {"statement": WAGES})
    for place in ("understood", "check", "result", "statement", "claims", "question/want"):
        assert "no-store" in client.get(f"/zh/{place}").headers["Cache-Control"]


def test_words_lie_in_the_database_and_only_a_key_in_the_browser(client):
    client.post("/zh/statement", {"statement": WAGES})
    assert WAGES not in client.cookies.output()
    assert client.cookies["zoutong"]["httponly"]


def test_old_sessions_are_erased_when_the_pulse_is_taken(client):
    client.post("/zh/statement", {"statement": WAGES})
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    assert client.get("/healthz").json()["status"] == "ok"
    assert not Session.objects.exists()


def test_robots_may_read_the_start_page_and_no_story(client):
    rules = client.get("/robots.txt").content.decode()
    assert "Allow: /zh/$" in rules
    assert "Disallow: /\n" in rules


@pytest.mark.parametrize("place", ["result", "start", "understood"])
def test_reading_pages_take_no_posts(client, place):
    assert client.post(f"/zh/{'' if place == 'start' else place}").status_code in (302, 405)


def test_real_people_are_not_served_with_the_settings_of_a_first_look(settings):
    settings.PRODUCTION, settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = True, True, DEVELOPMENT_SECRET, ["*"]
    assert {m.id for m in run_checks() if m.is_serious()} >= {"zoutong.E001", "zoutong.E002", "zoutong.E003", "zoutong.E005"}
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = False, "k" * 50, ["rs.example.gov.cn"]
    settings.ZOUTONG_BACKUP = "/srv/backup"
    assert not {m.id for m in run_checks() if m.is_serious() and m.id.startswith("zoutong")}


def test_pages_work_when_the_style_was_never_built(client, settings):
    settings.STATICFILES_DIRS = []
    assert {m.id for m in run_checks()} >= {"zoutong.W001"}
    assert client.get("/zh/").status_code == 200
