"""Knows the addresses of letters, below the language."""

from __future__ import annotations

from django.urls import path

from zoutong.web.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.listed, name="all"),
    path("new", views.new, name="new"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/move", views.move, name="move"),
    path("<int:pk>/letter.docx", views.docx, name="docx"),
    path("<int:pk>/letter.pdf", views.pdf, name="pdf"),
    path("<int:pk>/lists.xlsx", views.excel, name="excel"),
]
