"""The second look's model: a small BERT with a head that is asked once for each cue.

The encoder reads a window of pieces. For every token it gives the evidence that it heads a cue, and two vectors:
`own`, what the token is, and `asked`, what it asks of others if it is the cue. What token i is to cue c is read off
relu(own[i] + asked[c] + distance[bucket(i - c)]): so one pass serves all cues.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

import shapes
from data import BUCKETS, LABELS, Batch


@dataclass
class Shape:
    """The sizes of a model."""

    vocabulary: int = 16000
    places: int = 256
    width: int = 384
    inner: int = 1536
    heads: int = 12
    layers: int = 6
    hidden: int = 192
    dropout: float = 0.1

    def as_dict(self) -> dict:
        return asdict(self)


class Layer(nn.Module):
    """One layer of BERT, without dropout: with few epochs it only costs time."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query_key_value = nn.Linear(shape.width, 3 * shape.width)
        self.mixed = nn.Linear(shape.width, shape.width)
        self.mixed_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.wide = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """`bias` is added to what each place (last) is worth to others; very low where there is padding."""
        count, length, width = states.shape
        parts = self.query_key_value(states).view(count, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        # By hand: on short windows faster on a CPU than torch's fused attention, forth and back.
        worth = torch.matmul(query, key.transpose(-1, -2)) * (width // self.heads) ** -0.5 + bias
        mixed = torch.matmul(torch.softmax(worth.float(), -1).to(value.dtype), value)
        mixed = mixed.transpose(1, 2).reshape(count, length, width)
        states = self.mixed_norm(states + self.mixed(mixed))
        return self.norm(states + self.narrow(nn.functional.gelu(self.wide(states))))


class Encoder(nn.Module):
    """Pieces and their looks to the evidence for cues and the two vectors."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.places, shape.width)
        self.looks = nn.Embedding(len(shapes.NAMES), shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.drop = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.cue_inner = nn.Linear(shape.width, shape.hidden)
        self.cue = nn.Linear(shape.hidden, 1)
        self.own = nn.Linear(shape.width, shape.hidden)
        self.asked = nn.Linear(shape.width, shape.hidden)
        nn.init.zeros_(self.looks.weight)
        nn.init.constant_(self.cue.bias, -3.0)

    def states(self, ids: Tensor, mask: Tensor, looks: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1])
        states = self.drop(self.norm(self.pieces(ids) + self.places(places) + self.looks(looks)))
        bias = torch.zeros(mask.shape).masked_fill(~mask.bool(), -1e4)[:, None, None, :]
        if torch.is_autocast_enabled("cpu"):
            states, bias = states.bfloat16(), bias.bfloat16()
        for layer in self.layers:
            states = layer(states, bias)
        return states

    def read(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Returns the evidence that each state heads a cue, then `own` and `asked`."""
        cue = self.cue(torch.relu(self.cue_inner(states)))[..., 0]
        return cue, self.own(states), self.asked(states)

    def forward(self, ids: Tensor, mask: Tensor, looks: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.read(self.states(ids, mask, looks))


class Head(nn.Module):
    """What each token is to a cue."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.distance = nn.Embedding(len(BUCKETS) + 1, shape.hidden)
        self.output = nn.Linear(shape.hidden, LABELS)
        # A label (second) after another (first); the last row stands for the window's start.
        self.transitions = nn.Parameter(torch.zeros(LABELS + 1, LABELS))
        self.drop = nn.Dropout(shape.dropout)
        nn.init.normal_(self.distance.weight, std=0.1)

    def forward(self, own: Tensor, asked: Tensor, first: Tensor, width: int, cue: Tensor) -> Tensor:
        """Potentials of the `width` tokens from `first`, for the cue at place `cue` of each window."""
        places = torch.arange(width)[None, :]
        tokens = (first[:, None] + places).clamp_max(own.shape[0] - 1)
        buckets = torch.bucketize(places - cue[:, None], torch.tensor(BUCKETS), right=True)
        hidden = torch.relu(own[tokens] + asked[first + cue][:, None] + self.distance(buckets))
        return self.output(self.drop(hidden))


class Model(nn.Module):
    """Encoder and head."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.head = Head(shape)

    def tokens(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Returns cue evidence, `own` and `asked` of each token of the batch."""
        states = self.encoder.states(batch.ids, batch.mask, batch.looks)
        return self.encoder.read(states[batch.row, batch.column].float())


def load_start(folder: Path, shape: Shape, keep: list[int]) -> Model:
    """Makes a model with the starting weights of `folder`, for the pieces numbered `keep`."""
    from safetensors.torch import load_file

    model = Model(shape)
    weights = load_file(folder / "model.safetensors")
    encoder = model.encoder

    def copy(parameter: nn.Parameter, values: Tensor) -> None:
        with torch.no_grad():
            parameter.copy_(values)

    copy(encoder.pieces.weight, weights["embeddings.word_embeddings.weight"][keep])
    places = weights["embeddings.position_embeddings.weight"][: shape.places]
    copy(encoder.places.weight, places + weights["embeddings.token_type_embeddings.weight"][0])
    for own, name in ((encoder.norm, "embeddings.LayerNorm"),):
        copy(own.weight, weights[f"{name}.weight"])
        copy(own.bias, weights[f"{name}.bias"])
    for number, layer in enumerate(encoder.layers):
        lead = f"encoder.layer.{number}"
        names = [f"{lead}.attention.self.{part}" for part in ("query", "key", "value")]
        for kind in ("weight", "bias"):
            copy(getattr(layer.query_key_value, kind), torch.cat([weights[f"{name}.{kind}"] for name in names]))
            copy(getattr(layer.mixed, kind), weights[f"{lead}.attention.output.dense.{kind}"])
            copy(getattr(layer.mixed_norm, kind), weights[f"{lead}.attention.output.LayerNorm.{kind}"])
            copy(getattr(layer.wide, kind), weights[f"{lead}.intermediate.dense.{kind}"])
            copy(getattr(layer.narrow, kind), weights[f"{lead}.output.dense.{kind}"])
            copy(getattr(layer.norm, kind), weights[f"{lead}.output.LayerNorm.{kind}"])
    return model


def read_vocabulary(folder: Path) -> list[str]:
    """Returns the pieces of the starting model in the order of their numbers."""
    table = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return sorted(table, key=table.get)
