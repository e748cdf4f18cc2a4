"""What imports cannot show: where code, tells and the network may be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tellcheck_model.rubric import read_rubric

ROOT = Path(__file__).parents[2]
EXTENSION = [p for p in (ROOT / "extension/src").rglob("*.ts") if not p.name.endswith(".test.ts")]
PYTHON = [*(ROOT / "model/tellcheck_model").rglob("*.py"), *(ROOT / "server/tellcheck_server").rglob("*.py")]
# Rules that need a signal's name: the checks, the rules of the corpus, and what a page sets against the request.
MAY_NAME_SIGNALS = {"checks.py", "shown.py"}
# These ids are also everyday words of the code; they are looked for as whole strings only.
SIGNALS = sorted({*read_rubric(ROOT / "training_data").signals} - {"ask", "proof", "pressure", "deference"})


def test_training_data_holds_no_code() -> None:
    assert {p.suffix for p in (ROOT / "training_data").rglob("*") if p.is_file()} <= {".toml", ".jsonl", ".md", ".csv"}


@pytest.mark.parametrize("signal", SIGNALS)
def test_no_code_names_a_signal_save_where_a_rule_needs_it(signal: str) -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in (*PYTHON, *EXTENSION)
        if path.name not in MAY_NAME_SIGNALS
        and "corpus" not in path.parts
        and re.search(rf"\b{signal}\b", path.read_text("utf-8"))
    ]
    assert named == []


def test_only_the_background_uses_the_network() -> None:
    users = {
        p.name for p in EXTENSION if re.search(r"\b(fetch\(|XMLHttpRequest|WebSocket|sendBeacon)", p.read_text("utf-8"))
    }
    assert users <= {"background.ts", "api.ts"}
    assert users


def test_only_the_bundle_unpickles() -> None:
    users = {p.name for p in PYTHON if re.search(r"joblib\.load|pickle|dill|allow_pickle", p.read_text("utf-8"))}
    assert users == {"bundle.py"}


@pytest.mark.parametrize("path", [*PYTHON, *EXTENSION], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_stays_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
