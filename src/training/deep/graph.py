"""The encoder as an ONNX graph with weights of 8 bits.

Each matrix keeps a scale for each of its output channels, the word pieces one for each piece; what flows between is
measured and rounded as it comes (`DynamicQuantizeLinear`, `MatMulInteger`). Attention itself is in real numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper

from model import Encoder

# Weights are external data of the graph, each at a multiple of this, so that they can be read in place.
ALIGNMENT = 64

# The name by which the graph refers to the data; the runtime wants this ending.
FILE = "weights.data"

# What padding is worth to others, before the softmax.
UNSEEN = -1e4


@dataclass
class Rounded:
    """A matrix of 8 bits: `values * scale` is what it stands for; `scale` broadcasts."""

    values: np.ndarray
    scale: np.ndarray


def round_matrix(matrix: np.ndarray, axis: int) -> Rounded:
    """Rounds to -127..127, with one scale for each place of the other axis."""
    scale = np.abs(matrix).max(axis=axis, keepdims=True) / 127.0
    scale = np.maximum(scale, 1e-12).astype(np.float32)
    return Rounded(np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale)


class Graph:
    """Collects nodes and weights; each method adds some and returns the name of the outcome."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.data = bytearray()
        self.constants: dict[bytes, str] = {}

    def weight(self, values: np.ndarray) -> str:
        """Adds a tensor: a small one inside, a large one to the data beside the graph; equal ones once."""
        key = values.dtype.str.encode() + repr(values.shape).encode() + values.tobytes()
        if key in self.constants:
            return self.constants[key]
        name = f"w{len(self.weights)}"
        raw = np.ascontiguousarray(values).tobytes()
        tensor = TensorProto(name=name, dims=values.shape, data_type=helper.np_dtype_to_tensor_dtype(values.dtype))
        if len(raw) < 256:
            tensor.raw_data = raw
        else:
            self.data += bytes(-len(self.data) % ALIGNMENT)
            tensor.data_location = TensorProto.EXTERNAL
            for entry, value in (("location", FILE), ("offset", len(self.data)), ("length", len(raw))):
                tensor.external_data.add(key=entry, value=str(value))
            self.data += raw
        self.weights.append(tensor)
        self.constants[key] = name
        return name

    def numbers(self, *values: int) -> str:
        return self.weight(np.array(values, dtype=np.int64))

    def real(self, value: float) -> str:
        return self.weight(np.array(value, dtype=np.float32))

    def node(self, kind: str, *inputs: str, outputs: int = 1, names: list[str] | None = None, **attributes):
        outcome = names or [f"{kind.lower()}{len(self.nodes)}_{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), outcome, **attributes))
        return outcome[0] if len(outcome) == 1 else outcome

    def rows(self, table: np.ndarray, numbers: str) -> str:
        """Looks up rows of a table of 8 bits."""
        own = round_matrix(table, 1)
        values = self.node("Cast", self.node("Gather", self.weight(own.values), numbers), to=TensorProto.FLOAT)
        return self.node("Mul", values, self.node("Gather", self.weight(own.scale), numbers))

    def linear(self, states: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Multiplies by a matrix (outputs, inputs) of 8 bits and adds `bias`."""
        own = round_matrix(weight.T, 0)
        rounded, scale, zero = self.node("DynamicQuantizeLinear", states, outputs=3)
        sums = self.node("MatMulInteger", rounded, self.weight(own.values), zero)
        both = self.node("Mul", scale, self.weight(own.scale[0]))
        scaled = self.node("Mul", self.node("Cast", sums, to=TensorProto.FLOAT), both)
        return self.node("Add", scaled, self.weight(bias.astype(np.float32)))

    def norm(self, states: str, norm) -> str:
        parts = [self.weight(_numpy(own)) for own in (norm.weight, norm.bias)]
        return self.node("LayerNormalization", states, *parts, axis=-1, epsilon=1e-12)

    def gelu(self, states: str) -> str:
        inner = self.node("Erf", self.node("Div", states, self.real(2**0.5)))
        doubled = self.node("Mul", states, self.node("Add", inner, self.real(1.0)))
        return self.node("Mul", doubled, self.real(0.5))


def _numpy(parameter) -> np.ndarray:
    return parameter.detach().float().numpy()


def build(encoder: Encoder) -> tuple[bytes, bytes]:
    """Returns the graph and the data of its weights."""
    graph, shape = Graph(), encoder.shape
    pieces = graph.rows(_numpy(encoder.pieces.weight), "ids")
    length = graph.node("Shape", "ids", start=1, end=2)
    own = round_matrix(_numpy(encoder.places.weight), 1)
    places = [
        graph.node("Slice", graph.weight(part), graph.numbers(0), length, graph.numbers(0))
        for part in (own.values, own.scale)
    ]
    places = graph.node("Mul", graph.node("Cast", places[0], to=TensorProto.FLOAT), places[1])
    looks = graph.node("Gather", graph.weight(_numpy(encoder.looks.weight)), "shapes")
    states = graph.node("Add", graph.node("Add", pieces, places), looks)
    states = graph.norm(states, encoder.norm)
    mask = graph.node("Sub", graph.node("Cast", "mask", to=TensorProto.FLOAT), graph.real(1.0))
    bias = graph.node("Unsqueeze", graph.node("Mul", mask, graph.real(-UNSEEN)), graph.numbers(1, 2))
    for layer in encoder.layers:
        states = _layer(graph, states, bias, layer, shape.width, shape.heads)
    parts = (encoder.cue_inner, encoder.own, encoder.asked)
    weight = np.concatenate([_numpy(part.weight) for part in parts])
    outcome = graph.linear(states, weight, np.concatenate([_numpy(part.bias) for part in parts]))
    sizes = graph.numbers(*[shape.hidden] * 3)
    inner, _, _ = graph.node("Split", outcome, sizes, names=["cue_inner", "own", "asked"], axis=-1)
    cue = graph.node("MatMul", graph.node("Relu", inner), graph.weight(_numpy(encoder.cue.weight).T.copy()))
    cue = graph.node("Add", cue, graph.weight(_numpy(encoder.cue.bias)))
    graph.node("Squeeze", cue, graph.numbers(2), names=["cue"])
    return _pack(graph, shape.hidden), bytes(graph.data)


def _layer(graph: Graph, states: str, bias: str, layer, width: int, heads: int) -> str:
    weight, added = _numpy(layer.query_key_value.weight).copy(), _numpy(layer.query_key_value.bias).copy()
    # The scale of attention goes into the queries.
    weight[:width] *= (width // heads) ** -0.5
    added[:width] *= (width // heads) ** -0.5
    mixed = graph.linear(states, weight, added)
    split = graph.node("Split", mixed, graph.numbers(width, width, width), outputs=3, axis=-1)
    form = graph.numbers(0, 0, heads, width // heads)
    query, key, value = [
        graph.node("Transpose", graph.node("Reshape", part, form), perm=order)
        for part, order in zip(split, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]))
    ]
    worth = graph.node("Softmax", graph.node("Add", graph.node("MatMul", query, key), bias), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", worth, value), perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", mixed, graph.numbers(0, 0, width))
    mixed = graph.linear(mixed, _numpy(layer.mixed.weight), _numpy(layer.mixed.bias))
    states = graph.norm(graph.node("Add", states, mixed), layer.mixed_norm)
    wide = graph.gelu(graph.linear(states, _numpy(layer.wide.weight), _numpy(layer.wide.bias)))
    narrow = graph.linear(wide, _numpy(layer.narrow.weight), _numpy(layer.narrow.bias))
    return graph.norm(graph.node("Add", states, narrow), layer.norm)


def _pack(graph: Graph, hidden: int) -> bytes:
    windows = ["windows", "pieces"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, windows) for name in ("ids", "mask", "shapes")]
    outputs = [helper.make_tensor_value_info("cue", TensorProto.FLOAT, windows)]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, [*windows, hidden]) for name in ("own", "asked")]
    body = helper.make_graph(graph.nodes, "encoder", inputs, outputs, initializer=graph.weights)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", 17)], producer_name="whosaid")
    model.ir_version = 9
    return model.SerializeToString()
