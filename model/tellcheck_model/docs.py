"""Pages that list things are written by this program: `python -m tellcheck_model.docs`, `--check` to compare only."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tellcheck_model.bundle import load_bundle
from tellcheck_model.card import model_card
from tellcheck_model.card_tables import reliability_svg
from tellcheck_model.corpus.second import agreement, messages_of
from tellcheck_model.rubric import Check, Rubric, Signal, read_rubric

ROOT = Path(__file__).parents[2]
TRAINING_DATA = ROOT / "training_data"
FIGURES = ROOT / "docs" / "figures"
_HEADER = "<!-- Written by `make docs`; change what it lists, not this page. -->\n"


def rubric_page(rubric: Rubric) -> str:
    """Return docs/rubric.md: every signal and check with its wording, in both languages."""
    parts = [
        _HEADER,
        "# What Tellcheck looks for\n",
        "Each entry is one file under `training_data/`; its name is the id in the API.\n",
    ]
    for title, kind in (("Tells", "tell"), ("Strengths", "strength")):
        parts.append(f"## {title}\n")
        parts += [_entry(signal) for signal in rubric.signals.values() if signal.kind == kind]
    parts.append("## Checks\n")
    parts += [_entry(check) for check in rubric.checks.values()]
    return "\n".join(parts)


def _entry(entry: Signal | Check) -> str:
    english, spanish = entry.wording["en"], entry.wording["es"]
    return "\n".join(
        [
            f"### {english['title']} · {spanish['title']}\n",
            f"`{entry.id}` · {entry.severity} · source: {entry.source}\n",
            f"**What it is.** {english['what']} · *{spanish['what']}*\n",
            f"**Why it matters.** {english['why']} · *{spanish['why']}*\n",
            f"**What to do.** {english['advice']} · *{spanish['advice']}*\n",
            f"- {english['before']} → {english['after']}",
            f"- *{spanish['before']}* → *{spanish['after']}*\n",
        ]
    )


def pages() -> dict[Path, str]:
    """Return every generated page of the checkout by its place."""
    bundle, rubric = load_bundle(), read_rubric(TRAINING_DATA)
    names = ("evaluation", "experiments", "robustness")
    measured, experiments, robustness = (json.loads((FIGURES / f"{name}.json").read_text("utf-8")) for name in names)
    files = sorted((TRAINING_DATA / "messages").glob("*.jsonl"))
    messages = [message for path in files for message in messages_of(path)]
    agreed = agreement(TRAINING_DATA / "labels", messages, rubric)
    return {
        ROOT / "docs" / "rubric.md": rubric_page(rubric),
        ROOT / "docs" / "images" / "reliability.svg": reliability_svg(bundle.metrics),
        ROOT / "MODEL_CARD.md": _HEADER + model_card(bundle, measured, agreed, experiments, robustness),
    }


def main() -> int:
    """Write the pages, or with `--check` name those that are stale and return 1."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale; run `make docs`")
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages()[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
