"""Words to word pieces, as BERT cuts them, over a vocabulary cut to what news uses.

Each token of our text model is cut by itself: small letters, accents taken off, marks apart, then the longest
piece first. `src/attribution/deep/pieces.rs` does the same; the cases that the exporter writes hold both to it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

PAD, UNK, CLS, SEP = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
SPECIAL = (PAD, UNK, CLS, SEP)

# A token has at most so many pieces; what is longer is an address or noise.
MOST_PIECES = 8
# A run of letters longer than this is unknown as a whole.
LONGEST_RUN = 100


def runs(word: str) -> list[str]:
    """Takes off case and accents, and cuts at marks."""
    found: list[str] = []
    open_run = False
    for letter in unicodedata.normalize("NFD", word).lower():
        kind = unicodedata.category(letter)
        if kind == "Mn":
            continue
        if letter.isspace():
            open_run = False
        elif kind.startswith("P") or letter in "$+<=>^`|~":
            found.append(letter)
            open_run = False
        elif open_run:
            found[-1] += letter
        else:
            found.append(letter)
            open_run = True
    return found


class Pieces:
    """A vocabulary and the cutting of words by it."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.vocabulary = vocabulary
        self.number = {piece: at for at, piece in enumerate(vocabulary)}
        self.cut = lru_cache(maxsize=None)(self._cut)

    def _cut(self, word: str) -> tuple[int, ...]:
        """Returns the numbers of the pieces of `word`; never none."""
        numbers = [number for run in runs(word) for number in self._cut_run(run)]
        return tuple(numbers[:MOST_PIECES]) or (self.number[UNK],)

    def _cut_run(self, run: str) -> list[int]:
        unknown = [self.number[UNK]]
        if len(run) > LONGEST_RUN:
            return unknown
        numbers, start = [], 0
        while start < len(run):
            lead = "##" if start else ""
            for end in range(len(run), start, -1):
                number = self.number.get(lead + run[start:end])
                if number is not None:
                    break
            else:
                return unknown
            numbers.append(number)
            start = end
        return numbers


def cut_vocabulary(full: list[str], words: Counter[str], size: int) -> list[int]:
    """Returns the numbers of the pieces to keep: special ones, single characters, then the commonest."""
    pieces = Pieces(full)
    seen: Counter[int] = Counter()
    for word, times in words.items():
        for number in pieces.cut(word):
            seen[number] += times
    keep = {pieces.number[piece] for piece in SPECIAL}
    keep.update(at for at, piece in enumerate(full) if _is_basic(piece))
    for number, _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0])):
        if len(keep) >= size:
            break
        keep.add(number)
    # Pieces that no text here has: early numbers are common words.
    for number, piece in enumerate(full):
        if len(keep) >= size:
            break
        if number > 999 and piece.removeprefix("##").isascii():
            keep.add(number)
    return sorted(keep)


def _is_basic(piece: str) -> bool:
    """Whether `piece` is one character of a European script or a mark."""
    letter = piece.removeprefix("##")
    return len(letter) == 1 and (ord(letter) < 0x0500 or 0x2000 <= ord(letter) < 0x2200)


def count_words(folders: Iterable[Path]) -> Counter[str]:
    """Counts what stands between spaces in the texts under `folders`."""
    words: Counter[str] = Counter()
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            words.update(path.read_text(encoding="utf-8", errors="replace").split())
    return words
