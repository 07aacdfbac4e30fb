"""Knows the addresses of walks, below the language."""

from __future__ import annotations

from django.urls import path

from zoutong.web.walks import views, yield_views

app_name = "walks"
urlpatterns = [
    path("", views.listed, name="all"),
    path("now", views.now, name="now"),
    path("plan", views.plan, name="plan"),
    path("yield", yield_views.yielded, name="yield"),
    path("yield.xlsx", yield_views.book, name="yield_book"),
    path("join/<str:key>", views.join, name="join"),
    path("<str:number>/", views.one, name="one"),
    path("<str:number>/start", views.start, name="start"),
    path("<str:number>/sit", views.sit, name="sit"),
    path("<str:number>/swap", views.swap, name="swap"),
    path("<str:number>/end", views.end, name="end"),
]
