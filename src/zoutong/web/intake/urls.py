"""Knows the addresses of the public pages, below the language."""

from __future__ import annotations

from django.urls import path

from zoutong.web.intake import answer_views, question_views, views

app_name = "intake"
urlpatterns = [
    path("", views.start, name="start"),
    path("statement", views.statement, name="statement"),
    path("understood", views.understood, name="understood"),
    path("claims", views.claims, name="claims"),
    path("next", question_views.onward, name="next"),
    path("question/<slug:fact>", question_views.question, name="question"),
    path("check", question_views.check, name="check"),
    path("result", answer_views.result, name="result"),
    path("result/<slug:clock>/<slug:claim>.ics", answer_views.calendar_file, name="calendar"),
    path("forms/<slug:document>", answer_views.form, name="form"),
    path("erase", views.erase, name="erase"),
    path("erased", views.erased, name="erased"),
    path("leave", views.leave, name="leave"),
    path("privacy", views.privacy, name="privacy"),
    path("accessibility", views.accessibility, name="accessibility"),
]
