"""The model card and the README's table of quality, made from the bundle's figures and from the measured ones."""

from __future__ import annotations

from typing import Any

from tellcheck_model.bundle import Bundle
from tellcheck_model.card_tables import (
    channels_table,
    good_table,
    number,
    percent,
    provenance_table,
    robustness_table,
    table,
)

_FEWEST = 8
_SELDOM = 0.3


def model_card(
    bundle: Bundle,
    measured: dict[str, Any],
    agreement: dict[str, dict[str, float]],
    experiments: dict[str, Any],
    robustness: dict[str, Any],
) -> str:
    """Return MODEL_CARD.md.

    `measured` holds the figures of `tellcheck evaluate FILE --out`, `agreement` those of two people's labels,
    `experiments` and `robustness` what the modules of these names write.
    """
    figures, whole = bundle.metrics, bundle.metrics["all"]
    learned, heard = figures["learned_from"], figures["resistance"]
    versions = ", ".join(f"{name} {number}" for name, number in bundle.manifest["versions"].items())
    return f"""# Model card: bundle {bundle.id}

**What it does.** Reads an outreach draft in English or Spanish and gives calibrated probabilities for the signals of
the rubric in each sentence, the commitment each request asks for, the resistance in each message of the recipient,
whether the message is outreach, and three headline verdicts. Checks and score are rules over these (`checks.py`,
`score.py`).

**What it is not for.** Judging people, ranking employees by their drafts, other languages, job applications or
personal mail. It does not generate text.

**How it is built.** Two readings of each sentence, their log-odds averaged: word and character n-grams and families of
words in a sparse matrix, one logistic regression a label (scikit-learn); and a sentence encoder, multilingual-e5-small
cut to two languages and eight layers and tuned to the labels (docs/decisions/0008). A second stage adds the
neighbouring sentences, place, channel, stage and thread, and message classifiers rest on the sentences' probabilities.
Probabilities are calibrated (Platt) and thresholds chosen on authors held out, precision weighing more than recall.
Trained on {learned["messages"]} messages ({learned["sentences"]} sentences) by {learned["authors"]} authors and
{learned["replies"]} answers of recipients, all written for this project; versions: {versions}.

## The labels

Each message was labelled by its writer and, blind, by a second person; a third settled where they differ
(the second in the six pilot files; docs/decisions/0009).
How far two people agree before that, over the {_counted(agreement)} messages labelled twice:

{_agreement(agreement)}

## On authors held out

{figures["messages"]} messages by {figures["authors"]} authors ({figures["sentences"]} sentences) that the encoder was
not tuned on. Cross-validation over authors: none is judged by words, stages or thresholds that saw its author.
Command: `tellcheck evaluate`.

{quality_table(bundle)}

{_signals(whole["signals"])}

Commitment of asking sentences: accuracy {number(whole["commitment"]["accuracy"])} over {whole["commitment"]["n"]}.
Resistance of recipients' messages: accuracy {number(heard["accuracy"])} over {heard["n"]}.
Messages that are no outreach but would be scored: {percent(whole["nagged"])} of {whole["non_outreach"]}.
By language: {_languages(figures)}.

{channels_table(figures)}

{provenance_table(figures)}

{good_table(figures)}

Does a probability mean what it says? Ten bins of probability against the share found true:

![Reliability of the probabilities](docs/images/reliability.svg)

## On real messages

{measured["all"]["messages"]} drafts from other sources that nobody on the project wrote, labelled by two annotators
independently and never trained on ({measured["en"]["messages"]} English, {measured["es"]["messages"]} Spanish). Each F1
is the mean against either annotator; beside it stands the annotators' agreement with each other. Command:
`tellcheck evaluate FILE`; bundle {measured["bundle"]}.

{measured_table(measured)}

{_measured_signals(measured)}

## What each part is worth

Fitted anew without it, or on a share of the authors; the encoder stays as released where it is used.
Command: `python -m tellcheck_model.experiments FILE`.

{experiments_table(experiments)}

## When the draft is changed without changing what it says

Command: `python -m tellcheck_model.robustness`.

{robustness_table(robustness)}

## Known limits

- The distance between the figures on authors held out and those on real messages is the one to close: the messages
  written for training can still be told from real ones, and real mail is more varied.
- Some settings (regularisation, which features the message classifiers see, the encoder's layers) were chosen while
  looking at the figures on real messages, so those flatter a little.
- Seldom found in real mail: {_seldom_found(measured)}.
- Spanish has fewer messages than English, and rare signals ({_rare(whole["signals"])}) have little support.
- A tell added to the rubric is known to the n-grams after `tellcheck train`, to the encoder once that is made anew.
"""


