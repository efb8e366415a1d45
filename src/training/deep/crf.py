"""The lattice of `src/attribution/lattice.rs` in tensors: loss to train by, and the best path.

Labels of a window around one cue. The cue's own token is held to be cue, its words stand together, and for the best
path at least one token is content.
"""

from __future__ import annotations

import torch
from torch import Tensor

from data import CUE_LABELS, LABELS

NEVER = -1e9
CONTENT = (5, 6)


def may_follow(before: int, label: int) -> bool:
    """Whether `label` may come after `before`; the window's start is `LABELS`."""
    return label not in (2, 4, 6) or before == label or before + 1 == label


def _allowed() -> Tensor:
    """Which steps are allowed up to the cue's token, and behind it."""
    steps = torch.zeros(2, LABELS, LABELS, dtype=torch.bool)
    for before in range(LABELS):
        for label in range(LABELS):
            if may_follow(before, label):
                steps[0, before, label] = before not in CUE_LABELS or label == 4
                steps[1, before, label] = label != 3
    return steps


ALLOWED = _allowed()
START_ALLOWED = torch.tensor([may_follow(LABELS, label) for label in range(LABELS)])


def force_cue(potentials: Tensor, cue: Tensor) -> Tensor:
    """Holds the token at `cue` of each window to be cue."""
    hold = torch.full((LABELS,), NEVER)
    hold[list(CUE_LABELS)] = 0.0
    places = torch.arange(potentials.shape[1])[None, :] == cue[:, None]
    return potentials + places[:, :, None] * hold


def _steps(transitions: Tensor) -> Tensor:
    return torch.where(ALLOWED, transitions[:LABELS], torch.tensor(NEVER))


class Loss(torch.autograd.Function):
    """Minus the log likelihood of the right labels, window by window; its slopes by forward and backward sums."""

    @staticmethod
    def forward(context, potentials: Tensor, transitions: Tensor, labels: Tensor, lengths: Tensor, cue: Tensor):
        count, width, _ = potentials.shape
        marginals, pairs, first, log_total = weigh(potentials, transitions, lengths, cue)
        inside = torch.arange(width)[None, :] < lengths[:, None]
        gold = torch.nn.functional.one_hot(labels, LABELS).float() * inside[:, :, None]
        start = torch.where(START_ALLOWED, transitions[LABELS], torch.tensor(NEVER))
        steps = _steps(transitions)[(torch.arange(1, width)[None, :] > cue[:, None]).long()]
        both = gold[:, :-1, :, None] * gold[:, 1:, None, :]
        right = (gold * potentials).sum((1, 2)) + (gold[:, 0] * start).sum(1) + (both * steps).sum((1, 2, 3))
        slope = torch.zeros_like(transitions)
        slope[:LABELS] = pairs - both.sum((0, 1))
        slope[LABELS] = first - gold[:, 0].sum(0)
        context.save_for_backward(marginals - gold, slope)
        return log_total - right

    @staticmethod
    def backward(context, scale: Tensor):
        potentials, transitions = context.saved_tensors
        return potentials * scale[:, None, None], transitions * scale.mean(), None, None, None


def weigh(potentials: Tensor, transitions: Tensor, lengths: Tensor, cue: Tensor):
    """Returns how likely each label is, how often each follows each, how often each stands first, and log Z."""
    count, width, _ = potentials.shape
    most = potentials.amax(2, keepdim=True)
    scaled = torch.exp(potentials - most)
    steps = torch.exp(_steps(transitions))
    start = torch.exp(torch.where(START_ALLOWED, transitions[LABELS], torch.tensor(NEVER)))
    inside = torch.arange(width)[None, :] < lengths[:, None]
    side = (torch.arange(width)[None, :] > cue[:, None]).long()
    table = steps[side]
    forward = torch.empty_like(scaled)
    log_total = torch.zeros(count)
    current = start * scaled[:, 0]
    for at in range(width):
        if at:
            current = torch.bmm(current[:, None], table[:, at])[:, 0] * scaled[:, at]
        total = current.sum(1, keepdim=True)
        current = current / total
        forward[:, at] = current
        log_total += torch.where(inside[:, at], total[:, 0].log() + most[:, at, 0], torch.zeros(()))
    backward = torch.ones_like(scaled)
    for at in range(width - 2, -1, -1):
        after = torch.bmm(table[:, at + 1], (scaled[:, at + 1] * backward[:, at + 1])[:, :, None])[:, :, 0]
        after = after / after.sum(1, keepdim=True)
        backward[:, at] = torch.where(inside[:, at + 1, None], after, torch.ones(()))
    marginals = forward * backward
    marginals = marginals / marginals.sum(2, keepdim=True) * inside[:, :, None]
    pairs = forward[:, :-1, :, None] * table[:, 1:] * (scaled[:, 1:] * backward[:, 1:])[:, :, None, :]
    pairs = pairs / pairs.sum((2, 3), keepdim=True).clamp_min(1e-30) * inside[:, 1:, None, None]
    return marginals, pairs.sum((0, 1)), marginals[:, 0].sum(0), log_total


def best_path(potentials: Tensor, transitions: Tensor, lengths: Tensor, cue: Tensor) -> Tensor:
    """Returns the best labels that have content; states are kept twice, without and with content before them."""
    count, width, _ = potentials.shape
    steps = _steps(transitions)
    wide = torch.full((2, 2 * LABELS, 2 * LABELS), NEVER)
    content = torch.zeros(LABELS, dtype=torch.bool)
    content[list(CONTENT)] = True
    for label in range(LABELS):
        if content[label]:
            wide[:, :LABELS, LABELS + label] = steps[:, :, label]
        else:
            wide[:, :LABELS, label] = steps[:, :, label]
        wide[:, LABELS:, LABELS + label] = steps[:, :, label]
    start = torch.where(START_ALLOWED, transitions[LABELS], torch.tensor(NEVER))
    doubled = torch.cat([potentials, potentials], 2)
    best = torch.full((count, 2 * LABELS), NEVER)
    first = start + potentials[:, 0]
    best[:, :LABELS] = torch.where(content, torch.tensor(NEVER), first)
    best[:, LABELS:] = torch.where(content, first, torch.tensor(NEVER))
    back = torch.zeros(count, width, 2 * LABELS, dtype=torch.long)
    identity = torch.arange(2 * LABELS).expand(count, -1)
    for at in range(1, width):
        side = (at > cue).long()
        sums = best[:, :, None] + wide[side]
        top, from_ = sums.max(1)
        live = (at < lengths)[:, None]
        best = torch.where(live, (top + doubled[:, at]).clamp_min(NEVER), best)
        back[:, at] = torch.where(live, from_, identity)
    state = LABELS + best[:, LABELS:].argmax(1)
    path = torch.zeros(count, width, dtype=torch.long)
    for at in range(width - 1, -1, -1):
        path[:, at] = state % LABELS
        state = back[:, at].gather(1, state[:, None])[:, 0]
    return path
