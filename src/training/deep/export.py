"""A checkpoint to `deep.bin`, the file that the program carries; and a tiny one of the same shape for tests.

Layout: `WSDEEP1` and a zero, the number of sections (u32), then for each its name (16 bytes, zeros behind), offset
and length (u64); the sections, each at a multiple of 64; at the end the blake3 hash of all before. Little endian.
"""

from __future__ import annotations

import argparse
import json
import struct
import tempfile
from pathlib import Path

import blake3
import numpy as np
import torch
from torch import Tensor

import data
import graph
import shapes
from model import Model, Shape
from pieces import SPECIAL, Pieces

MAGIC = b"WSDEEP1\0"
ALIGNMENT = 64


def load(path: Path) -> tuple[Model, list[str], dict]:
    """Reads a checkpoint of the trainer."""
    kept = torch.load(path, weights_only=False)
    model = Model(Shape(**kept["shape"]))
    model.load_state_dict(kept["weights"])
    return model.eval(), kept["vocabulary"], kept["settings"]


@torch.no_grad()
def scale(model: Model, config: dict) -> dict:
    """Works the weights of the model's own evidence, `deep_cue` and `deep_span`, into it; returns the other entries."""
    config = dict(config)
    cue, span = config.pop("deep_cue", 1.0), config.pop("deep_span", 1.0)
    for part, factor in ((model.encoder.cue, cue), (model.head.output, span)):
        part.weight *= factor
        part.bias *= factor
    model.head.transitions *= span
    config["cue_bias"] = config.pop("bias", 0.0)
    return config


def head(model: Model) -> bytes:
    """Lays out the head: distance, output, bias, transitions with the start's row last."""
    parts = (model.head.distance.weight, model.head.output.weight.T, model.head.output.bias, model.head.transitions)
    return b"".join(np.ascontiguousarray(part.detach().numpy(), dtype="<f4").tobytes() for part in parts)


def pack(model: Model, vocabulary: list[str], config: dict) -> bytes:
    """Returns the bytes of the file."""
    body, weights = graph.build(model.encoder)
    own = {
        "hidden": model.shape.hidden,
        "pieces": data.PIECES,
        "overlap": data.OVERLAP,
        "context": 0,
        "buckets": list(data.BUCKETS),
        "shapes": list(shapes.NAMES),
        **config,
    }
    sections = [
        ("config", json.dumps(own, indent=1).encode()),
        ("vocab", "\n".join([*vocabulary, ""]).encode()),
        ("graph", body),
        ("weights", weights),
        ("head", head(model)),
        # Filled in by `whosaid-train calibrate`, which reads with the rules.
        ("calibration", b""),
    ]
    offset = len(MAGIC) + 4 + 32 * len(sections)
    table, content = b"", b""
    for name, section in sections:
        content += bytes(-(offset + len(content)) % ALIGNMENT)
        table += name.encode().ljust(16, b"\0") + struct.pack("<QQ", offset + len(content), len(section))
        content += section
    file = MAGIC + struct.pack("<I", len(sections)) + table + content
    return file + blake3.blake3(file).digest()


class Session:
    """The packed graph, run by onnxruntime: to measure what rounding costs."""

    def __init__(self, model: Model) -> None:
        import onnxruntime

        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        body, weights = graph.build(model.encoder)
        (path / "graph.onnx").write_bytes(body)
        (path / graph.FILE).write_bytes(weights)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path / "graph.onnx"), options)

    def read(self, ids: Tensor, mask: Tensor, looks: Tensor) -> list[Tensor]:
        inputs = {"ids": ids, "mask": mask, "shapes": looks}
        inputs = {name: value.numpy().astype(np.int32) for name, value in inputs.items()}
        return [torch.from_numpy(own) for own in self.session.run(["cue", "own", "asked"], inputs)]


