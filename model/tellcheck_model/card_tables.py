"""The parts of the model card that show a bundle's figures beyond the totals: tables and the reliability picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from tellcheck_model.rubric import CHANNELS

_HEADLINES = ("straight_pitch", "weak_value_proposition", "missing_value_exchange")
_NAMES = {
    "linkedin_note": "LinkedIn note",
    "linkedin_message": "LinkedIn message",
    "inmail": "InMail",
    "email": "email",
    "hidden_characters": "hidden characters in words",
    "look_alike_letters": "look-alike letters of another script",
    "curly_quotes": "curly quotes",
    "trailing_spaces": "spaces behind lines",
    "blank_lines": "more blank lines",
    "merge_field_renamed": "merge fields renamed",
    "typos": "a typo in one word of eight",
    "lower_case": "all lower case",
    "capitals": "all capitals",
    "emoji": "an emoji added",
    "accents_left_out": "accents left out",
    "padding_1": "1 harmless sentence added",
    "padding_3": "3 harmless sentences added",
    "padding_10": "10 harmless sentences added",
    "question_mark": "a question mark after the last sentence",
    "thanks": "a line of thanks added",
    "pitch_in_two_lines": "the pitch sentence split in two lines",
    "hollow_strength": '"I read your article." in front',
}
_KINDS = {"invisible": "not seen by a reader", "noise": "written in haste", "gaming": "meant to win points"}
# Width and height of the picture, and the square in it: left, top, side.
_WIDTH, _HEIGHT, _LEFT, _TOP, _SIDE = 640, 470, 70, 20, 380
_LINES = (
    ("outreach", "outreach", "", "circle"),
    ("headlines", "headlines", "9 5", "square"),
    ("signals", "signals", "2 4", "triangle"),
)


def channels_table(figures: dict[str, Any]) -> str:
    """Return the figures of each channel on authors held out as a Markdown table."""
    parts = figures["channels"]
    return _parts_table("channel", [(_NAMES[id], parts[id]) for id in CHANNELS if id in parts])


def provenance_table(figures: dict[str, Any]) -> str:
    """Return the figures of each batch of messages on authors held out as a Markdown table."""
    return _parts_table("batch", figures["provenance"].items())


def good_table(figures: dict[str, Any]) -> str:
    """Return the false alarms on good messages as a Markdown table; empty where they were not measured."""
    good = figures["good"]
    if good is None:
        return ""
    rows = (
        ("a tell graver than a hint is shown", percent(good["raised"])),
        ("in a sentence that does not carry it", percent(good["unfounded"])),
        ("a sentence carries one by its labels", percent(good["labelled"])),
    )
    return table((f"of {good['messages']} outreach messages without a headline", "share"), rows)


def robustness_table(measured: dict[str, Any]) -> str:
    """Return what `tellcheck_model.robustness` measured as a Markdown table."""
    rows = (
        (
            _NAMES[name],
            _KINDS[row["kind"]],
            row["drafts"],
            _points(row["mean_move"]),
            "–" if row["largest_move"] is None else row["largest_move"],
            _points(row["mean_rise"], signed=True),
            percent(row["verdict_changed"]),
            row["score_lost"],
            row["rework_to_send"],
        )
        for name, row in measured["perturbations"].items()
    )
    counts = ("drafts", "mean move", "largest", "mean rise", "verdict changes", "no score left", "rework to send")
    return table(("change", "kind", *counts), rows)


def reliability_svg(figures: dict[str, Any]) -> str:
    """Return a picture of how often what was given a probability came true: outreach, headlines and signals.

    A file of its own, which follows the system's light or dark theme. The lines differ in dashes and marks; empty bins
    are left out.
    """
    bins = {**figures["reliability"], "headlines": _pooled([figures["reliability"][id] for id in _HEADLINES])}
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
            f'height="{_HEIGHT}" role="img" aria-labelledby="title described" font-family="sans-serif" font-size="14">',
            '<title id="title">Reliability of the probabilities</title>',
            f'<desc id="described">{escape(_described(bins))}</desc>',
            "<style>svg{color:#1f2328}@media(prefers-color-scheme:dark){svg{color:#e6edf3}}</style>",
            *_axes(),
            *(part for id, _, dashes, mark in _LINES for part in _line(bins[id], dashes, mark)),
            *_legend(),
            "</svg>\n",
        ]
    )


def _pooled(bins_of_labels: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    found = []
    for same in zip(*bins_of_labels, strict=True):
        filled = [bin for bin in same if bin["count"]]
        count = sum(bin["count"] for bin in filled)
        mean, observed = (
            sum(bin[key] * bin["count"] for bin in filled) / count if count else None for key in ("mean", "observed")
        )
        found.append({"count": count, "mean": mean, "observed": observed})
    return found


def _described(bins: dict[str, Any]) -> str:
    parts = []
    for id, name, _, _ in _LINES:
        points = ", ".join(f"{b['mean']:.2f}: {b['observed']:.2f}" for b in bins[id] if b["count"])
        parts.append(f"{name}, probability given and share that came true: {points}.")
    return " ".join(parts)


def _x(chance: float) -> float:
    return round(_LEFT + chance * _SIDE, 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * _SIDE, 1)


def _axes() -> list[str]:
    middle = _TOP + _SIDE / 2
    parts = [
        '<g stroke="currentColor" fill="none">',
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" stroke-opacity=".5"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke-opacity=".35"/>',
        "</g>",
        '<g fill="currentColor">',
    ]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        parts.append(f'<text x="{_x(share)}" y="{_y(0) + 20}" text-anchor="middle">{share:.1f}</text>')
        parts.append(f'<text x="{_LEFT - 8}" y="{_y(share) + 5}" text-anchor="end">{share:.1f}</text>')
    return [
        *parts,
        f'<text x="{_x(0.5)}" y="{_y(0) + 46}" text-anchor="middle">probability given</text>',
        f'<text transform="translate(20 {middle}) rotate(-90)" text-anchor="middle">share that came true</text>',
        "</g>",
    ]


def _line(bins: Sequence[dict[str, Any]], dashes: str, mark: str) -> list[str]:
    points = [(_x(bin["mean"]), _y(bin["observed"])) for bin in bins if bin["count"]]
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return [
        f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="2"{dashed}/>' if points else "",
        *(_mark(mark, x, y) for x, y in points),
    ]


def _mark(mark: str, x: float, y: float) -> str:
    if mark == "circle":
        return f'<circle cx="{x}" cy="{y}" r="4.5" fill="currentColor"/>'
    shape = f"M{x - 5} {y - 5}h10v10h-10z" if mark == "square" else f"M{x} {y - 6.5}l6 11h-12z"
    return f'<path d="{shape}" fill="currentColor"/>'


def _legend() -> list[str]:
    left, parts = _LEFT + _SIDE + 24, []
    for number, (_, name, dashes, mark) in enumerate(_LINES):
        y = _TOP + 30 + 30 * number
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts += [
            f'<path d="M{left} {y}h44" fill="none" stroke="currentColor" stroke-width="2"{dashed}/>',
            _mark(mark, left + 22, y),
            f'<text x="{left + 54}" y="{y + 5}" fill="currentColor">{name}</text>',
        ]
    y = _TOP + 30 + 30 * len(_LINES)
    return [
        *parts,
        f'<path d="M{left} {y}h44" stroke="currentColor" stroke-opacity=".35"/>',
        f'<text x="{left + 54}" y="{y + 5}" fill="currentColor">as it should be</text>',
    ]


def _parts_table(name: str, parts: Iterable[tuple[str, dict[str, Any]]]) -> str:
    rows = []
    for id, part in parts:
        verdicts = part["verdicts"]
        rows.append(
            (
                id,
                part["messages"],
                number(verdicts["outreach"]["f1"]),
                " / ".join(number(verdicts[headline]["f1"]) for headline in _HEADLINES),
                " / ".join(number(verdicts[headline]["auc"]) for headline in _HEADLINES),
                number(part["signals_macro_f1"]),
                _of(part["nagged"], part["non_outreach"]),
            )
        )
    head = (name, "messages", "outreach F1", "headlines F1", "headlines AUC", "signals macro F1", "non-outreach nagged")
    return table(head, rows)


def table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def number(value: float | None) -> str:
    """Return a figure with two decimals, a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def _points(value: float | None, signed: bool = False) -> str:
    return "–" if value is None else f"{value:+.1f}" if signed else f"{value:.1f}"


def percent(value: float | None) -> str:
    """Return a share in per cent, a dash where there is none."""
    return "–" if value is None else f"{100 * value:.0f} %"


def _of(share: float | None, count: int) -> str:
    return "–" if share is None else f"{100 * share:.0f} % of {count}"
