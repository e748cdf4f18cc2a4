"""Overlap: no message is another one in disguise, and none repeats a reference it must not have seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from tellcheck_model.corpus.format import Entry
from tellcheck_model.corpus.texts import group_of, text_of, words_of

NEAR = 0.5  # from here two messages of different groups are the same message
GRAMS = {8: 0.0, 6: 2.0, 5: 10.0}  # n → the percentage of messages that may share such a run with a reference


def grams(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield each run of `size` words."""
    return zip(*(words[start:] for start in range(size)), strict=False)


def nearest(texts: Sequence[Sequence[str]], groups: Sequence[str]) -> list[tuple[float, int]]:
    """Return for each text the greatest Jaccard of word 3-grams with one of another group, and which that is."""
    shared, sizes = _shared_grams(texts)
    found = []
    for row in range(len(texts)):
        start, end = shared.indptr[row], shared.indptr[row + 1]
        best = (0.0, row)
        for other, common in zip(shared.indices[start:end], shared.data[start:end], strict=True):
            if groups[other] != groups[row]:
                best = max(best, (float(common / (sizes[row] + sizes[other] - common)), int(other)))
        found.append(best)
    return found


def _shared_grams(texts: Sequence[Sequence[str]]) -> tuple[Any, NDArray[np.float64]]:
    if not any(len(text) >= 3 for text in texts):
        return sparse.csr_matrix((len(texts), len(texts))), np.zeros(len(texts))
    counter = CountVectorizer(analyzer=lambda words: list(grams(words, 3)), binary=True)
    counts = counter.fit_transform(texts)
    return (counts @ counts.T).tocsr(), np.asarray(counts.sum(axis=1)).ravel()


def near_duplicates(entries: Sequence[Entry]) -> list[str]:
    """Return a line for each pair of messages that are too near, by file and line."""
    texts = [words_of(text_of(entry)) for entry in entries]
    lines = []
    for row, (score, other) in enumerate(nearest(texts, [group_of(entry) for entry in entries])):
        if score >= NEAR and row < other:
            pair = entries[row], entries[other]
            lines.append(
                f"{pair[0].where}: {pair[0].message['id']} is nearly {pair[1].message['id']} at {pair[1].where} "
                f"({score:.2f} of their 3-grams)"
            )
    return lines


def repeated_shares(texts: Sequence[Sequence[str]], sizes: Iterable[int]) -> dict[int, tuple[float, float]]:
    """Return by n the percentage of n-grams that stand in another text too, and of texts that hold such a one."""
    shares = {}
    for size in sizes:
        each = [set(grams(text, size)) for text in texts]
        holders = Counter(gram for found in each for gram in found)
        runs = [gram for text in texts for gram in grams(text, size)]
        common = sum(holders[gram] > 1 for gram in runs)
        touched = sum(any(holders[gram] > 1 for gram in found) for found in each)
        shares[size] = (100 * common / max(len(runs), 1), 100 * touched / max(len(texts), 1))
    return shares


def overlap_with(entries: Sequence[Entry], reference: Path) -> dict[int, list[str]]:
    """Return by n the ids of messages that share an n-gram with the reference, a file of JSON lines.

    Nothing of the reference is kept or shown.
    """
    held: dict[int, set[tuple[str, ...]]] = {size: set() for size in GRAMS}
    for line in reference.read_text("utf-8").split("\n"):
        if line.strip():
            for text in _texts(json.loads(line)):
                words = words_of(text)
                for size in GRAMS:
                    held[size].update(grams(words, size))
    return {size: [entry.message["id"] for entry in entries if _touches(entry, held[size], size)] for size in GRAMS}


def overlap_faults(entries: Sequence[Entry], reference: Path) -> list[str]:
    """Return a line for each n where more messages than allowed share an n-gram with the reference."""
    faults = []
    for size, ids in overlap_with(entries, reference).items():
        share = 100 * len(ids) / max(len(entries), 1)
        if share > GRAMS[size]:
            named = ", ".join(ids[:20]) + (" …" if len(ids) > 20 else "")
            faults.append(f"{reference.name}: {share:.1f} % of the messages share a {size}-gram with it: {named}")
    return faults


def _touches(entry: Entry, held: set[tuple[str, ...]], size: int) -> bool:
    texts = (entry.message["subject"] or "", *(sentence["text"] for sentence in entry.message["sentences"]))
    runs = (words_of(text) for text in (*texts, text_of(entry)))
    return any(gram in held for run in runs for gram in grams(run, size))


def _texts(entry: object) -> Iterator[str]:
    """Yield the texts of a message, whole and sentence by sentence, whatever its keys are."""
    if isinstance(entry, dict):
        for key, value in entry.items():
            if isinstance(value, str) and key in ("text", "subject", "draft", "body"):
                yield value
            elif isinstance(value, dict | list):
                yield from _texts(value)
    elif isinstance(entry, list):
        parts = [list(_texts(each)) for each in entry]
        yield from (text for part in parts for text in part)
        yield "\n".join(text for part in parts for text in part)