@torch.no_grad()
def cases(model: Model, pieces: Pieces, sentences: list[str]) -> list[dict]:
    """What torch makes of `sentences`, whose tokens stand between spaces: in real numbers, and rounded by onnxruntime."""
    session = Session(model)
    found = []
    for sentence in sentences:
        words = sentence.split()
        quoted, marks = _quotes(words)
        looks = [shapes.number(*three) for three in zip(words, quoted, marks)]
        own = data.windows(words, looks, pieces)
        case: dict = {"words": words, "quoted": quoted, "marks": marks, "ids": own.ids[0], "shapes": own.looks[0]}
        case["tokens"] = [place for _, place in own.token]
        ids, looks_row = torch.tensor(own.ids[:1]), torch.tensor(own.looks[:1])
        mask = torch.ones_like(ids, dtype=torch.bool)
        exact, rounded = model.encoder(ids, mask, looks_row), session.read(ids, mask, looks_row)
        for name, outcome in (("torch", exact), ("rounded", rounded)):
            cue, mine, asked = (part[0][case["tokens"]] for part in outcome)
            likely = int(cue.argmax())
            potentials = model.head(mine, asked, torch.tensor([0]), len(words), torch.tensor([likely]))[0]
            case[name] = {"cue": _short(cue), "asked_at": likely, "potentials": [_short(row) for row in potentials]}
            if model.shape.hidden <= 16:
                case[name].update(own=[_short(row) for row in mine], asked=[_short(row) for row in asked])
        found.append(case)
    return found


def _short(row: Tensor) -> list[float]:
    return [round(float(number), 4) for number in row]


def _quotes(words: list[str]) -> tuple[list[int], list[int]]:
    quoted, marks, inside = [], [], 0
    for word in words:
        marks.append({"“": 1, "”": 2}.get(word, 0))
        inside = 1 if word == "“" else inside
        quoted.append(inside)
        inside = 0 if word == "”" else inside
    return quoted, marks


# Written for these cases.
SENTENCES = [
    "“ The bridge is closed , ” said Anna Berg .",
    "The ministry expects that prices will rise by 4 % in MARCH , according to two McTavish aides .",
    "Zażółć naïve co-op 日本 ½ !",
    "Nobody was hurt .",
]


def tiny() -> tuple[Model, list[str]]:
    """A model of random weights, of the shape of the real one."""
    letters = [chr(code) for code in range(33, 127) if not chr(code).isupper()] + list("“”‘’—–…")
    words = ["the", "said", "bridge", "is", "closed", "that", "anna", "##ing", "##er", "price", "ministry", "expects"]
    vocabulary = [*SPECIAL, *letters, *(f"##{letter}" for letter in letters if letter.isalnum()), *words]
    torch.manual_seed(5)
    model = Model(Shape(len(vocabulary), 64, 32, 64, 4, 2, 8, 0.0)).eval()
    for name, parameter in model.named_parameters():
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, std=0.3)
        elif "norm" not in name:
            torch.nn.init.normal_(parameter, std=0.1)
    return model, vocabulary


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, nargs="*", help="of several the mean is taken; none: a tiny model")
    parser.add_argument("--config", type=Path, help="JSON to add to the configuration")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cases", type=Path, help="where to write what torch makes of sentences of ours")
    arguments = parser.parse_args()
    config = json.loads(arguments.config.read_text()) if arguments.config else {}
    if arguments.checkpoint:
        model, vocabulary = mean(arguments.checkpoint)
    else:
        data.PIECES, data.OVERLAP = 64, 16
        model, vocabulary = tiny()
    config = scale(model, config)
    arguments.out.write_bytes(pack(model, vocabulary, config))
    if arguments.cases:
        made = cases(model, Pieces(vocabulary), SENTENCES)
        arguments.cases.write_text("\n".join(["[", ",\n".join(json.dumps(case, ensure_ascii=False) for case in made), "]", ""]))
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes")


def mean(paths: list[Path]) -> tuple[Model, list[str]]:
    """Returns the mean of the checkpoints."""
    loaded = [load(path) for path in paths]
    model, vocabulary, _ = loaded[0]
    states = [own.state_dict() for own, _, _ in loaded]
    model.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return model, vocabulary


if __name__ == "__main__":
    main()
