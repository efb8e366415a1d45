"""Lessons as the Rust trainer writes them, to batches of word pieces.

A paragraph is read in windows of at most `PIECES` pieces that overlap by `OVERLAP`; a token is represented by its
first piece, in the window where it stands farther from the edge: as `src/attribution/deep/windows.rs` has it.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

import shapes
from pieces import CLS, SEP, Pieces

PIECES = 256
OVERLAP = 64

# Differences of place, token minus cue, at which the next bucket begins.
BUCKETS = (-64, -32, -16, -12, -8, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 12, 16, 32, 64)

LABELS = 7
CUE_LABELS = (3, 4)


@dataclass
class Relation:
    """A marked attribution: the labels of the tokens from `start`, around the cue's head at token `head`."""

    head: int
    start: int
    labels: list[int]


@dataclass
class Paragraph:
    """A paragraph's words and what is marked in it."""

    document: str
    words: list[str]
    places: list[tuple[int, int]]
    looks: list[int]
    tags: list[str] | None
    heads: list[int]
    relations: list[Relation]
    # Tokens of source and content of all that is marked, also of what the lattice cannot express.
    gold: list[tuple[set[int], set[int]]] = field(default_factory=list)
    linear: dict | None = None
    cost: int = 0


def read(path: Path) -> list[Paragraph]:
    """Reads lessons; paragraphs come in the order of the file."""
    paragraphs = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            own = json.loads(line)
            looks = [shapes.number(*three) for three in zip(own["words"], own["quoted"], own["marks"])]
            relations = [
                Relation(one["head"], one["window"][0], one["labels"]) for one in own["relations"] if one["usable"]
            ]
            if own["words"]:
                paragraphs.append(
                    Paragraph(
                        document=own["document"],
                        words=own["words"],
                        places=[tuple(place) for place in own["places"]],
                        looks=looks,
                        tags=own["tags"],
                        heads=[one["head"] for one in own["relations"]],
                        relations=relations,
                        gold=[(set(one["source"]), set(one["content"])) for one in own["relations"]],
                        linear=own.get("linear"),
                    )
                )
    return paragraphs


@dataclass
class Windows:
    """The windows of one paragraph, and for each token its window and place there."""

    ids: list[list[int]] = field(default_factory=list)
    looks: list[list[int]] = field(default_factory=list)
    token: list[tuple[int, int]] = field(default_factory=list)


def windows(words: list[str], looks: list[int], pieces: Pieces) -> Windows:
    """Cuts a paragraph into windows."""
    cuts = [pieces.cut(word) for word in words]
    starts = [0]
    for cut in cuts:
        starts.append(starts[-1] + len(cut))
    found = Windows()
    for tokens, judged in ranges(starts):
        ids = [piece for token in tokens for piece in cuts[token]]
        shape = [looks[token] for token in tokens for _ in cuts[token]]
        found.token.extend((len(found.ids), 1 + starts[token] - starts[tokens.start]) for token in judged)
        found.ids.append([pieces.number[CLS], *ids, pieces.number[SEP]])
        found.looks.append([0, *shape, 0])
    return found


def ranges(starts: list[int]) -> list[tuple[range, range]]:
    """Returns the tokens that each window reads, and those it judges, from the first piece of each token."""
    count, most = len(starts) - 1, PIECES - 2
    found = []
    first = judged = 0
    while first < count:
        end = first + 1
        while end < count and starts[end + 1] - starts[first] <= most:
            end += 1
        if end == count:
            found.append((range(first, end), range(judged, end)))
            break
        after = end
        while after > first + 1 and starts[end] - starts[after - 1] <= OVERLAP:
            after -= 1
        # The overlap is parted in its middle.
        middle = (starts[after] + starts[end] + 1) // 2
        part = next((token for token in range(after, end) if starts[token] >= middle), end)
        found.append((range(first, end), range(judged, part)))
        first, judged = after, part
    return found


@dataclass
class Batch:
    """Paragraphs as tensors: windows padded to one length, tokens one after another."""

    ids: Tensor
    mask: Tensor
    looks: Tensor
    # For each token of all paragraphs: its window and place there.
    row: Tensor
    column: Tensor
    # Where each paragraph's tokens start, and their number in all.
    starts: list[int]
    # 1 for tokens that head a cue.
    heads: Tensor
    # For each relation: the first token of its window, the length, the cue's place in it, the labels.
    first: Tensor
    lengths: Tensor
    cue: Tensor
    labels: Tensor


