"""The network: the lower layers of multilingual-e5-small in PyTorch, and one linear head for all labels."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from tellcheck_encoder.source import Pretrained
from tellcheck_encoder.vocabulary import PAD

LAYERS = 8  # of twelve: a third less time a sentence (decision 0008)
DROPOUT = 0.1


class Layer(nn.Module):
    """A transformer layer of BERT: attention and a feed-forward network, each added and normalised."""

    def __init__(self, network: Pretrained) -> None:
        super().__init__()
        width, inner = network.width, network.inner
        self.heads = network.heads
        self.attention_in = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, network.epsilon)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, network.epsilon)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, hidden: Tensor) -> Tensor:
        """Return the next states; `hidden` is added to the attention's scores, very low where there is no token."""
        batch, length, width = states.shape
        parts = self.attention_in(states).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + hidden
        seen = (torch.softmax(scores, dim=-1) @ value).transpose(1, 2).reshape(batch, length, width)
        states = self.attention_norm(states + self.dropout(self.attention_out(seen)))
        return self.norm(states + self.dropout(self.outer(functional.gelu(self.inner(states)))))  # type: ignore[no-any-return]


class Network(nn.Module):
    """Token ids (batch × length, padded with PAD) to log-odds (batch × labels)."""

    def __init__(self, network: Pretrained, kept: list[int], labels: int, layers: int = LAYERS) -> None:
        super().__init__()
        width = network.width
        words = torch.tensor(network.tensors["emb.word"]).view(-1, width)[kept]
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        self.places = nn.Embedding(len(network.tensors["emb.pos"]) // width, width)
        self.norm = nn.LayerNorm(width, network.epsilon)
        self.layers = nn.ModuleList(Layer(network) for _ in range(layers))
        self.head = nn.Linear(2 * width, labels)
        self.dropout = nn.Dropout(DROPOUT)
        with torch.no_grad():
            self._load(network)

    def lower(self, ids: Tensor, layers: int) -> Tensor:
        """Return the states after the first layers."""
        states = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]])
        for layer in list(self.layers)[:layers]:
            states = layer(states, _hidden(ids))
        return states  # type: ignore[no-any-return]

    def upper(self, states: Tensor, ids: Tensor, layers: int) -> Tensor:
        """Return the log-odds for states after the first layers: mean and maximum over the tokens, then the head."""
        for layer in list(self.layers)[layers:]:
            states = layer(states, _hidden(ids))
        there = (ids != PAD)[:, :, None].float()
        mean = (states * there).sum(1) / there.sum(1)
        highest = (states - 1e4 * (1 - there)).amax(1)
        return self.head(self.dropout(torch.cat([mean, highest], dim=1)))  # type: ignore[no-any-return]

    def forward(self, ids: Tensor) -> Tensor:
        """Return the log-odds."""
        return self.upper(self.lower(ids, 0), ids, 0)

    def _load(self, network: Pretrained) -> None:
        def tensor(name: str, *shape: int) -> Tensor:
            return torch.tensor(network.tensors[name]).view(*shape or (-1,))

        width, inner = network.width, network.inner
        self.places.weight.copy_(tensor("emb.pos", -1, width) + tensor("emb.type")[:width])
        self.norm.weight.copy_(tensor("emb.ln.w"))
        self.norm.bias.copy_(tensor("emb.ln.b"))
        for number, layer in enumerate(self.layers):
            at = f"l{number}."
            layer.attention_in.weight.copy_(torch.cat([tensor(f"{at}{x}.w", width, width) for x in "qkv"]))
            layer.attention_in.bias.copy_(torch.cat([tensor(f"{at}{x}.b") for x in "qkv"]))
            layer.attention_out.weight.copy_(tensor(f"{at}ao.w", width, width))
            layer.attention_out.bias.copy_(tensor(f"{at}ao.b"))
            layer.inner.weight.copy_(tensor(f"{at}fi.w", inner, width))
            layer.inner.bias.copy_(tensor(f"{at}fi.b"))
            layer.outer.weight.copy_(tensor(f"{at}fo.w", width, inner))
            layer.outer.bias.copy_(tensor(f"{at}fo.b"))
            for norm, name in ((layer.attention_norm, "aln"), (layer.norm, "oln")):
                norm.weight.copy_(tensor(f"{at}{name}.w"))
                norm.bias.copy_(tensor(f"{at}{name}.b"))


def _hidden(ids: Tensor) -> Tensor:
    return torch.where(ids == PAD, -1e4, 0.0)[:, None, None, :]