def experiments_table(rows: dict[str, Any]) -> str:
    """Return the experiments as a Markdown table: held-out authors, then real messages where they were measured."""
    head = ("fitted", "messages held out", "headlines F1", "signals F1", "real: headlines F1", "AUC", "signals F1")
    lines = []
    for name, row in rows.items():
        own, real = row["held_out"], row.get("real", {})
        lines.append(
            (
                name,
                own["messages"],
                number(own["headlines_f1"]),
                number(own["signals_f1"]),
                number(real.get("headlines_f1")),
                number(real.get("headlines_auc")),
                number(real.get("signals_f1")),
            )
        )
    return table(head, lines)


def _agreement(figures: dict[str, dict[str, float]]) -> str:
    ranked = sorted(figures.items(), key=lambda item: -item[1]["given"])
    rows = ((id, f"{v['given']:g}", number(v["f1"]), number(v["kappa"])) for id, v in ranked)
    return table(("label", "given, mean of the two", "F1 of one against the other", "kappa"), rows)


def _seldom_found(measured: dict[str, Any]) -> str:
    signals = measured["all"]["signals"]
    return ", ".join(id for id, v in signals.items() if v["support"] >= _FEWEST / 2 and v["f1"] < _SELDOM)


def _counted(figures: dict[str, dict[str, float]]) -> int:
    return int(figures["outreach"]["pairs"])


def quality_table(bundle: Bundle) -> str:
    """Return the verdicts on authors held out as a Markdown table."""
    verdicts = bundle.metrics["all"]["verdicts"]
    rows = (
        (id, v["n"], number(v["precision"]), number(v["recall"]), number(v["f1"]), number(v["auc"]), number(v["brier"]))
        for id, v in verdicts.items()
    )
    return table(("verdict", "n", "precision", "recall", "F1", "AUC", "Brier"), rows)


def measured_table(measured: dict[str, Any]) -> str:
    """Return the figures on real messages as a Markdown table."""
    whole = measured["all"]
    rows = [(id, number(v["f1"]), number(v["annotators_f1"]), number(v["auc"])) for id, v in whole["verdicts"].items()]
    rows += [
        ("signals, macro F1", number(whole["signals_macro_f1"]), number(whole["annotators_macro_f1"]), ""),
        ("precision of the tells shown", number(whole["tells_precision"]), "", ""),
        ("commitment, recall", number(whole["commitment_recall"]), "", ""),
        ("resistance, accuracy", number(whole["resistance_accuracy"]), "", ""),
        ("non-outreach nagged", number(whole["nagged"]), "", ""),
    ]
    return table(("figure", "Tellcheck (F1)", "annotators (F1)", "AUC"), rows)


def _signals(signals: dict[str, Any]) -> str:
    ranked = sorted(signals.items(), key=lambda item: -item[1]["n"])
    rows = (
        (
            id,
            v["n"],
            number(v["precision"]),
            number(v["recall"]),
            number(v["f1"]),
            number(v["average_precision"]),
            number(v["brier"]),
        )
        for id, v in ranked
    )
    return table(("signal", "n", "precision", "recall", "F1", "average precision", "Brier"), rows)


def _measured_signals(measured: dict[str, Any]) -> str:
    ranked = sorted(measured["all"]["signals"].items(), key=lambda item: -item[1]["support"])
    rows = (
        (id, f"{v['support']:g}", number(v["precision"]), number(v["f1"]), number(v["annotators_f1"]))
        for id, v in ranked
        if v["support"] >= _FEWEST
    )
    return table(("signal", "n", "precision", "F1", "annotators (F1)"), rows)


def _languages(figures: dict[str, Any]) -> str:
    parts = []
    for language, name in (("en", "English"), ("es", "Spanish")):
        part = figures["languages"][language]
        f1 = " / ".join(number(v["f1"]) for id, v in part["verdicts"].items() if id != "outreach")
        parts.append(
            f"{name} ({part['messages']} messages) headlines F1 {f1}, "
            f"signals macro F1 {number(part['signals_macro_f1'])}"
        )
    return "; ".join(parts)


def _rare(signals: dict[str, Any]) -> str:
    return ", ".join(id for id, v in sorted(signals.items(), key=lambda item: item[1]["n"])[:5])
