"""A line of the JSON log has the reference that a person saw as a field of its own."""

import json
import logging

import pytest

from bot.cli.logs import _Discreet, _JsonFormatter
from bot.discord_app.door import explain
from tests.discord_app.helpers import reference_in


def line(record: logging.LogRecord) -> dict[str, str]:
    _Discreet().filter(record)
    return dict(json.loads(_JsonFormatter().format(record)))


def test_reference_and_place_are_fields(caplog: pytest.LogCaptureFixture) -> None:
    told = explain(RuntimeError("what somebody wrote"), "tips schedule")
    (record,) = caplog.records
    fields = line(record)
    assert list(fields) == ["time", "level", "logger", "message", "reference", "place"]
    assert fields["reference"] == reference_in(told)
    assert fields["place"] == "tips schedule"
    assert "what somebody wrote" not in json.dumps(fields)


def test_other_lines_have_neither(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("bot").warning("hello")
    assert list(line(caplog.records[0])) == ["time", "level", "logger", "message"]
