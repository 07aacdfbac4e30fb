"""Knows the addresses of the visitor's own case, below the language."""

from __future__ import annotations

from django.urls import path

from zoutong.web.visit import views

app_name = "visit"
urlpatterns = [
    path("visit", views.hand_in, name="hand_in"),
    path("mine/<str:secret>/", views.case, name="case"),
    path("mine/<str:secret>/paper", views.paper, name="paper"),
    path("mine/<str:secret>/answer", views.answer, name="answer"),
    path("mine/<str:secret>/withdraw", views.withdraw, name="withdraw"),
    path("mine/<str:secret>/rate", views.rate, name="rate"),
]
