"""From evidence to attributions, as `src/attribution/decode.rs` does but for its rules: to compare runs in training.

The figures that count are those of the program itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

import crf
from data import Paragraph, batch, batches
from model import Model
from pieces import Pieces

REACH = 120
PIECE = 0.45
KEEP = 0.4


@dataclass
class Evidence:
    """What the model says of a paragraph."""

    paragraph: Paragraph
    cue: Tensor
    own: Tensor
    asked: Tensor


@dataclass
class Mix:
    """How the two scorers are added up."""

    deep_cue: float = 1.0
    deep_span: float = 1.0
    linear_cue: float = 0.0
    linear_span: float = 0.0
    # Evidence of the linear scorer for a token that it does not look at.
    linear_absent: float = -4.0
    threshold: float = 0.28
    bias: float = 0.0


@torch.no_grad()
def judge(model: Model, paragraphs: list[Paragraph], pieces: Pieces, read=None) -> list[Evidence]:
    """Reads all paragraphs; `read` may stand for the encoder."""
    model.eval()
    found = []
    for group in batches(paragraphs, pieces, 4096, None):
        made = batch(group, pieces)
        if read:
            cue, own, asked = (part[made.row, made.column] for part in read(made.ids, made.mask, made.looks))
        else:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = model.encoder.states(made.ids, made.mask, made.looks)
            cue, own, asked = model.encoder.read(states[made.row, made.column].float())
        ends = [*made.starts[1:], len(cue)]
        for paragraph, start, end in zip(group, made.starts, ends):
            found.append(Evidence(paragraph, cue[start:end], own[start:end], asked[start:end]))
    return found


def likelihoods(own: Evidence, mix: Mix) -> Tensor:
    """Returns how likely each token heads a cue."""
    logits = own.cue * mix.deep_cue + mix.bias
    if mix.linear_cue and own.paragraph.linear:
        linear = torch.tensor(own.paragraph.linear["cues"])
        evidence = torch.logit(linear.clamp(1e-6, 1 - 1e-6))
        logits = logits + mix.linear_cue * torch.where(linear > 0, evidence, torch.tensor(mix.linear_absent))
    return torch.sigmoid(logits)


@torch.no_grad()
def decode(model: Model, evidence: list[Evidence], mix: Mix) -> list[tuple[Paragraph, list[dict]]]:
    """Finds the attributions of each paragraph, in tokens."""
    jobs = []
    transitions = model.head.transitions * mix.deep_span
    for own in evidence:
        likely = likelihoods(own, mix)
        linear = own.paragraph.linear if mix.linear_span else None
        spans = {one["cue"]: one["potentials"] for one in linear["spans"]} if linear else {}
        for cue in (likely >= mix.threshold).nonzero()[:, 0].tolist():
            start, end = max(0, cue - REACH), min(cue + REACH, len(own.cue))
            jobs.append((own, cue, start, end, float(likely[cue]), spans.get(cue)))
    linear = evidence[0].paragraph.linear
    if mix.linear_span and linear:
        transitions = transitions + mix.linear_span * torch.tensor(linear["transitions"])
    jobs.sort(key=lambda job: job[3] - job[2])
    candidates: dict[int, list[dict]] = {}
    for at in range(0, len(jobs), 64):
        group = jobs[at : at + 64]
        width = max(end - start for _, _, start, end, _, _ in group)
        lengths = torch.tensor([end - start for _, _, start, end, _, _ in group])
        cues = torch.tensor([cue - start for _, cue, start, _, _, _ in group])
        potentials = torch.stack([_potentials(model, job, width, mix) for job in group])
        potentials = crf.force_cue(potentials, cues)
        paths = crf.best_path(potentials, transitions, lengths, cues)
        marginals = crf.weigh(potentials, transitions, lengths, cues)[0]
        for job, path, weights in zip(group, paths.tolist(), marginals.tolist()):
            candidate = _candidate(job, path, weights, mix)
            if candidate:
                candidates.setdefault(id(job[0]), []).append(candidate)
    return [(own.paragraph, _settle(candidates.get(id(own), []), len(own.cue))) for own in evidence]


def _potentials(model: Model, job, width: int, mix: Mix) -> Tensor:
    own, cue, start, end, _, linear = job
    first, place = torch.tensor([start]), torch.tensor([cue - start])
    row = model.head(own.own, own.asked, first, end - start, place)[0] * mix.deep_span
    if linear is not None:
        row = row + mix.linear_span * torch.tensor(linear)
    return torch.nn.functional.pad(row, (0, 0, 0, width - (end - start)))


def _candidate(job, path: list[int], weights: list[list[float]], mix: Mix) -> dict | None:
    own, cue, start, end, likely, _ = job
    runs: list[list] = []
    for at in range(end - start):
        label = path[at]
        if label in (1, 3, 5):
            runs.append([label, start + at, start + at + 1, weights[at][label] + weights[at][label + 1]])
        elif label in (2, 4, 6):
            runs[-1][2] += 1
            runs[-1][3] += weights[at][label] + weights[at][label - 1]
    runs = [(label, first, last, total / (last - first)) for label, first, last, total in runs]
    content = [run for run in runs if run[0] == 5]
    total = sum(run[2] - run[1] for run in content)
    sure = sum(run[3] * (run[2] - run[1]) for run in content) / max(total, 1)
    score = likely * sure
    if not content or score < mix.threshold:
        return None
    enough = any(run[3] >= PIECE for run in content)
    near = lambda run: run[3] - 0.002 * min(abs(run[1] - cue), abs(run[2] - cue))
    source = max((run for run in runs if run[0] == 1), key=near, default=None)
    return {
        "score": score,
        "cue": [(run[1], run[2]) for run in runs if run[0] == 3][:1],
        "source": [(source[1], source[2])] if source else [],
        "content": [(run[1], run[2]) for run in content if run[3] >= PIECE or not enough],
    }


def _settle(candidates: list[dict], tokens: int) -> list[dict]:
    taken = [False] * tokens
    kept = []
    for candidate in sorted(candidates, key=lambda one: -one["score"]):
        places = [at for first, end in candidate["content"] for at in range(first, end)]
        free = [at for at in places if not taken[at]]
        if not free or len(free) < KEEP * len(places):
            continue
        for at in free:
            taken[at] = True
        runs: list[list[int]] = []
        borders = {first for first, _ in candidate["content"]}
        for at in free:
            if runs and runs[-1][1] == at and at not in borders:
                runs[-1][1] = at + 1
            else:
                runs.append([at, at + 1])
        kept.append({**candidate, "content": [tuple(run) for run in runs]})
    return kept


def _claim(paragraph: Paragraph, one: dict) -> dict:
    places = lambda runs: [
        {"start": paragraph.places[first][0], "end": paragraph.places[end - 1][1]} for first, end in runs
    ]
    return {
        "content": places(one["content"]),
        "cue": places(one["cue"]),
        "attribution": places(one["source"]),
        "confidence": one["score"],
        "parent": None,
    }


def write(found: list[tuple[Paragraph, list[dict]]], path: Path) -> None:
    """Writes what was found for the scorer."""
    documents: dict[str, list[dict]] = {}
    for paragraph, kept in found:
        documents.setdefault(paragraph.document, []).extend(_claim(paragraph, one) for one in kept)
    with path.open("w", encoding="utf-8") as out:
        for document in sorted(documents):
            out.write(json.dumps({"path": f"{document}.txt", "claims": documents[document]}) + "\n")
