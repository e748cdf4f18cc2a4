"""Teaches the network the labels: sentences and answers of the training data, all labels at once, unknown ones masked.

The layers below `FROZEN` keep their pretrained weights, so their states are computed once. What it learns from is
recorded beside it: whatever is fitted on its log-odds afterwards must come from other authors' messages.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tellcheck_model.encoder import padded
from torch import Tensor, nn
from torch.nn import functional

from tellcheck_encoder.network import Network

FROZEN = 4
EPOCHS = 3
BATCH = 64
RATE, HEAD_RATE = 1e-4, 2e-3
WARM_UP = 0.1  # of the steps
SEED = 20261122


def tune(
    network: Network,
    ids: Sequence[Sequence[int]],
    truth: NDArray[np.float64],
    progress: Callable[[str], None],
    epochs: int = EPOCHS,
) -> None:
    """Fit the network in place to token ids and answers, a row each; `progress` hears the mean loss of each epoch."""
    torch.manual_seed(SEED)
    order = random.Random(SEED)
    states = _lower_states(network, ids)
    upper = [p for layer in list(network.layers)[FROZEN:] for p in layer.parameters()]
    with torch.no_grad():
        shares = np.clip(np.nanmean(truth, axis=0), 1e-3, 1 - 1e-3)
        network.head.weight.zero_()
        network.head.bias.copy_(torch.tensor(np.log(shares / (1 - shares))))
    groups = [{"params": upper, "lr": RATE}, {"params": network.head.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * (len(ids) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: max(min((step + 1) / (WARM_UP * steps), (steps - step) / ((1 - WARM_UP) * steps)), 0.0)
    )
    network.train()
    for epoch in range(epochs):
        losses = []
        for batch in _batches(ids, order):
            loss = _loss(network, batch, ids, truth, states)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(upper, 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")
    network.eval()


def _loss(
    network: Network,
    batch: list[int],
    ids: Sequence[Sequence[int]],
    truth: NDArray[np.float64],
    states: list[Tensor],
) -> Tensor:
    tokens = torch.tensor(padded([ids[i] for i in batch]))
    below = torch.zeros(*tokens.shape, states[0].shape[1])
    for row, i in zip(below, batch, strict=True):
        row[: len(states[i])] = states[i].float()
    with torch.autocast("cpu", torch.bfloat16):
        odds = network.upper(below, tokens, FROZEN)
    answers = torch.tensor(truth[batch], dtype=torch.float32)
    judged = ~torch.isnan(answers)
    loss = functional.binary_cross_entropy_with_logits(odds.float()[judged], answers[judged], reduction="sum")
    return loss / len(batch)


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
