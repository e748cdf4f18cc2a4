"""The model card and the README's table of quality, made from the bundle's figures and from the measured ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tellcheck_model.bundle import Bundle

_FEWEST = 8


def model_card(bundle: Bundle, measured: dict[str, Any]) -> str:
    """Return MODEL_CARD.md for a bundle and the figures of `tellcheck evaluate FILE --out`."""
    figures, whole = bundle.metrics, bundle.metrics["all"]
    versions = ", ".join(f"{name} {number}" for name, number in bundle.manifest["versions"].items())
    return f"""# Model card: bundle {bundle.id}

**What it does.** Reads an outreach draft in English or Spanish and gives calibrated probabilities for the signals of
the rubric in each sentence, the commitment each request asks for, the resistance in each message of the recipient,
whether the message is outreach, and three headline verdicts. Checks and score are rules over these (`checks.py`,
`score.py`).

**What it is not for.** Judging people, ranking employees by their drafts, other languages, job applications or
personal mail. It does not generate text.

**How it is built.** Word and character n-grams and families of words in a sparse matrix, one logistic regression a
label (scikit-learn), a second stage with the neighbouring sentences, place, channel, stage and thread, and message
classifiers over the sentences' probabilities. Probabilities are calibrated (Platt) and thresholds chosen on authors
held out, precision weighing more than recall. Trained on {figures["messages"]} messages
({figures["sentences"]} sentences) by {figures["authors"]} authors, all written for this project, each labelled once by
its writer; versions: {versions}.

## On authors held out

Five-fold cross-validation over authors: no message is judged by a model that saw its author, and thresholds are
those chosen without that author. Command: `tellcheck evaluate`.

{quality_table(bundle)}

{_signals(whole["signals"])}

Commitment of asking sentences: accuracy {_n(whole["commitment"]["accuracy"])} over {whole["commitment"]["n"]}.
Resistance of recipients' messages: accuracy {_n(figures["resistance"]["accuracy"])} over {figures["resistance"]["n"]}.
Messages that are no outreach but would be scored: {_percent(whole["nagged"])} of {whole["non_outreach"]}.
By language: {_languages(figures)}.

## On real messages

{measured["all"]["messages"]} drafts from other sources that nobody on the project wrote, labelled by two annotators
independently and never trained on ({measured["en"]["messages"]} English, {measured["es"]["messages"]} Spanish). Each F1
is the mean against either annotator; beside it stands the annotators' agreement with each other. Command:
`tellcheck evaluate FILE`; bundle {measured["bundle"]}.

{measured_table(measured)}

{_measured_signals(measured)}

## Known limits

- The distance between the two halves of this card is the one to close: real mail is more varied than the messages
  written for training, and many non-outreach messages (job seekers, support macros) still look like outreach to it.
- Some settings (regularisation, which features the message classifiers see) were chosen while looking at the figures on
  real messages, so those flatter a little.
- Each training message was labelled once, by its writer; agreement between writers has not been measured.
- Spanish has fewer messages than English, and rare signals ({_rare(whole["signals"])}) have little support.
- A sentence encoder is not used; wording far from the training messages may pass unseen.
"""


def quality_table(bundle: Bundle) -> str:
    """Return the verdicts on authors held out as a Markdown table."""
    verdicts = bundle.metrics["all"]["verdicts"]
    rows = (
        (id, v["n"], _n(v["precision"]), _n(v["recall"]), _n(v["f1"]), _n(v["auc"]), _n(v["brier"]))
        for id, v in verdicts.items()
    )
    return _table(("verdict", "n", "precision", "recall", "F1", "AUC", "Brier"), rows)


def measured_table(measured: dict[str, Any]) -> str:
    """Return the figures on real messages as a Markdown table."""
    whole = measured["all"]
    rows = [(id, _n(v["f1"]), _n(v["annotators_f1"]), _n(v["auc"])) for id, v in whole["verdicts"].items()]
    rows += [
        ("signals, macro F1", _n(whole["signals_macro_f1"]), _n(whole["annotators_macro_f1"]), ""),
        ("precision of the tells shown", _n(whole["tells_precision"]), "", ""),
        ("commitment, recall", _n(whole["commitment_recall"]), "", ""),
        ("resistance, accuracy", _n(whole["resistance_accuracy"]), "", ""),
        ("non-outreach nagged", _n(whole["nagged"]), "", ""),
    ]
    return _table(("figure", "Tellcheck (F1)", "annotators (F1)", "AUC"), rows)


def _signals(signals: dict[str, Any]) -> str:
    ranked = sorted(signals.items(), key=lambda item: -item[1]["n"])
    rows = (
        (id, v["n"], _n(v["precision"]), _n(v["recall"]), _n(v["f1"]), _n(v["average_precision"]), _n(v["brier"]))
        for id, v in ranked
    )
    return _table(("signal", "n", "precision", "recall", "F1", "average precision", "Brier"), rows)


def _measured_signals(measured: dict[str, Any]) -> str:
    ranked = sorted(measured["all"]["signals"].items(), key=lambda item: -item[1]["support"])
    rows = (
        (id, f"{v['support']:g}", _n(v["precision"]), _n(v["f1"]), _n(v["annotators_f1"]))
        for id, v in ranked
        if v["support"] >= _FEWEST
    )
    return _table(("signal", "n", "precision", "F1", "annotators (F1)"), rows)


def _languages(figures: dict[str, Any]) -> str:
    parts = []
    for language, name in (("en", "English"), ("es", "Spanish")):
        part = figures["languages"][language]
        f1 = " / ".join(_n(v["f1"]) for id, v in part["verdicts"].items() if id != "outreach")
        parts.append(
            f"{name} ({part['messages']} messages) headlines F1 {f1}, signals macro F1 {_n(part['signals_macro_f1'])}"
        )
    return "; ".join(parts)


def _rare(signals: dict[str, Any]) -> str:
    return ", ".join(id for id, v in sorted(signals.items(), key=lambda item: item[1]["n"])[:5])


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def _n(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"
