"""A review as text for the terminal: the marked draft, the score, and the findings with their advice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from tellcheck_model.rubric import Rubric

_STYLES = {
    "serious": "bold magenta underline",
    "warn": "yellow underline",
    "hint": "blue underline",
    "strength": "green",
}
_SIGNS = {"serious": "✖", "warn": "▲", "hint": "•", "strength": "✓"}
_VERDICTS = {"send": "bold green", "improve": "bold yellow", "rework": "bold magenta"}
_WORDS = {
    "en": {
        "without": "score without it: {}",
        "abstained": {
            "too_short": "Too short to judge.",
            "language": "Not judged: neither English nor Spanish.",
            "unsure": "Not judged: it cannot be told whether this is outreach.",
        },
        "quiet": "Not outreach: no score, nothing to change.",
        "asks": "Asks for: ",
        "refusals": "Refusals so far: {}; this is attempt {}.",
        "headlines": "The message as a whole",
        "findings": "Sentence by sentence",
        "checks": "Checks",
        "thread": "The recipient",
        "subject": "in the subject",
    },
    "es": {
        "without": "puntuación sin ella: {}",
        "abstained": {
            "too_short": "Demasiado corto para valorarlo.",
            "language": "Sin valorar: no está en inglés ni en español.",
            "unsure": "Sin valorar: no se sabe si es un mensaje comercial.",
        },
        "quiet": "No es un mensaje comercial: sin puntuación, nada que cambiar.",
        "asks": "Pide: ",
        "refusals": "Negativas hasta ahora: {}; este es el intento {}.",
        "headlines": "El mensaje en conjunto",
        "findings": "Frase por frase",
        "checks": "Comprobaciones",
        "thread": "La otra persona",
        "subject": "en el asunto",
    },
}


def shown(data: dict[str, Any], text: str, rubric: Rubric) -> Iterator[Text | Padding]:
    """Yield the parts of the review in the order in which they are read."""
    language = data["language"] or "en"
    words: dict[str, Any] = _WORDS[language]
    yield _marked(text, data["findings"])
    yield Text()
    yield _headline(data, words, rubric, language)
    present = [h for h in data["headlines"].values() if h["present"]]
    if present:
        yield Text(words["headlines"], style="bold")
        for headline in present:
            yield _entry("serious", headline["title"], "", headline["why"], headline["advice"], "")
    if data["checks"]:
        yield Text(words["checks"], style="bold")
        for check in data["checks"]:
            yield _entry(check["severity"], check["title"], "", check["why"], check["advice"], "")
    if data["thread"]:
        yield Text(words["thread"], style="bold")
        for message in data["thread"]["messages"]:
            yield _entry("hint", message["title"], "", "", message["advice"], "")
        if data["thread"]["refusals"]:
            yield Text(words["refusals"].format(data["thread"]["refusals"], data["thread"]["attempts_since_refusal"]))
    if data["findings"]:
        yield Text(words["findings"], style="bold")
        for finding in data["findings"]:
            style = "strength" if finding["kind"] == "strength" else finding["severity"]
            without = words["without"].format(finding["score_without"]) if finding["score_without"] is not None else ""
            where = f" ({words['subject']})" if finding["in"] == "subject" else ""
            advice = "" if style == "strength" else finding["advice"]
            yield _entry(
                style, finding["title"] + where, finding["text"], finding["why"], advice, without if advice else ""
            )


def _headline(data: dict[str, Any], words: dict[str, Any], rubric: Rubric, language: str) -> Text:
    if data["abstained"]:
        return Text(words["abstained"][data["abstained"]] + "\n")
    if data["score"] is None:
        return Text(words["quiet"] + "\n")
    line = Text()
    verdict = rubric.names["verdicts"][data["verdict"]][language]["title"]
    line.append(f"{data['score']} / 100  {verdict}", style=_VERDICTS[data["verdict"]])
    if data["commitments"]:
        asked = dict.fromkeys(c["title"] for c in data["commitments"])
        line.append(f"\n{words['asks']}{', '.join(asked)}")
    return line.append("\n")


def _marked(text: str, findings: list[dict[str, Any]]) -> Text:
    encoded = text.encode("utf-16-le")
    marked = Text(text)
    order = ["strength", "hint", "warn", "serious"]
    ranked = [("strength" if f["kind"] == "strength" else f["severity"], f) for f in findings if f["in"] == "draft"]
    for style, finding in sorted(ranked, key=lambda pair: order.index(pair[0])):
        start, end = (len(encoded[: 2 * finding[key]].decode("utf-16-le")) for key in ("start", "end"))
        marked.stylize(_STYLES[style], start, end)
    return marked


def _entry(style: str, title: str, quoted: str, why: str, advice: str, without: str) -> Padding:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column()
    body = Text(title, style=_STYLES[style].replace(" underline", ""))
    if without:
        body.append(f"  {without}", style="dim")
    if quoted:
        one_line = " ".join(quoted.split())
        body.append(f"\n“{one_line[:110]}{'…' if len(one_line) > 110 else ''}”", style="italic")
    if why:
        body.append(f"\n{why}", style="default")
    if advice:
        body.append(f"\n→ {advice}", style="default")
    grid.add_row(Text(_SIGNS[style], style=_STYLES[style].replace(" underline", "")), body)
    return Padding(grid, (0, 0, 1, 2))
