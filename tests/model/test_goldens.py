"""Whole reviews of realistic drafts, as text that a person reads; `make goldens` writes them anew."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tellcheck_model import Draft, Reviewer, ThreadMessage

FOLDER = Path(__file__).parent / "goldens"
REQUESTS = [json.loads(line) for line in (FOLDER / "requests.jsonl").read_text("utf-8").splitlines()]


def readable(request: dict[str, Any], review: dict[str, Any]) -> str:
    """Return what the review says, without numbers that change with every training."""
    lines = [request["draft"], "", f"outreach: {review['outreach']['present']}", f"verdict: {review['verdict']}"]
    lines += [f"headline: {id}" for id, headline in review["headlines"].items() if headline["present"]]
    lines += [
        f"check: {check['id']} because of {', '.join(check['because']) or 'what is missing'}"
        for check in review["checks"]
    ]
    lines += [f"asks for: {commitment['id']}" for commitment in review["commitments"]]
    if review["thread"]:
        lines += [f"heard: {message['resistance']}" for message in review["thread"]["messages"]]
    lines += [f"{f['ref']} {f['id']}: {' '.join(f['text'].split())}" for f in review["findings"]]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("request_", REQUESTS, ids=[request["id"] for request in REQUESTS])
def test_the_review_reads_as_it_did(reviewer: Reviewer, request_: dict[str, Any]) -> None:
    thread = tuple(ThreadMessage(m["from"], m["text"]) for m in request_.get("thread", ()))
    draft = Draft(request_["draft"], request_["channel"], request_.get("subject"), request_.get("stage"), thread=thread)
    text = readable(request_, reviewer.review(draft).to_json())
    golden = FOLDER / f"{request_['id']}.txt"
    if os.environ.get("TELLCHECK_REWRITE_GOLDENS"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8"), "run `make goldens` and read the difference"