def batch(paragraphs: list[Paragraph], pieces: Pieces) -> Batch:
    """Makes a batch."""
    rows_ids: list[list[int]] = []
    rows_looks: list[list[int]] = []
    row, column, starts, heads = [], [], [], []
    relations: list[tuple[int, Relation]] = []
    for paragraph in paragraphs:
        own = windows(paragraph.words, paragraph.looks, pieces)
        starts.append(len(row))
        row.extend(len(rows_ids) + window for window, _ in own.token)
        column.extend(place for _, place in own.token)
        rows_ids.extend(own.ids)
        rows_looks.extend(own.looks)
        marks = [0.0] * len(paragraph.words)
        for head in paragraph.heads:
            marks[head] = 1.0
        heads.extend(marks)
        relations.extend((starts[-1], relation) for relation in paragraph.relations)
    ids, mask = _padded(rows_ids, 0)
    labels, _ = _padded([one.labels for _, one in relations] or [[0]], 0)
    return Batch(
        ids=ids,
        mask=mask,
        looks=_padded(rows_looks, 0)[0],
        row=torch.tensor(row),
        column=torch.tensor(column),
        starts=starts,
        heads=torch.tensor(heads),
        first=torch.tensor([start + one.start for start, one in relations], dtype=torch.long),
        lengths=torch.tensor([len(one.labels) for _, one in relations], dtype=torch.long),
        cue=torch.tensor([one.head - one.start for _, one in relations], dtype=torch.long),
        labels=labels[: len(relations)],
    )


def _padded(rows: list[list[int]], filler: int) -> tuple[Tensor, Tensor]:
    width = max(len(row) for row in rows)
    values = torch.full((len(rows), width), filler, dtype=torch.long)
    mask = torch.zeros((len(rows), width), dtype=torch.bool)
    for at, row in enumerate(rows):
        values[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = True
    return values, mask


def batches(paragraphs: list[Paragraph], pieces: Pieces, size: int, chance: random.Random | None) -> list[list[Paragraph]]:
    """Puts paragraphs of like length together, about `size` pieces a batch; in random order if given chance."""
    for paragraph in paragraphs:
        paragraph.cost = paragraph.cost or 2 + sum(len(pieces.cut(word)) for word in paragraph.words)
    blur = (lambda: chance.uniform(0.96, 1.04)) if chance else (lambda: 1.0)
    order = sorted(paragraphs, key=lambda own: min(own.cost, PIECES) * blur())
    groups: list[list[Paragraph]] = [[]]
    longest = total = 0
    for paragraph in order:
        longest = max(longest, min(paragraph.cost, PIECES))
        total += 1 + paragraph.cost // PIECES
        if groups[-1] and longest * total > size:
            groups.append([])
            longest, total = min(paragraph.cost, PIECES), 1 + paragraph.cost // PIECES
        groups[-1].append(paragraph)
    if chance:
        chance.shuffle(groups)
    return groups


class Swapper:
    """Puts other names into a paragraph, so that the model learns how names stand, not which."""

    def __init__(self, paragraphs: list[Paragraph], more: list[str]) -> None:
        names = {
            word
            for paragraph in paragraphs
            for word, tag in zip(paragraph.words, paragraph.tags or [])
            if tag in ("NNP", "NNPS") and shapes.look(word) == "capital" and len(word) > 2
        }
        self.names = sorted(names | set(more))

    def swap(self, paragraph: Paragraph, chance: random.Random) -> Paragraph:
        """Returns a copy in which each name, with one chance in two, is another one."""
        if paragraph.tags is None:
            return paragraph
        other: dict[str, str] = {}
        words = list(paragraph.words)
        for at, tag in enumerate(paragraph.tags):
            word = words[at]
            if tag in ("NNP", "NNPS") and shapes.look(word) == "capital" and len(word) > 2:
                if word not in other:
                    other[word] = chance.choice(self.names) if chance.random() < 0.5 else word
                words[at] = other[word]
        copy = Paragraph(**{**paragraph.__dict__, "words": words})
        return copy
