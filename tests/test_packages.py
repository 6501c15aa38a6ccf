"""Packages need each other in one direction only."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOP = ("bot", "index", "config")
BELOW: dict[str, set[str]] = {"bot": {"index", "config"}, "index": {"config"}, "config": set()}


def package(parts: tuple[str, ...]) -> str:
    """What a module is counted to: the folder in `bot` or `index`, or the module itself where it is in none."""
    return ".".join(parts[:2])


def needs(file: Path) -> Iterator[tuple[str, ...]]:
    """The modules of ours that a file imports, wherever it does."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{each.name}" for each in node.names]
        else:
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        yield from (parts for name in names if (parts := tuple(name.split(".")))[0] in TOP)


def test_no_two_packages_need_each_other() -> None:
    needed: dict[str, set[str]] = defaultdict(set)
    for top in TOP:
        for file in (ROOT / top).rglob("*.py"):
            own = package(file.relative_to(ROOT).with_suffix("").parts)
            for parts in needs(file):
                assert parts[0] == top or parts[0] in BELOW[top], f"{file} imports {'.'.join(parts)}"
                needed[own] |= {package(parts)} - {own}
    assert len(list(TopologicalSorter(needed).static_order())) > len(TOP)  # CycleError names those that go in a circle
