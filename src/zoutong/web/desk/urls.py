"""Knows the addresses of the desk, below the language."""

from __future__ import annotations

from django.urls import path

from zoutong.web.desk import act_views, board_views, case_views, export_views, list_views, paper_views, queue_views, reception_views

app_name = "desk"
urlpatterns = [
    path("", list_views.today, name="today"),
    path("queue", queue_views.queue, name="queue"),
    path("queue/take", queue_views.take, name="take"),
    path("queue/call", queue_views.call, name="call"),
    path("queue/skip", queue_views.skip, name="skip"),
    path("queue/slip/<str:number>", queue_views.slip, name="slip"),
    path("hall", queue_views.hall, name="hall"),
    path("reception/<str:number>", reception_views.reception, name="reception"),
    path("reception/<str:number>/draft", reception_views.draft, name="draft"),
    path("work", list_views.work, name="work"),
    path("work/many", list_views.bulk, name="bulk"),
    path("work/keep", list_views.saved_new, name="saved_new"),
    path("work/forget", list_views.saved_forget, name="saved_forget"),
    path("search", list_views.search, name="search"),
    path("export", export_views.export, name="export"),
    path("exports", export_views.exports, name="exports"),
    path("exports/<int:pk>.xlsx", export_views.export_file, name="export_file"),
    path("exports/<int:pk>/cancel", export_views.export_cancel, name="export_cancel"),
    path("case/<str:number>/", case_views.case, name="case"),
    path("case/<str:number>/act", act_views.act, name="act"),
    path("case/<str:number>/receipt", paper_views.receipt, name="receipt"),
    path("case/<str:number>/notice", paper_views.notice, name="notice"),
    path("case/<str:number>/document/<slug:name>", paper_views.document, name="document"),
    path("case/<str:number>/handed/<int:sending>", paper_views.handed_over, name="handed_over"),
    path("case/<str:number>/papers", paper_views.paper_add, name="paper_add"),
    path("case/<str:number>/papers/<int:paper>", paper_views.paper, name="paper"),
    path("board", board_views.board, name="board"),
    path("keys", board_views.keys, name="keys"),
]
