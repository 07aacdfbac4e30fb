"""Knows how a server starts the pages."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoutong.web.settings")
application = get_wsgi_application()

from zoutong.web import warm  # noqa: E402 - the settings must be there first

warm.begin()
