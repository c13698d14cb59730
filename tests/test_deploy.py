"""The examples in deploy/: what they start exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

DEPLOY = Path(__file__).parent.parent / "deploy"


@pytest.mark.parametrize("often", ["daily", "weekly"])
def test_a_timer_starts_a_service_whose_commands_exist(often):
    timer = (DEPLOY / f"sdg-platform-{often}.timer").read_text()
    service = (DEPLOY / f"sdg-platform-{often}.service").read_text()
    started = re.findall(r"^ExecStart=.*manage\.py (\w+)", service, re.MULTILINE)
    assert "OnCalendar=" in timer
    assert started
    assert set(started) <= get_commands().keys()


def test_the_weekly_letter_has_a_timer():
    assert "send_digest" in (DEPLOY / "sdg-platform-weekly.service").read_text()
