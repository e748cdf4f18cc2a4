"""Writes the tuned network for onnxruntime: weights and word vectors are stored in 8 bits and computed with in 32.

Computing in 8 bits would be no faster on a few sentences, and its scales would be those of whatever is read at the
same time: a sentence must mean the same alone and among others.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tellcheck_model.encoder import NETWORK

from tellcheck_encoder.network import Network

_LEAST = 10_000  # numbers of a weight that is worth storing in 8 bits


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
        model = onnx.load(whole)
    stored_in_8_bits(model)
    onnx.checker.check_model(model)
    onnx.save(model, folder / NETWORK)


def stored_in_8_bits(model: onnx.ModelProto) -> None:
    """Store the large weights of the model in 8 bits with a scale for each column, word vectors with one for each row.

    onnxruntime turns the weights back into 32 bits when it loads them, and the vectors when a word is looked up.
    """
    graph = model.graph
    weights = {each.name: each for each in graph.initializer if int(np.prod(each.dims)) >= _LEAST}
    nodes = []
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            nodes.append(_restored(graph, weights[node.input[1]], axis=1))
            node.input[1] += "_restored"
        elif node.op_type == "Gather" and node.input[0] in weights and node.input[1] == "ids":
            nodes += _looked_up(graph, weights[node.input[0]], node)
            continue
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [each for each in graph.initializer if each.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def _restored(graph: onnx.GraphProto, weight: TensorProto, axis: int) -> onnx.NodeProto:
    values, scales = _rounded(numpy_helper.to_array(weight), axis)
    names = [f"{weight.name}_8", f"{weight.name}_scale"]
    graph.initializer.extend([numpy_helper.from_array(values, names[0]), numpy_helper.from_array(scales, names[1])])
    return helper.make_node("DequantizeLinear", names, [f"{weight.name}_restored"], axis=axis)


def _looked_up(graph: onnx.GraphProto, weight: TensorProto, node: onnx.NodeProto) -> list[onnx.NodeProto]:
    values, scales = _rounded(numpy_helper.to_array(weight), axis=0)
    names = [f"{weight.name}_8", f"{weight.name}_scale"]
    tensors = [numpy_helper.from_array(values, names[0]), numpy_helper.from_array(scales[:, None], names[1])]
    graph.initializer.extend(tensors)
    return [
        helper.make_node("Gather", [names[0], "ids"], ["words_8"]),
        helper.make_node("Cast", ["words_8"], ["words_32"], to=TensorProto.FLOAT),
        helper.make_node("Gather", [names[1], "ids"], ["words_scale"]),
        helper.make_node("Mul", ["words_32", "words_scale"], list(node.output)),
    ]


def _rounded(weight: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    others = tuple(i for i in range(weight.ndim) if i != axis)
    scales = np.abs(weight).max(axis=others) / 127 + 1e-12
    shape = [-1 if i == axis else 1 for i in range(weight.ndim)]
    return np.round(weight / scales.reshape(shape)).astype(np.int8), scales.astype(np.float32)
