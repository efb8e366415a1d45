"""Checks of the trainer's own parts: `python -m unittest` in this folder."""

import itertools
import unittest

import torch

import crf
import data
import shapes
from pieces import SPECIAL, Pieces

SMALL = 4


def allowed(path: tuple[int, ...], cue: int) -> bool:
    steps = all(crf.ALLOWED[int(at + 1 > cue)][a][b] for at, (a, b) in enumerate(itertools.pairwise(path)))
    return path[cue] in data.CUE_LABELS and crf.may_follow(data.LABELS, path[0]) and steps


def worth(path: tuple[int, ...], potentials, transitions) -> torch.Tensor:
    total = transitions[data.LABELS][path[0]] + sum(potentials[at][label] for at, label in enumerate(path))
    return total + sum(transitions[a][b] for a, b in itertools.pairwise(path))


class Lattice(unittest.TestCase):
    """The sums of the lattice against all paths one by one."""

    def setUp(self) -> None:
        torch.manual_seed(3)
        self.transitions = torch.randn(data.LABELS + 1, data.LABELS, requires_grad=True)
        self.potentials = torch.randn(2, SMALL + 1, data.LABELS, requires_grad=True)
        self.lengths, self.cue = torch.tensor([SMALL, SMALL - 1]), torch.tensor([1, 2])
        self.labels = torch.tensor([[1, 3, 5, 6, 0], [5, 1, 3, 0, 0]])

    def paths(self, row: int) -> list[tuple[int, ...]]:
        every = itertools.product(range(data.LABELS), repeat=int(self.lengths[row]))
        return [path for path in every if allowed(path, int(self.cue[row]))]

    def test_loss_and_slopes(self) -> None:
        expected = []
        for row in range(2):
            sums = torch.stack([worth(path, self.potentials[row], self.transitions) for path in self.paths(row)])
            gold = tuple(self.labels[row].tolist()[: int(self.lengths[row])])
            expected.append(torch.logsumexp(sums, 0) - worth(gold, self.potentials[row], self.transitions))
        slopes = torch.autograd.grad(sum(expected), [self.potentials, self.transitions])
        held = crf.force_cue(self.potentials, self.cue)
        found = crf.Loss.apply(held, self.transitions, self.labels, self.lengths, self.cue)
        self.assertTrue(torch.allclose(found, torch.stack(expected), atol=1e-4))
        for own, right in zip(torch.autograd.grad(found.sum(), [self.potentials, self.transitions]), slopes):
            self.assertTrue(torch.allclose(own, right, atol=1e-4))

    def test_best_path_has_content(self) -> None:
        with torch.no_grad():
            held = crf.force_cue(self.potentials, self.cue)
            found = crf.best_path(held, self.transitions, self.lengths, self.cue)
            for row in range(2):
                paths = [path for path in self.paths(row) if set(path) & set(crf.CONTENT)]
                best = max(paths, key=lambda path: float(worth(path, self.potentials[row], self.transitions)))
                self.assertEqual(tuple(found[row].tolist()[: len(best)]), best)


class Words(unittest.TestCase):
    def test_pieces(self) -> None:
        pieces = Pieces([*SPECIAL, "co", "-", "op", "##s", "naive", "$"])
        cut = lambda word: [pieces.vocabulary[at] for at in pieces.cut(word)]
        self.assertEqual(cut("Co-ops"), ["co", "-", "op", "##s"])
        self.assertEqual(cut("Naïve"), ["naive"])
        self.assertEqual(cut("$"), ["$"])
        self.assertEqual(cut("日本"), ["[UNK]"])

    def test_shapes(self) -> None:
        looks = {"said": "small", "I": "capital", "Berg": "capital", "NATO": "capitals", "McVey": "mixed", "4th": "number"}
        for word, expected in {**looks, ",": "mark", "’s": "small"}.items():
            self.assertEqual(shapes.look(word), expected, word)
        self.assertEqual(shapes.NAMES[shapes.number("”", 1, 2)], "close")
        self.assertEqual(shapes.NAMES[shapes.number("Berg", 1, 0)], "capital quoted")

    def test_windows_overlap_and_part_in_the_middle(self) -> None:
        room, overlap = data.PIECES, data.OVERLAP
        try:
            data.PIECES, data.OVERLAP = 6, 2
            expected = [(range(0, 4), range(0, 3)), (range(2, 6), range(3, 5)), (range(4, 8), range(5, 8))]
            self.assertEqual(data.ranges(list(range(9))), expected)
        finally:
            data.PIECES, data.OVERLAP = room, overlap


if __name__ == "__main__":
    unittest.main()
