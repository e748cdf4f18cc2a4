"""Writes the tuned network for onnxruntime: weights and word vectors in 8-bit integers."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tellcheck_model.encoder import NETWORK

from tellcheck_encoder.network import Network


def export(network: Network, folder: Path) -> None:
    """Write the network into the folder as `encoder.onnx`."""
    network.eval()
    sample = torch.ones(2, 5, dtype=torch.long)
    sample[:, :3] = 4
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network,
            (sample,),
            str(whole),
            input_names=["ids"],
            output_names=["odds"],
            dynamic_axes={"ids": {0: "segments", 1: "tokens"}, "odds": {0: "segments"}},
            opset_version=17,
            dynamo=False,
        )
        # Seven bits, so that processors without 8-bit dot products overflow nowhere and give the same numbers.
        quantize_dynamic(whole, folder / NETWORK, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
