"""Knows what must never be so when real people use the pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from zoutong.web.settings import DEVELOPMENT_SECRET

SHORTEST_SECRET = 32


@checks.register()
def safe_for_people(app_configs: Sequence[AppConfig] | None = None, **_: object) -> list[checks.CheckMessage]:
    """Refuse the settings of a first look when ``ZOUTONG_PRODUCTION`` is on; name what is missing in both languages."""
    found: list[checks.CheckMessage] = []
    if settings.PRODUCTION:
        if settings.SECRET_KEY == DEVELOPMENT_SECRET or len(settings.SECRET_KEY) < SHORTEST_SECRET:
            found.append(
                checks.Error(
                    "正式运行需要自己的密钥。The pages for real people need a secret of their own.",
                    hint="设置 ZOUTONG_SECRET，至少32个字符。Set ZOUTONG_SECRET to at least 32 characters.",
                    id="zoutong.E001",
                )
            )
        if settings.DEBUG:
            found.append(
                checks.Error("正式运行不能打开调试。Debug must be off.", hint="去掉 ZOUTONG_DEBUG。Unset ZOUTONG_DEBUG.", id="zoutong.E002")
            )
        if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
            found.append(
                checks.Error(
                    "正式运行要写明网址的主机名。The host names must be given.",
                    hint="设置 ZOUTONG_HOSTS，用逗号分开。Set ZOUTONG_HOSTS, separated by commas.",
                    id="zoutong.E003",
                )
            )
        if not settings.ZOUTONG_BACKUP:
            found.append(
                checks.Error(
                    "正式运行要设定备份文件夹。Backups need a folder.",
                    hint="设置 ZOUTONG_BACKUP，放在另一块磁盘上。Set ZOUTONG_BACKUP to a folder on another disk.",
                    id="zoutong.E005",
                )
            )
    if not settings.ZOUTONG_PACK.is_dir():
        found.append(
            checks.Error(
                f"找不到内容包 {settings.ZOUTONG_PACK}。The pack is not there.",
                hint="设置 ZOUTONG_PACK。Set ZOUTONG_PACK to the folder of the pack.",
                id="zoutong.E004",
            )
        )
    if not settings.STATICFILES_DIRS or not (settings.STATICFILES_DIRS[0] / "built" / "staff.css").is_file():
        found.append(
            checks.Warning(
                "页面样式没有构建，页面能用，只是朴素一些。The style is not built; the pages work, only plainer.",
                hint="运行 npm ci 和 npm run build。Run npm ci and npm run build.",
                id="zoutong.W001",
            )
        )
    return found
