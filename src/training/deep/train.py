"""Trains the second look: lessons and starting weights to a checkpoint.

Resumable: every fifty steps everything is written to `--out`, and a run that is started again goes on from there.
Seeds are fixed for each step; the same number of threads gives the same weights. What is kept is their running mean.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

import crf
import decode
from data import Batch, Paragraph, Swapper, batch, batches, read
from model import Model, Shape, load_start, read_vocabulary
from pieces import Pieces, count_words, cut_vocabulary


@dataclass
class Settings:
    """What a run may vary."""

    seed: int = 1
    # Steps at the full learning rate, then steps in which it falls to nothing. A file named `fade` in the folder
    # of the run makes it fall from now on; the log says from which step, to give when the run is repeated.
    stable: int = 750
    fade: int = 600
    # Pieces in a batch, filled up.
    size: int = 2048
    # Learning rates: of the uppermost layer and of what is new; each lower layer has `fall` of the one above.
    rate: float = 2e-4
    new_rate: float = 1e-3
    fall: float = 0.9
    decay: float = 0.01
    warm: int = 100
    # How much of the running mean of the weights is kept each fourth step.
    mean: float = 0.98
    # How many of the paragraphs without a cue are read in an epoch.
    bare: float = 0.5
    # How many paragraphs get other names.
    swap: float = 0.15
    # Weight of the second task, parts of speech made by a machine.
    tags: float = 0.0
    dropout: float = 0.1
    hidden: int = 192
    vocabulary: int = 16000
    threads: int = 1


# What keeps its starting weights: words that training does not see stay comparable with those it sees.
FROZEN = ("encoder.pieces", "encoder.places")


def groups(model: Model, extra: nn.Module, settings: Settings) -> list[dict]:
    """Parameters with their learning rates."""
    layers = model.shape.layers
    found = []
    for name, parameter in [*model.named_parameters(), *extra.named_parameters(prefix="extra")]:
        if name.startswith(FROZEN):
            parameter.requires_grad_(False)
            continue
        if name.startswith("encoder.layers."):
            depth = layers - 1 - int(name.split(".")[2])
            rate = settings.rate * settings.fall**depth
        elif name.startswith("encoder.norm"):
            rate = settings.rate * settings.fall**layers
        elif name.startswith("encoder.looks"):
            rate = settings.rate
        else:
            rate = settings.new_rate
        decay = settings.decay if parameter.dim() > 1 and "transitions" not in name else 0.0
        found.append({"params": [parameter], "lr": rate, "weight_decay": decay, "peak": rate})
    return found


def loss_of(model: Model, extra: nn.Module, made: Batch, tag_numbers: Tensor | None, settings: Settings) -> tuple[Tensor, Tensor]:
    """Minus the log likelihoods of the right cues, and of the right labels around each."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model.encoder.states(made.ids, made.mask, made.looks)
    states = model.encoder.drop(states[made.row, made.column].float())
    logits, own, asked = model.encoder.read(states)
    cues = nn.functional.binary_cross_entropy_with_logits(logits, made.heads, reduction="sum")
    if tag_numbers is not None and settings.tags > 0:
        cues = cues + settings.tags * nn.functional.cross_entropy(
            extra(states), tag_numbers, ignore_index=-1, reduction="sum"
        )
    if not len(made.cue):
        return cues, torch.zeros(())
    width = int(made.lengths.max())
    potentials = model.head(own, asked, made.first, width, made.cue)
    potentials = crf.force_cue(potentials, made.cue)
    spans = crf.Loss.apply(potentials, model.head.transitions, made.labels, made.lengths, made.cue)
    return cues, spans.sum()


