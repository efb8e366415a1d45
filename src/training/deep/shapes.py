"""How a token looks and whether it is quoted, as one number: what an uncased encoder cannot see."""

from __future__ import annotations

LOOKS = ("small", "capital", "capitals", "mixed", "number", "mark")

# 0 stands for what is no token. Then each look outside and inside quotations, then quotation marks.
NAMES = ("none", *(f"{look}{quoted}" for look in LOOKS for quoted in ("", " quoted")), "open", "close")


def look(word: str) -> str:
    """Returns the look of `word`, by its letters and digits."""
    if any(letter.isnumeric() for letter in word):
        return "number"
    letters = [letter for letter in word if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if not letters:
        return "mark"
    if capitals == 0:
        return "small"
    if capitals == 1 and letters[0].isupper():
        return "capital"
    return "capitals" if capitals == len(letters) else "mixed"


def number(word: str, quoted: int, mark: int) -> int:
    """Returns the place in `NAMES`; `mark` is 1 for the opening mark of a quotation, 2 for the closing one."""
    if mark:
        return NAMES.index("open") + mark - 1
    return 1 + 2 * LOOKS.index(look(word)) + quoted
