"""Puts made-up names of the same length for those of a corpus part: do claims hang on who is named?

Comes from a folder with `text` and `attributions` and its lessons; goes to a folder of the same layout, in which all
places still hold. A name is what the machine's tags call one and what begins with a capital.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from pathlib import Path

from data import read
from shapes import look


def made_up(name: str, chance: random.Random) -> str:
    """Returns letters in turn, consonants and vowels, with the capitals of `name`."""
    letters = []
    for at, old in enumerate(name):
        new = chance.choice("bdfgklmnprstvz" if at % 2 == 0 else "aeiou")
        letters.append(new.upper() if old.isupper() else new if old.isalpha() else old)
    return "".join(letters)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--lessons", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    names = {
        word
        for paragraph in read(arguments.lessons)
        for word, tag in zip(paragraph.words, paragraph.tags or [])
        if tag in ("NNP", "NNPS") and look(word) in ("capital", "capitals", "mixed") and len(word) > 2
    }
    chance = random.Random(1)
    others = {name: made_up(name, chance) for name in sorted(names)}
    pattern = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")\b")
    shutil.copytree(arguments.folder / "attributions", arguments.out / "attributions", dirs_exist_ok=True)
    (arguments.out / "text").mkdir(parents=True, exist_ok=True)
    for path in sorted((arguments.folder / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        (arguments.out / "text" / path.name).write_text(pattern.sub(lambda own: others[own[0]], text), encoding="utf-8")
    print(f"{len(names)} names replaced")


if __name__ == "__main__":
    main()
