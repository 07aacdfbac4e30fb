"""Knows the addresses of sign-in, of one's own account and of the accounts, below the language."""

from __future__ import annotations

from django.urls import path

from zoutong.web.people import account_views, own_views, sign_in, table_views

app_name = "people"
urlpatterns = [
    path("", own_views.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("second-factor", sign_in.second_factor, name="second_factor"),
    path("second-factor/new", sign_in.enrol, name="enrol"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("seat", own_views.seat, name="seat"),
    path("me", own_views.me, name="me"),
    path("me/password", own_views.password, name="password"),
    path("me/second-factor", own_views.renew_factor, name="renew_factor"),
    path("me/sign-out-everywhere", own_views.sign_out_everywhere, name="sign_out_everywhere"),
    path("me/leave", own_views.leave, name="leave"),
    path("me/deputy", own_views.deputy, name="deputy"),
    path("me/end", own_views.end, name="end"),
    path("accounts", account_views.accounts, name="accounts"),
    path("accounts/new", account_views.new, name="account_new"),
    path("accounts/<int:account>", account_views.account, name="account"),
    path("accounts/<int:account>/change", account_views.change, name="account_change"),
    path("units", table_views.units, name="units"),
    path("access", table_views.access, name="access"),
    path("journal", table_views.journal, name="journal"),
]