class Mean:
    """The running mean of a model's weights."""

    def __init__(self, model: Model, keep: float) -> None:
        self.keep = keep
        self.steps = 0
        self.values = {name: value.detach().clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def add(self, model: Model) -> None:
        self.steps += 1
        keep = min(self.keep, (1 + self.steps) / (10 + self.steps))
        for name, value in model.state_dict().items():
            self.values[name].lerp_(value, 1 - keep)


class Run:
    """A training run: the model, what steps it, and where it stands."""

    def __init__(self, model: Model, lessons: list[Paragraph], settings: Settings, out: Path) -> None:
        self.model, self.lessons, self.settings, self.out = model, lessons, settings, out
        tags = sorted({tag for one in lessons for tag in one.tags or []})
        self.tag_number = {tag: at for at, tag in enumerate(tags)}
        self.extra = nn.Linear(model.shape.width, max(1, len(tags)))
        self.optimizer = torch.optim.AdamW(groups(model, self.extra, settings), betas=(0.9, 0.98), fused=True)
        self.mean = Mean(model, settings.mean)
        self.stable = settings.stable
        self.step = self.epoch = self.at = 0
        self.file = out / "state.pt"
        if self.file.exists():
            state = torch.load(self.file, weights_only=False)
            model.load_state_dict(state["model"])
            self.extra.load_state_dict(state["extra"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.mean.values, self.mean.steps = state["mean"]
            self.step, self.epoch, self.at, self.stable = state["place"]

    def keep(self) -> None:
        """Writes all that is needed to go on from here."""
        state = {
            "model": self.model.state_dict(),
            "extra": self.extra.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "mean": (self.mean.values, self.mean.steps),
            "place": (self.step, self.epoch, self.at, self.stable),
        }
        torch.save(state, self.file.with_suffix(".part"))
        self.file.with_suffix(".part").rename(self.file)

    def rate(self) -> float:
        """Returns the share of the full learning rate at this step."""
        if self.step < self.settings.warm:
            return (self.step + 1) / self.settings.warm
        return min(1.0, max(0.0, 1 - (self.step - self.stable) / self.settings.fade))

    def plan(self, pieces: Pieces) -> list[list[Paragraph]]:
        """Returns the batches of this epoch."""
        chance = random.Random(1000 * self.settings.seed + self.epoch)
        chosen = [one for one in self.lessons if one.heads or chance.random() < self.settings.bare]
        return batches(chosen, pieces, self.settings.size, chance)

    def learn(self, group: list[Paragraph], pieces: Pieces, swapper: Swapper) -> tuple[float, float, int, int]:
        """Takes one step; returns both losses, and the numbers of tokens and cues."""
        settings = self.settings
        chance = random.Random(settings.seed * 1_000_003 + self.step)
        torch.manual_seed(settings.seed * 1_000_003 + self.step)
        for one in self.optimizer.param_groups:
            one["lr"] = one["peak"] * self.rate()
        group = [swapper.swap(one, chance) if chance.random() < settings.swap else one for one in group]
        made = batch(group, pieces)
        numbers = None
        if settings.tags > 0:
            rows = [[self.tag_number[t] for t in one.tags] if one.tags else [-1] * len(one.words) for one in group]
            numbers = torch.tensor([number for row in rows for number in row])
        cues, spans = loss_of(self.model, self.extra, made, numbers, settings)
        self.optimizer.zero_grad(set_to_none=True)
        ((cues + spans) / 32).backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimizer.step()
        self.step += 1
        if self.step % 4 == 0:
            self.mean.add(self.model)
        return float(cues.detach()), float(spans.detach()), len(made.heads), len(made.cue)

    def go(self, pieces: Pieces, swapper: Swapper, after_epoch) -> None:
        """Trains to the end; `after_epoch` is called with the number of epochs begun and the mean weights."""
        begun = time.time()
        while self.step < self.stable + self.settings.fade:
            plan = self.plan(pieces)
            self.model.train()
            sums = [0.0, 0.0, 0, 0]
            while self.at < len(plan) and self.step < self.stable + self.settings.fade:
                sums = [a + b for a, b in zip(sums, self.learn(plan[self.at], pieces, swapper))]
                self.at += 1
                if self.stable > self.step and (self.out / "fade").exists():
                    self.stable = self.step
                    say(f"the learning rate falls from step {self.step} on")
                if self.at % 50 == 0:
                    say(
                        f"epoch {self.epoch} {self.at}/{len(plan)} step {self.step} cue {sums[0] / sums[2]:.4f} "
                        f"spans {sums[1] / max(1, sums[3]):.3f} {time.time() - begun:.0f} s, "
                        f"cpu {time.process_time():.0f} s"
                    )
                    sums = [0.0, 0.0, 0, 0]
                    self.keep()
            self.epoch, self.at = self.epoch + 1, 0
            self.keep()
            after_epoch(self.epoch, self.mean)


def say(line: str) -> None:
    print(line, flush=True)


def save(path: Path, model: Model, values: dict[str, Tensor], vocabulary: list[str], settings: Settings) -> None:
    """Writes what the exporter needs."""
    torch.save(
        {
            "shape": model.shape.as_dict(),
            "weights": {name: value.clone() for name, value in values.items()},
            "vocabulary": vocabulary,
            "settings": asdict(settings),
        },
        path,
    )


def score(gold: Path, scorer: Path, predictions: Path) -> str:
    """Runs the project's scorer, if it is there."""
    command = [sys.executable, str(scorer), "--gold", str(gold / "text"), str(gold / "attributions")]
    command += ["--pred", str(predictions), "--drop-nested"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=Path, required=True, help="written by `whosaid-train lessons`")
    parser.add_argument("--dev", type=Path, help="lessons to judge each epoch on")
    parser.add_argument("--gold", type=Path, help="the corpus folder that --dev was made from")
    parser.add_argument("--scorer", type=Path, help="score.py")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="folders of texts whose words count")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--few", type=int, default=0, help="only so many lessons, to try")
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = parser.parse_args()
    settings = Settings(**{name: getattr(arguments, name) for name in asdict(Settings())})
    torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "settings.json").write_text(json.dumps(asdict(settings), indent=1))

    words = count_words(arguments.texts)
    full = read_vocabulary(arguments.start)
    keep = cut_vocabulary(full, words, settings.vocabulary)
    vocabulary = [full[at] for at in keep]
    pieces = Pieces(vocabulary)
    lessons = read(arguments.lessons)
    if arguments.few:
        lessons = lessons[: arguments.few]
    shape = Shape(vocabulary=len(keep), hidden=settings.hidden, dropout=settings.dropout)
    model = load_start(arguments.start, shape, keep)
    swapper = Swapper(lessons, names(words))
    say(f"{len(lessons)} paragraphs, {sum(len(one.relations) for one in lessons)} relations, {len(swapper.names)} names")
    dev = read(arguments.dev) if arguments.dev else []

    def after_epoch(epoch: int, mean: Mean) -> None:
        for name in (f"epoch-{epoch}.pt", "last.pt"):
            save(arguments.out / name, model, mean.values, vocabulary, settings)
        if not dev:
            return
        judged = Model(shape)
        judged.load_state_dict(mean.values)
        evidence = decode.judge(judged, dev, pieces)
        found = decode.decode(judged, evidence, decode.Mix())
        decode.write(found, arguments.out / "dev.jsonl")
        if arguments.scorer:
            say(f"== epoch {epoch}, mean weights")
            say(score(arguments.gold, arguments.scorer, arguments.out / "dev.jsonl"))

    Run(model, lessons, settings, arguments.out).go(pieces, swapper, after_epoch)


def names(words: Counter[str]) -> list[str]:
    """Words that always have a capital: names, mostly."""
    small = {word for word in words if word.islower()}
    return [
        word
        for word, times in sorted(words.items())
        if times > 1 and word.isalpha() and word.istitle() and len(word) > 2 and word.lower() not in small
    ]


if __name__ == "__main__":
    main()
