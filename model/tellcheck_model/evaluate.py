"""Measure the reviewer on labelled messages that were never learned from, beside the agreement of their annotators.

The file holds one message a line: `kind` (`reply` for a prospect's message), `channel`, `stage`, `language`,
`subject`, `prospect_said`, `segments`, `text`, and `labels` by two annotators, `a` and `b`. Each figure is the mean
of the comparisons with either annotator; AUC and accuracies look at what both agree on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, precision_score, roc_auc_score

from tellcheck_model.errors import MessagesError
from tellcheck_model.messages import ThreadMessage
from tellcheck_model.review import Draft, Reviewer
from tellcheck_model.rubric import LANGUAGES, STAGES, Rubric

_STAGES = {"breakup": "follow_up", "answer_to_objection": "reply", **{stage: stage for stage in STAGES}}
_FEWEST = 8  # a signal that the annotators found more rarely stays out of the macro average
Item = dict[str, Any]


def evaluate_file(
    path: Path, reviewer: Reviewer, progress: Callable[[int, int], None] = lambda done, of: None
) -> dict[str, Any]:
    """Return the figures for all messages and for each language; MessagesError names a line that cannot be read."""
    items = _read(path)
    reviews = []
    for number, item in enumerate(items, 1):
        progress(number, len(items))
        reviews.append(reviewer.review(_draft(item)).to_json())
    pairs = list(zip(items, reviews, strict=True))
    groups = {"all": pairs, **{code: [p for p in pairs if p[0]["language"] == code] for code in LANGUAGES}}
    figures = {name: _measure(group, reviewer.rubric) for name, group in groups.items() if group}
    return {"bundle": reviewer.bundle_id, **figures}


def _read(path: Path) -> list[Item]:
    items = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            item = json.loads(line)
            if (
                not {"kind", "text", "channel", "language", "labels"} <= item.keys()
                or not {"a", "b"} <= item["labels"].keys()
            ):
                raise ValueError("lacks one of kind, text, channel, language, labels (a and b)")
        except (ValueError, AttributeError) as error:
            raise MessagesError(f"{path.name}:{number}: {error}") from error
        items.append(item)
    return items


def _draft(item: Item) -> Draft:
    if item["kind"] == "reply":
        return Draft("Thanks.", "email", thread=(ThreadMessage("recipient", item["text"]),))
    said = item.get("prospect_said")
    return Draft(
        text=item["text"],
        channel=item["channel"],
        subject=item.get("subject"),
        stage=_STAGES.get(item.get("stage") or ""),
        thread=(ThreadMessage("recipient", said),) if said else (),
    )


def _measure(pairs: list[tuple[Item, Item]], rubric: Rubric) -> dict[str, Any]:
    drafts = [(item, review) for item, review in pairs if item["kind"] != "reply"]
    sentences = [row for item, review in drafts for row in _sentences(item, review)]
    quiet = [
        review for item, review in drafts if not item["labels"]["a"]["outreach"] and not item["labels"]["b"]["outreach"]
    ]
    return {
        "messages": len(drafts),
        "verdicts": {name: _verdict(drafts, name) for name in ("outreach", *rubric.headlines)},
        **_signals(sentences, rubric),
        "commitment_recall": _share(row["asked"] for row in sentences),
        "resistance_accuracy": _share(_heard(item, review) for item, review in pairs),
        "nagged": _share(r["score"] is not None or any(f["kind"] == "tell" for f in r["findings"]) for r in quiet),
    }


def _verdict(drafts: list[tuple[Item, Item]], name: str) -> dict[str, Any]:
    a, b = ([int(item["labels"][who][name]) for item, _ in drafts] for who in "ab")
    verdicts = [review["outreach"] if name == "outreach" else review["headlines"][name] for _, review in drafts]
    said = [int(verdict["present"]) for verdict in verdicts]
    agreed = [(verdict["probability"], x) for verdict, x, y in zip(verdicts, a, b, strict=True) if x == y]
    both = len({x for _, x in agreed}) == 2
    return {
        "f1": float(np.mean([f1_score(truth, said, zero_division=0) for truth in (a, b)])),
        "auc": float(roc_auc_score([x for _, x in agreed], [p for p, _ in agreed])) if both else None,
        "annotators_f1": float(f1_score(a, b, zero_division=0)),
        "present": sum(a),
    }


def _sentences(item: Item, review: Item) -> list[dict[str, Any]]:
    rows, at = [], 0
    for number, segment in enumerate(item["segments"]):
        start = item["text"].find(segment, at)
        at = start + len(segment) if start >= 0 else at
        span = (_utf16(item["text"][:start]), _utf16(item["text"][:at])) if start >= 0 else (-1, -1)
        labels = {who: set(item["labels"][who]["signals"].get(str(number), [])) for who in "ab"}
        asked = {item["labels"][who].get("commitment", {}).get(str(number)) for who in "ab"}
        rows.append(
            {
                "said": {f["id"] for f in review["findings"] if f["in"] == "draft" and _same(span, f)},
                **labels,
                "asked": _found(asked.pop(), review, span) if len(asked) == 1 and None not in asked else None,
            }
        )
    return rows


def _same(span: tuple[int, int], finding: Item) -> bool:
    """Whether the finding shares at least half of the shorter of the two."""
    shared = min(span[1], finding["end"]) - max(span[0], finding["start"])
    return bool(shared > 0 and 2 * shared >= min(span[1] - span[0], finding["end"] - finding["start"]))


def _found(commitment: str | None, review: Item, span: tuple[int, int]) -> bool:
    at = [c for c in review["commitments"] if c["in"] == "draft" and min(c["end"], span[1]) > max(c["start"], span[0])]
    return any(c["id"] == commitment for c in at)


def _signals(rows: list[dict[str, Any]], rubric: Rubric) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for id, signal in rubric.signals.items():
        said, a, b = ([id in row[key] for row in rows] for key in ("said", "a", "b"))
        if not any(said) and not any(a) and not any(b):
            continue
        found[id] = {
            "kind": signal.kind,
            "support": (sum(a) + sum(b)) / 2,
            "said": sum(said),
            "f1": float(np.mean([f1_score(truth, said, zero_division=0) for truth in (a, b)])),
            "precision": float(np.mean([precision_score(truth, said, zero_division=0) for truth in (a, b)])),
            "annotators_f1": float(f1_score(a, b, zero_division=0)),
        }
    counted = [entry for entry in found.values() if entry["support"] >= _FEWEST]
    tells = [entry for entry in found.values() if entry["kind"] == "tell" and entry["said"]]
    return {
        "signals": dict(found),
        "signals_macro_f1": float(np.mean([e["f1"] for e in counted])) if counted else None,
        "annotators_macro_f1": float(np.mean([e["annotators_f1"] for e in counted])) if counted else None,
        "tells_precision": sum(e["precision"] * e["said"] for e in tells) / sum(e["said"] for e in tells)
        if tells
        else None,
    }


def _heard(item: Item, review: Item) -> bool | None:
    wanted = {item["labels"][who].get("resistance") or item["labels"][who].get("prospect_resistance") for who in "ab"}
    if len(wanted) != 1 or None in wanted:
        return None
    heard = (review["thread"] or {"messages": []})["messages"]
    return bool(heard) and heard[0]["resistance"] == wanted.pop()


def _share(answers: Iterable[bool | None]) -> float | None:
    judged = [answer for answer in answers if answer is not None]
    return sum(judged) / len(judged) if judged else None


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
