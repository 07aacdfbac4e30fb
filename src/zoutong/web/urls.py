"""Knows the addresses of the pages."""

from __future__ import annotations

from django.urls import include, path, register_converter

from zoutong.web import pages
from zoutong.web.language import LANGUAGES


class Language:
    """The first part of an address."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Language, "language")

urlpatterns = [
    path("", pages.front, name="front"),
    path("healthz", pages.healthz, name="healthz"),
    path("robots.txt", pages.robots, name="robots"),
    path("<language:lang>/staff/", include("zoutong.web.people.urls")),
    path("<language:lang>/desk/", include("zoutong.web.desk.urls")),
    path("<language:lang>/walks/", include("zoutong.web.walks.urls")),
    path("<language:lang>/letters/", include("zoutong.web.letters.urls")),
    path("<language:lang>/", include("zoutong.web.ledger.urls")),
    path("<language:lang>/recorder/", include("zoutong.web.recorder.urls")),
    path("<language:lang>/", include("zoutong.web.visit.urls")),
    path("<language:lang>/", include("zoutong.web.intake.urls")),
]
handler400 = "zoutong.web.pages.bad_request"
handler403 = "zoutong.web.pages.forbidden"
handler404 = "zoutong.web.pages.not_found"
handler500 = "zoutong.web.pages.failure"
