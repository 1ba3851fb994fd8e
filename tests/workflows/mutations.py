"""Damaged files: bytes changed, cut, doubled; values of JSON replaced by others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

ODD: list[Any] = [
    None, True, -1, 0, 2**70, 1.5, "", " ", "\u0000", "\ud800", "x" * 5000, "=cmd()", "../../etc/passwd", [], {}, [[]],
    {"type": "x"}, "1e999", "2026-13-45T99:99:99Z", "http://[::1", ["a", 1, None], "🙂\u202e",
]  # fmt: skip


def mutated(path: Path, folder: Path, chance: Random, count: int) -> Iterator[Path]:
    """`count` damaged copies of a file, or of a folder of which one file is damaged; each until the next is asked for."""
    for number in range(count):
        if path.is_dir():
            place = folder / f"damaged-{number}"
            copytree(path, place)
            victim = chance.choice(sorted(place.iterdir()))
        else:
            place = victim = folder / f"damaged-{number}{path.suffix}"
            victim.write_bytes(path.read_bytes())
        victim.write_bytes(damaged(victim.read_bytes(), chance))
        yield place


def damaged(data: bytes, chance: Random) -> bytes:
    if chance.random() < 0.6:
        for whole in (True, False):
            try:
                value = [json.loads(data)] if whole else [json.loads(line) for line in data.splitlines()]
            except ValueError:
                continue
            for _ in range(chance.choice([1, 1, 2, 5])):
                _replace(value, chance)
            return "\n".join(json.dumps(one) for one in value).encode("utf-8", "surrogatepass")
    made = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 20])):
        at = chance.randrange(len(made) + 1)
        how = chance.randrange(5)
        if how == 0:
            del made[at:]
        elif how == 1:
            made[at : at + chance.randrange(30)] = b""
        elif how == 2:
            made[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(8)))
        elif how == 3:
            made[at:at] = made[at : at + chance.randrange(400)]
        else:
            made[at : at + 1] = chance.choice(
                [b'"', b"\n", b",", b"\t", b"\x00", b"\xff", b"}", b"[" * 3000, b"9" * 30]
            )
    return bytes(made)


def _replace(value: Any, chance: Random) -> None:
    """One value, somewhere inside, by another one or by none."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = chance.choice(keys)
        inner = value[key]
        if isinstance(inner, (dict, list)) and inner and chance.random() < 0.8:
            value = inner
            continue
        if chance.random() < 0.25:
            del value[key]
        else:
            value[key] = deepcopy(chance.choice(ODD))
        return
