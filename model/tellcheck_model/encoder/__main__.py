"""Makes the encoder anew: `python -m tellcheck_model.encoder pilot-p b01 …` tunes it on these files of messages.

Needs the packages of requirements-encoder.lock; takes about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tellcheck_model.encoder.encoder import LABELS, TOKENIZER, Encoder
from tellcheck_model.encoder.export import export
from tellcheck_model.encoder.network import LAYERS, Network
from tellcheck_model.encoder.source import find_pretrained, read_pretrained
from tellcheck_model.encoder.tune import EPOCHS, Lessons, tune
from tellcheck_model.encoder.vocabulary import cut_tokenizer, kept_pieces
from tellcheck_model.training_set import TrainingSet, read_training_set

FOLDER = Path(__file__).parent / "released"
TRAINING_DATA = Path(__file__).parents[3] / "training_data"
MESSAGES = TRAINING_DATA / "messages"
LEARNED = "learned.txt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Tune and write the encoder; return 0."""
    parser = argparse.ArgumentParser(prog="python -m tellcheck_model.encoder", description=__doc__)
    parser.add_argument("files", nargs="+", help="files of training_data/messages to learn from, without .jsonl")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    network = read_pretrained(find_pretrained())
    kept = kept_pieces(network)
    cut_tokenizer(network, kept).save(str(chosen.out / TOKENIZER), pretty=False)
    data = read_training_set(TRAINING_DATA)
    names = (*data.columns, *(f"resistance:{id}" for id in data.labels.resistances))
    (chosen.out / LABELS).write_text("".join(f"{name}\n" for name in names), "utf-8")
    texts, truth, learned = lessons_of(data, tuple(chosen.files))
    (chosen.out / LEARNED).write_text("".join(f"{id}\n" for id in learned), "utf-8")
    print(f"{len(kept)} pieces, {len(texts)} texts from {len(learned)} messages", file=sys.stderr)
    tokens = Encoder(chosen.out)
    model = Network(network, kept, len(names), chosen.layers)
    ids = [tokens.tokens(text) for text in texts]
    tune(model, Lessons(ids, truth), lambda line: print(line, file=sys.stderr, flush=True), chosen.epochs)
    export(model, chosen.out)
    return 0


def lessons_of(data: TrainingSet, files: tuple[str, ...]) -> tuple[list[str], np.ndarray, list[str]]:
    """Return the texts, their answers for all labels (NaN where not judged) and the ids of the messages learned from.

    Sentences of the files' messages, all examples of the rubric, and the answers of recipients that are not in a
    message of another file.
    """
    ids = {
        json.loads(line)["id"] for file in files for line in (MESSAGES / f"{file}.jsonl").read_text("utf-8").splitlines()
    }
    chosen = [number for number, message in enumerate(data.messages) if message.id in ids]
    learned = [data.messages[number] for number in chosen]
    rows = [row for number in chosen for row in data.rows_of_messages[number]]
    others = {m.author for m in data.messages} - {m.author for m in learned}
    heard = [i for i, author in enumerate(data.reply_authors) if author not in others]
    resistances = len(data.labels.resistances)
    answers = np.full((len(rows) + len(data.examples) + len(heard), len(data.columns) + resistances), np.nan)
    answers[: len(rows), : len(data.columns)] = data.truth[rows]
    answers[len(rows) : len(rows) + len(data.examples), : len(data.columns)] = data.example_truth
    for at, i in enumerate(heard, len(rows) + len(data.examples)):
        answers[at, len(data.columns) :] = np.arange(resistances) == data.reply_resistances[i]
    texts = [*(data.sentences[r] for r in rows), *data.examples, *(data.replies[i] for i in heard)]
    return texts, answers, [message.id for message in learned]


if __name__ == "__main__":
    sys.exit(main())
