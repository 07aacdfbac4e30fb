"""Whether a bureau is told that it has no backup."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from zoutong.cli.doctor import backup
from zoutong.web.safekeeping.last import days_since, remember

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_last_backup_is_remembered_beside_the_data(tmp_path):
    assert days_since(tmp_path, NOW) is None
    remember(tmp_path, (NOW - timedelta(days=3)).isoformat(), Path("x"))
    assert days_since(tmp_path, NOW) == 3
    assert [p.name for p in tmp_path.iterdir()] == ["last-backup.json"]
    remember(tmp_path / "none", NOW.isoformat(), Path("x"))
    (tmp_path / "last-backup.json").write_text("{")
    assert days_since(tmp_path, NOW) is None


@pytest.mark.parametrize("production, state", [(True, "error"), (False, "warning")])
def test_the_doctor_wants_a_backup_before_real_people_are_served(tmp_path, settings, production, state):
    settings.PRODUCTION = production
    assert backup(tmp_path).state == state
    remember(tmp_path, (datetime.now(UTC) - timedelta(days=5)).isoformat(), Path("x"))
    assert backup(tmp_path).state == "warning"
    remember(tmp_path, datetime.now(UTC).isoformat(), Path("x"))
    assert backup(tmp_path).state == "ok"
