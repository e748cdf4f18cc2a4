"""Makes the encoder anew: `python -m tellcheck_encoder pilot-p b01 …` tunes it on these files of messages.

Needs `pip install -e '.[encoder]'`; takes about 20 minutes on two cores. What is left out is what `tellcheck train`
then fits its later stages and thresholds on, so leave out whole files by other writers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tellcheck_model.encoder import LABELS, LEARNED, RELEASED, TOKENIZER, Encoder
from tellcheck_model.training_set import read_training_set

from tellcheck_encoder.export import export
from tellcheck_encoder.lessons import lessons_of
from tellcheck_encoder.network import Network
from tellcheck_encoder.source import find_pretrained, read_pretrained
from tellcheck_encoder.tune import EPOCHS, tune
from tellcheck_encoder.vocabulary import kept_pieces, tokenizer

TRAINING_DATA = Path(__file__).parents[2] / "training_data"


def main(arguments: Sequence[str] | None = None) -> int:
    """Tune and write the encoder; return 0."""
    parser = argparse.ArgumentParser(prog="python -m tellcheck_encoder", description=__doc__)
    parser.add_argument("files", nargs="+", help="files of training_data/messages to learn from, without .jsonl")
    parser.add_argument("--out", type=Path, default=RELEASED)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    network = read_pretrained(find_pretrained())
    kept = kept_pieces(network)
    (chosen.out / TOKENIZER).write_bytes(tokenizer(network, kept))
    data = read_training_set(TRAINING_DATA)
    names = (*data.columns, *data.labels.resistances)
    (chosen.out / LABELS).write_text("".join(f"{name}\n" for name in names), "utf-8")
    lessons = lessons_of(data, TRAINING_DATA / "messages", chosen.files)
    (chosen.out / LEARNED).write_text("".join(f"{id}\n" for id in lessons.messages), "utf-8")
    print(f"{len(kept)} pieces, {len(lessons.texts)} texts, {len(lessons.messages)} messages", file=sys.stderr)
    tokens = Encoder(chosen.out).tokens
    model = Network(network, kept, len(names))
    ids = [tokens(text) for text in lessons.texts]
    tune(model, ids, lessons.truth, lambda line: print(line, file=sys.stderr, flush=True), chosen.epochs)
    export(model, chosen.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
