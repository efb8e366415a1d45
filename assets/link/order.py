#!/usr/bin/env python3
"""Finds out which functions run together, for build.rs to have them lie together.

    python3 assets/link/order.py          # from the top of the checkout; takes ten minutes

Builds the release program with a map of where the linker put what, runs it under valgrind's callgrind
in a pseudo-terminal, and writes functions.txt beside this script: first what runs when a key is
pressed, then what runs at the start and while an article is analysed, then the rest of a tour, then
the second look. Needs valgrind. A name of a function holds a hash of its types and of the versions
of its crates, but not of its code: the list fits until a dependency or the compiler is another, and
what it does not name lies behind, as it would without a list.
"""

import bisect
import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DEMO = ROOT / "assets/demo/01-bridge-sources.txt"
SIZE = (40, 120)
# A key under callgrind takes some milliseconds; what comes of it is to be over before the next.
GAP = 0.12

HEAD = """\
# Functions in the order in which they are to lie in the program, so that those that run together do:
# what a key runs, what a start runs, a tour of the program, the second look. Made by order.py beside
# this file from runs on our own sample articles; build.rs hands it to the linker.
"""


def build(target):
    """Builds the program without an order; returns it and where the linker put each function."""
    where = target / "link.map"
    flags = ["-C", f"link-arg=-Wl,-Map={where}"]
    subprocess.run(["cargo", "rustc", "--release", "--locked", "--bin", "whosaid", "--", *flags],
                   cwd=ROOT, check=True, env={**os.environ, "CARGO_TARGET_DIR": str(target)})
    line = re.compile(r"\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+\s+\S+:\(\.text\.([^)]+)\)")
    found = (line.match(row) for row in where.read_text(errors="replace").splitlines())
    places = sorted((int(m[1], 16), int(m[2], 16), m[3]) for m in found if m)
    return target / "release/whosaid", places


def press(terminal, keys, pause):
    for key in keys:
        os.write(terminal, key.encode())
        drain(terminal, pause)


def drain(terminal, seconds):
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                os.read(terminal, 1 << 16)
            except OSError:
                return


def run(program, arguments, keys, folder, settle, whole):
    """Runs the program and presses keys; returns the addresses that ran, with the keys or in all."""
    out = pathlib.Path(folder) / "callgrind.out"
    for old in out.parent.glob("callgrind.out*"):
        old.unlink()
    options = ["--tool=callgrind", "--dump-instr=yes", f"--callgrind-out-file={out}"]
    options += [] if whole else ["--instr-atstart=no"]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        os.execvp("valgrind", ["valgrind", *options, str(program), *arguments])
    drain(terminal, settle)
    control = ["callgrind_control", str(child)]
    if not whole:
        subprocess.run([*control, "-i", "on"], check=True, stdout=subprocess.DEVNULL)
    press(terminal, keys, GAP)
    if not whole:
        subprocess.run([*control, "-d"], check=True, stdout=subprocess.DEVNULL)
    press(terminal, "\x1bZZ", 1)
    drain(terminal, 3)
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    os.waitpid(child, 0)
    return addresses(pathlib.Path(f"{out}.1") if not whole else out, program)


def addresses(path, program):
    """Returns the addresses of the program that a profile counts (the format of callgrind)."""
    names, current, at, is_call, found = {}, None, 0, False, set()
    for row in path.read_text().splitlines():
        if m := re.match(r"c?ob=\((\d+)\)(?: (.*))?", row):
            if m[2]:
                names[m[1]] = m[2]
            if row[0] == "o":
                current = names.get(m[1])
        elif row.startswith("calls="):
            is_call = True
        elif row and row[0] in "0123456789+-*":
            place = row.split(" ", 1)[0]
            if place.startswith(("+", "-")):
                at += int(place, 0)
            elif place != "*":
                at = int(place, 0)
            if not is_call and current == str(program):
                found.add(at)
            is_call = False
    return found


def functions(found, places):
    """Returns the names of the functions that hold any of the addresses, in order of place."""
    starts = [start for start, _, _ in places]
    at = {bisect.bisect_right(starts, address) - 1 for address in found}
    return [re.sub(r"^(unlikely|hot|startup|exit)\.", "", places[index][2])
            for index in sorted(at) if index >= 0]


def main():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    # What build.rs finds here is no order: places are those of a program without one.
    (HERE / "functions.txt").write_text(HEAD)
    program, places = build(target)
    order = {}
    with tempfile.TemporaryDirectory() as folder:
        long = pathlib.Path(folder) / "long.txt"
        long.write_text(DEMO.read_text() * 60)
        data = ["--data-dir", f"{folder}/data", "--config-dir", f"{folder}/config"]
        fast = [*data, "--engine", "fast"]
        tour = "5jlw]c]q]?gwgs\x0f]s gp\x1bo\x1bf\x1b/ridge\rnN*viqyic+-\x1bcy ]nuza zs za ga gaz?za"
        tour += "\t\tjjj\r\t\x1b?\x1b:the\x1bzozo>>< \x06\x02Gggzj zj zj"
        runs = [
            ("a key", [*fast, str(DEMO)], "jjjjjjkkkkkk]c[c", 12, False),
            ("scrolling", [*fast, str(long)], "j" * 60 + "kk", 30, False),
            ("the start", [*fast, str(DEMO)], "", 12, True),
            ("a long text", [*fast, str(long)], "jk", 40, True),
            ("a tour", [*fast, str(DEMO)], tour, 12, False),
            ("the second look", [*data, str(DEMO)], "jjkk", 60, True),
        ]
        for name, arguments, keys, settle, whole in runs:
            found = run(program, arguments, keys, folder, settle, whole)
            names = functions(found, places)
            order.update(dict.fromkeys(names))
            print(f"{name}: {len(names)} functions, {len(order)} in all", file=sys.stderr)
    (HERE / "functions.txt").write_text(HEAD + "".join(f"{name}\n" for name in order))


if __name__ == "__main__":
    main()
