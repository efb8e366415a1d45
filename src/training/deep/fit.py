"""How much of the linear scorer is added, and the threshold: fitted on held-out lessons.

Comes from a checkpoint and lessons with the linear scorer's evidence (`whosaid-train lessons --linear`); goes to the
exporter as JSON. Six numbers are fitted, no weights; what a score is worth is fitted by `whosaid-train calibrate`, with the rules.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import torch

import decode
import export
from data import Paragraph, read
from decode import Mix
from pieces import Pieces
from train import score

# What is tried for each number, one after another.
TRIED = {
    "linear_cue": (0.15, 0.45),
    "linear_span": (0.15, 0.45),
    "deep_cue": (0.85,),
    "deep_span": (0.85,),
    "threshold": (0.32, 0.36),
}


def alike(a: set[int], b: set[int]) -> float:
    return len(a & b) / max(1, len(a | b))


def pair(paragraph: Paragraph, found: list[dict]) -> tuple[int, int]:
    """Matches one to one, the most alike first; returns the numbers of right claims and relations."""
    tokens = lambda runs: {at for first, end in runs for at in range(first, end)}
    sets = [(tokens(one["source"]), tokens(one["content"])) for one in found]
    pairs = []
    for ours, (source, content) in enumerate(sets):
        for theirs, (gold_source, gold_content) in enumerate(paragraph.gold):
            share = alike(content, gold_content)
            if share >= 0.5:
                right = not source and not gold_source or alike(source, gold_source) >= 0.5
                pairs.append((share, right, ours, theirs))
    pairs.sort(key=lambda one: (-one[0], -one[1]))
    done_ours: set[int] = set()
    done_theirs: set[int] = set()
    relations = 0
    for _, right, ours, theirs in pairs:
        if ours not in done_ours and theirs not in done_theirs:
            done_ours.add(ours)
            done_theirs.add(theirs)
            relations += right
    return len(done_ours), relations


def measure(found: list[tuple[Paragraph, list[dict]]]) -> tuple[float, float]:
    """Returns the F1 of claims and of relations, in percent, on our tokens."""
    claims = relations = number = marked = 0
    for paragraph, kept in found:
        right, whole = pair(paragraph, kept)
        claims, relations = claims + right, relations + whole
        number, marked = number + len(kept), marked + len(paragraph.gold)
    return 200 * claims / max(1, number + marked), 200 * relations / max(1, number + marked)


def fit(model, evidence, mix: Mix, rounds: int = 1) -> Mix:
    """Climbs one number at a time."""
    value = lambda mix: sum(measure(decode.decode(model, evidence, mix)))
    best = value(mix)
    for _ in range(rounds):
        before = mix
        for name, options in TRIED.items():
            for option in options:
                other = replace(mix, **{name: option})
                if other != mix and (reached := value(other)) > best + 0.02:
                    best, mix = reached, other
            print(f"{name}: {mix} {best:.2f}", flush=True)
        if mix == before:
            break
    return mix


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, required=True, help="lessons with the linear scorer's evidence")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--rounded", action="store_true", help="judge with the rounded graph")
    parser.add_argument("--mix", type=json.loads, help="numbers to take as they are")
    parser.add_argument("--config", type=json.loads, default={}, help="what else the configuration says")
    parser.add_argument("--out", type=Path, required=True, help="folder")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model, vocabulary = export.mean(arguments.checkpoint)
    pieces = Pieces(vocabulary)
    dev = read(arguments.dev)
    session = export.Session(model) if arguments.rounded else None
    evidence = decode.judge(model, dev, pieces, session and session.read)
    plain = decode.decode(model, evidence, Mix())
    print("deep alone: claims %.2f relations %.2f" % measure(plain), flush=True)
    mix = Mix(**arguments.mix) if arguments.mix else fit(model, evidence, Mix(linear_cue=0.3, linear_span=0.3))
    found = decode.decode(model, evidence, mix)
    print("sum: claims %.2f relations %.2f" % measure(found), mix, flush=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, own in (("alone", plain), ("sum", found)):
        decode.write(own, arguments.out / f"{name}.jsonl")
        if arguments.scorer:
            print(f"== {name}\n{score(arguments.gold, arguments.scorer, arguments.out / f'{name}.jsonl')}")
    (arguments.out / "config.json").write_text(json.dumps({**asdict(mix), **arguments.config}, indent=1))


if __name__ == "__main__":
    main()
