"""Draws: seeded, and spread so that a small batch keeps the shares of the plan as well as a whole number allows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import accumulate, pairwise
from random import Random
from typing import TypeVar

T = TypeVar("T")
QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)


def generator(*parts: object) -> Random:
    """Return a random generator that depends on the parts alone, in every run and on every machine."""
    return Random(int.from_bytes(sha256("|".join(map(str, parts)).encode()).digest()[:8], "big"))


def pick(rng: Random, weights: Mapping[T, float]) -> T:
    """Return one key, with the chance its weight says; ValueError when no weight is above nought."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def spread(rng: Random, weights: Mapping[T, float], count: int) -> list[T]:
    """Return `count` keys in random order, each as often as its share says, rounded up or down by chance.

    >>> sorted(spread(generator("a batch"), {"a": 3, "b": 1}, 8))
    ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b']
    """
    keys = list(weights)
    rng.shuffle(keys)  # neighbours in the list would otherwise be rounded against each other in every batch
    edges = list(accumulate(weights[key] for key in keys))
    start = rng.random()
    step = edges[-1] / count if count else 0.0
    drawn = [keys[min(bisect_right(edges, (index + start) * step), len(keys) - 1)] for index in range(count)]
    rng.shuffle(drawn)
    return drawn


def whole(rng: Random, expected: float) -> int:
    """Return the number rounded up or down by chance, so that the mean over many batches is the number."""
    return int(expected) + (rng.random() < expected - int(expected))


def quantile(values: Sequence[float], share: float) -> int:
    """Return the length at this share, from the lengths at 10, 25, 50, 75 and 90 per cent.

    >>> quantile((40, 50, 71, 112, 144), 0.5)
    71
    """
    low, high = values[0] * 0.6, values[-1] * 1.35
    points = [(0.0, low), *zip(QUANTILES, values, strict=True), (1.0, high)]
    for (left, from_), (right, to) in pairwise(points):
        if share <= right:
            return round(from_ + (to - from_) * (share - left) / (right - left))
    return round(high)
