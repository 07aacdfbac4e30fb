"""Knows the addresses of the ledger, below the language."""

from __future__ import annotations

from django.urls import path

from zoutong.web.ledger import candidate_views, plan_views, sum_views, views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.listed, name="all"),
    path("ledger/new", views.new, name="new"),
    path("ledger/candidates", candidate_views.candidates, name="candidates"),
    path("ledger/digest", sum_views.digested, name="digest"),
    path("ledger/lists", sum_views.lists, name="lists"),
    path("ledger/plans/", plan_views.listed, name="plans"),
    path("ledger/plans/<int:pk>/", plan_views.one, name="plan"),
    path("walked/", sum_views.walked, name="walked"),
    path("ledger/<str:number>/", views.one, name="one"),
    path("ledger/<str:number>/move", views.move, name="move"),
]
