"""What the documents promise is there: generated pages are fresh, links lead somewhere, commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tellcheck_model.docs import pages

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), ROOT / "server/README.md", ROOT / "model/README.md", ROOT / "extension/README.md"]


def test_generated_pages_are_fresh() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text("utf-8") != text]
    assert stale == [], "run `make docs`"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text("utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_make_target_named_in_the_documents_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = {name for d in DOCUMENTS for name in re.findall(r"`?make ((?:[a-z-]+ ?)+)", d.read_text("utf-8"))}
    first = {name.split()[0] for name in named if name.split()}
    assert first <= targets | {"s"}, first - targets


def test_every_command_named_in_the_documents_exists() -> None:
    from tellcheck_server.cli import COMMANDS

    named = {name for d in DOCUMENTS for name in re.findall(r"`?tellcheck ([a-z]+)\b", d.read_text("utf-8"))}
    for name in named & set(COMMANDS):
        done = subprocess.run(
            [Path(sys.executable).with_name("tellcheck"), name, "--help"], capture_output=True, check=False
        )
        assert done.returncode == 0, name
    assert {"serve", "review", "train", "evaluate", "rubric"} <= named
