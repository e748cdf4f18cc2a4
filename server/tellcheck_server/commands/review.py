"""`tellcheck review`: the review of a draft as coloured text, as JSON, or of many drafts line by line."""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

import click
from tellcheck_model import BundleError, Draft, Reviewer, load_reviewer
from tellcheck_model.rubric import CHANNELS, LANGUAGES, STAGES

from tellcheck_server.commands.requests import RequestError, draft_from
from tellcheck_server.commands.starting import CANNOT_START


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@click.option(
    "--channel", type=click.Choice(CHANNELS), default="email", show_default=True, help="Where it will be sent."
)
@click.option("--subject", help="The subject line.")
@click.option("--stage", type=click.Choice(STAGES), help="Inferred when left out.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Detected when left out.")
@click.option("--reply-to", help="The recipient's last message.")
@click.option("--wording", type=click.Choice(LANGUAGES), help="Language of the advice; the draft's when left out.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "jsonl")),
    default="text",
    show_default=True,
    help="jsonl: one request object a line in, one review a line out.",
)
@click.pass_context
def review(
    ctx: click.Context,
    file: TextIO,
    channel: str,
    subject: str | None,
    stage: str | None,
    language: str | None,
    reply_to: str | None,
    wording: str | None,
    form: str,
) -> None:
    """Review a draft from FILE, or from standard input with `-`."""
    try:
        reviewer = load_reviewer()
    except BundleError as error:
        click.echo(f"model_unusable: {error}", err=True)
        ctx.exit(CANNOT_START)
    if form == "jsonl":
        ctx.exit(_review_lines(file, reviewer, wording))
    request: dict[str, Any] = {
        "draft": _read(file),
        "channel": channel,
        "subject": subject,
        "stage": stage,
        "language": language,
    }
    if reply_to:
        request["thread"] = [{"from": "recipient", "text": reply_to}]
    try:
        draft = draft_from(request)
    except RequestError as error:
        raise click.UsageError(str(error)) from error
    data = reviewer.review(draft, wording=wording).to_json()
    if form == "json":
        click.echo(json.dumps({"review": data}, ensure_ascii=False, indent=1))
    else:
        _show(data, draft, reviewer)


def _read(file: TextIO) -> str:
    try:
        return file.read()
    except UnicodeDecodeError as error:
        raise click.UsageError("The draft is not UTF-8 text; save it as UTF-8 and try again.") from error


def _review_lines(file: TextIO, reviewer: Reviewer, wording: str | None) -> int:
    """Answer one request a line, in order; a line that is no request gets a problem and does not stop the rest."""
    failed = 0
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            answer: dict[str, Any] = {
                "review": reviewer.review(draft_from(json.loads(line)), wording=wording).to_json()
            }
        except (ValueError, RequestError) as error:
            reason = str(error) if isinstance(error, RequestError) else "is not JSON"
            answer = {"problem": {"line": number, "detail": reason}}
            failed += 1
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 2 if failed else 0


def _show(data: dict[str, Any], draft: Draft, reviewer: Reviewer) -> None:
    from rich.console import Console

    from tellcheck_server.commands.display import shown

    console = Console(highlight=False)
    for part in shown(data, draft.text, reviewer.rubric):
        console.print(part)
