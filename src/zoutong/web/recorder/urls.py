"""Knows the addresses of the recorder, below the language."""

from __future__ import annotations

from django.urls import path

from zoutong.web.recorder import views

app_name = "recorder"
urlpatterns = [
    path("", views.every, name="all"),
    path("worker.js", views.worker, name="worker"),
    path("touchpoints", views.touchpoints, name="touchpoints"),
    path("at/<str:step>", views.at_touchpoint, name="at"),
    path("<str:number>/", views.page, name="page"),
    path("<str:number>/state", views.state, name="state"),
    path("<str:number>/taps", views.batch, name="taps"),
    path("<str:number>/tap", views.tap, name="tap"),
    path("<str:number>/photo", views.photo, name="photo"),
]
