"""Teaches the network the labels: sentences and answers of the training data, all labels at once, unknown ones masked.

The layers below `FROZEN` keep their pretrained weights, so their states are computed once. What it learns from is
recorded beside it: whatever is fitted on its log-odds afterwards must come from other authors' messages.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from tellcheck_model.encoder.encoder import padded
from tellcheck_model.encoder.network import Network

FROZEN = 4
EPOCHS = 4
BATCH = 64
RATE, HEAD_RATE = 1e-4, 2e-3
WARM_UP = 0.1  # of the steps
SEED = 20261122


@dataclass(frozen=True)
class Lessons:
    """Token ids and answers (1, 0, NaN where nothing was judged), a row each."""

    ids: Sequence[Sequence[int]]
    truth: NDArray[np.float64]


def tune(network: Network, lessons: Lessons, progress: Callable[[str], None], epochs: int = EPOCHS) -> None:
    """Fit the network in place; `progress` hears the mean loss of each epoch."""
    torch.manual_seed(SEED)
    order = random.Random(SEED)
    states = _lower_states(network, lessons.ids)
    upper = [p for layer in list(network.layers)[FROZEN:] for p in layer.parameters()]
    with torch.no_grad():
        shares = np.clip(np.nanmean(lessons.truth, axis=0), 1e-3, 1 - 1e-3)
        network.head.weight.zero_()
        network.head.bias.copy_(torch.tensor(np.log(shares / (1 - shares))))
    groups = [{"params": upper, "lr": RATE}, {"params": network.head.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * (len(lessons.ids) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: max(min((step + 1) / (WARM_UP * steps), (steps - step) / ((1 - WARM_UP) * steps)), 0.0)
    )
    network.train()
    for epoch in range(epochs):
        losses = []
        for batch in _batches(lessons.ids, order):
            loss = _loss(network, lessons, states, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(upper, 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")
    network.eval()


def _loss(network: Network, lessons: Lessons, states: list[Tensor], batch: list[int]) -> Tensor:
    ids = torch.tensor(padded([lessons.ids[i] for i in batch]))
    below = torch.zeros(*ids.shape, states[0].shape[1])
    for row, i in zip(below, batch, strict=True):
        row[: len(states[i])] = states[i].float()
    with torch.autocast("cpu", torch.bfloat16):
        odds = network.upper(below, ids, FROZEN)
    answers = torch.tensor(lessons.truth[batch], dtype=torch.float32)
    judged = ~torch.isnan(answers)
    return functional.binary_cross_entropy_with_logits(odds.float()[judged], answers[judged], reduction="sum") / len(
        batch
    )


def _batches(ids: Sequence[Sequence[int]], order: random.Random) -> list[list[int]]:
    """Return batches of about one length each, in an order of chance."""
    shuffled = order.sample(range(len(ids)), len(ids))
    span = BATCH * 20
    sorted_spans = [
        sorted(shuffled[i : i + span], key=lambda row: len(ids[row])) for i in range(0, len(shuffled), span)
    ]
    batches = [rows[i : i + BATCH] for rows in sorted_spans for i in range(0, len(rows), BATCH)]
    order.shuffle(batches)
    return batches


@torch.no_grad()
def _lower_states(network: Network, ids: Sequence[Sequence[int]]) -> list[Tensor]:
    network.eval()
    states: list[Tensor] = [torch.empty(0)] * len(ids)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        lower = network.lower(torch.tensor(padded([ids[i] for i in rows])), FROZEN)
        for row, i in zip(lower, rows, strict=True):
            states[i] = row[: len(ids[i])].half()
    return states
