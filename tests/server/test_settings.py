"""Settings: a safe default each, read once, documented, and a misspelt one stops the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tellcheck_server.settings import SETTINGS, Settings, SettingsError, read_settings, settings_as_markdown

README = Path(__file__).parents[2] / "server" / "README.md"
COMMAND = Path(sys.executable).with_name("tellcheck")


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()
    assert (Settings().host, Settings().reviews_per_minute, Settings().deadline_seconds) == ("127.0.0.1", 60, 2.0)


@pytest.mark.parametrize(
    ("variable", "raw", "name", "value"),
    [
        ("TELLCHECK_PORT", "9000", "port", 9000),
        ("TELLCHECK_DEADLINE_SECONDS", "0.5", "deadline_seconds", 0.5),
        ("TELLCHECK_DEADLINE_SECONDS", "1", "deadline_seconds", 1),
        ("TELLCHECK_DATA_DIR", "12", "data_dir", "12"),
        ("TELLCHECK_HOST", "::1", "host", "::1"),
    ],
)
def test_a_variable_is_read_in_the_type_of_its_default(variable: str, raw: str, name: str, value: object) -> None:
    assert getattr(read_settings({variable: raw}), name) == value


@pytest.mark.parametrize(
    ("variable", "raw"),
    [
        ("TELLCHECK_PROT", "9000"),
        ("TELLCHECK_", "1"),
        ("TELLCHECK_port", "9000"),
        ("TELLCHECK_PORT", "nine"),
        ("TELLCHECK_PORT", "true"),
        ("TELLCHECK_PORT", "8765.5"),
        ("TELLCHECK_PORT", "0"),
        ("TELLCHECK_PORT", "65536"),
        ("TELLCHECK_WAITING", "-1"),
        ("TELLCHECK_SERVER", "apache"),
        ("TELLCHECK_LOG_LEVEL", "loud"),
        ("TELLCHECK_REVIEWS_PER_MINUTE", "[60]"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(variable: str, raw: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        read_settings({variable: raw})


def test_variables_of_the_tests_are_left_alone() -> None:
    assert read_settings({"TELLCHECK_REWRITE_GOLDENS": "1", "PATH": "/bin"}) == Settings()


def test_overrides_win_and_are_checked_too() -> None:
    assert read_settings({"TELLCHECK_PORT": "9000"}, {"port": 9001}).port == 9001
    with pytest.raises(SettingsError):
        read_settings({}, {"prot": 1})


@pytest.mark.parametrize("variable", ["TELLCHECK_PROT", "TELLCHECK_TOKEN"])
def test_an_unknown_variable_stops_the_start_with_exit_2_and_one_line(variable: str) -> None:
    done = subprocess.run([COMMAND, "serve"], env={**os.environ, variable: "1"}, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and variable in done.stderr


def test_every_setting_is_in_the_readme_as_the_code_has_it() -> None:
    assert settings_as_markdown() in README.read_text("utf-8")
    assert all(setting.help.endswith(".") for setting in SETTINGS)
