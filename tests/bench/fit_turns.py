"""Prints how well new turns of a story are told from retellings.

    python -m tests.bench.fit_turns FOLDER

Three people grouped the results of ten news searches into stories. A result is counted as a retelling when its group
has another of the same day, and as a new turn when the one before it is two days older or more; only those count that
would join the story of the earlier ones here. What is embedded is kept in FOLDER.
"""

import argparse
import json
import tarfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import dateparser
import numpy as np

from config import load_settings
from index.embedding.encoder import Encoder, make_encoder
from index.embedding.vectors import HalfVector
from index.topics.turns import is_new_turn
from tests.bench.corpora import SHARED

DAY = timedelta(days=1)
# What is further from the nearest of the earlier ones, by cosine, would not join their story.
NEAREST, JOINING = 4, 0.44


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    encoder = make_encoder(load_settings(given={"data_dir": parser.parse_args().folder}))
    taken: dict[str, list[bool]] = {"retellings": [], "new turns": []}
    with tarfile.open(SHARED / "stories.tar.gz") as archive:
        for name in sorted(n for n in archive.getnames() if n.startswith("dataset/") and n.endswith(".txt")):
            results = _read(archive, name)
            told = [_Told(result, vector) for result, vector in zip(results, _vectors(encoder, results), strict=True)]
            for person in (1, 2, 3):
                for group in _read(archive, name.replace("dataset/", f"gold{person}/")):
                    for kind, new in _judged([told[n - 1] for n in group if 0 < n <= len(told)]):
                        taken[kind].append(new)
    for kind, found in taken.items():
        print(f"{kind} taken for new turns: {np.mean(found):.2f} of {len(found)}")


class _Told:
    def __init__(self, result: dict[str, Any], vector: HalfVector) -> None:
        self.title = _title(result)
        self.words = f"{self.title} {_description(result)}"
        self.vector = vector
        parsed = dateparser.parse(result["date"], languages=["en"])
        if parsed is None:
            raise ValueError(f"the date {result['date']!r} cannot be read")
        self.date = parsed.date()


def _judged(group: Sequence[_Told]) -> Iterator[tuple[str, bool]]:
    """What each result after the first is, and whether it was taken for a new turn."""
    by_date = sorted(group, key=lambda told: told.date)
    for place, told in enumerate(by_date[1:], start=1):
        earlier = by_date[:place]
        vector = told.vector.astype(np.float32)
        cosines = sorted((float(each.vector.astype(np.float32) @ vector) for each in earlier), reverse=True)
        if np.mean(cosines[:NEAREST]) < JOINING:
            continue
        age = told.date - earlier[-1].date
        new = is_new_turn(told.title, vector, [(each.words, each.vector) for each in earlier])
        if age < DAY:
            yield "retellings", new
        elif age >= 2 * DAY:
            yield "new turns", new


def _vectors(encoder: Encoder, results: Sequence[dict[str, Any]]) -> list[HalfVector]:
    texts = [f"{_title(result)}\n{_description(result)}" for result in results]
    return list(encoder.encode_documents(texts).astype(np.float16))


def _title(result: dict[str, Any]) -> str:
    return str((result.get("meta") or {}).get("title") or result["title"])


def _description(result: dict[str, Any]) -> str:
    return str((result.get("meta") or {}).get("description") or "")


def _read(archive: tarfile.TarFile, name: str) -> Any:
    file = archive.extractfile(name)
    text = file.read().decode("utf-8-sig") if file else "[]"
    return json.loads(text[: text.rindex("]") + 1])


if __name__ == "__main__":
    main()
