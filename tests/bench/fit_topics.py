"""Chooses how near an article must come to a topic on one half of topics, and prints what that does on the other.

    python -m tests.bench.fit_topics FOLDER

Topics are ten news searches, each with the fifty articles it found, and the telling words of the questions written on
wikinews articles. All articles, and 2,500 headlines of 2020 beside them, are looked at for each topic; one that has
all of a topic's words is neither counted as right nor as wrong unless it is known to be right. What is embedded is
kept in FOLDER.
"""

import argparse
import json
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config import load_settings
from index.articles.passages import embedded_text, split_passages
from index.embedding.encoder import Encoder, make_encoder
from index.passage_index.tantivy_words import stems
from index.question.question import telling_words
from index.topics.sensitivity import NEARNESS, Sensitivity
from tests.bench.corpora import SHARED, lines, wikinews_articles, wikinews_questions

HEADLINES = 2_500
OF_HEADLINES = 30  # every so many-th is taken
LEAST_STEMS = 4  # of a question's topic; a shorter one is about much that is not known to be right
OTHERS = 1.1  # articles that may come through to a topic besides the right ones, where few are wanted
LOST = {Sensitivity.FEW: 0.1, Sensitivity.NORMAL: 0.02, Sensitivity.ALL: 0.005}  # of right articles with all words


@dataclass(frozen=True, slots=True)
class Judged:
    """A topic: which articles are right for it (1) or wrong (0), -1 where that is not known; shape (articles,)."""

    text: str
    searched: bool
    right: NDArray[np.int8]
    cosines: NDArray[np.float32]
    all_words: NDArray[np.bool_]


def main() -> None:
    """Choose and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    topics = judged(make_encoder(load_settings(given={"data_dir": parser.parse_args().folder})))
    fitted, measured = topics[::2], topics[1::2]
    alone = {
        Sensitivity.FEW: min(a for a in _steps() if _others(fitted, a) <= OTHERS),
        Sensitivity.NORMAL: max(_steps(), key=lambda a: _mean_f(fitted, a, beta=1)),
        Sensitivity.ALL: max(_steps(), key=lambda a: _mean_f(fitted, a, beta=4)),
    }
    print(f"{len(topics)} topics, {len(topics[0].right):,} articles")
    for sensitivity in Sensitivity:
        with_words = _quantile(fitted, LOST[sensitivity])
        print(f"{sensitivity}: chosen alone {alone[sensitivity]:.2f}, with words {with_words:.2f}; in use", end=" ")
        print(f"{NEARNESS[sensitivity].alone:.2f} and {NEARNESS[sensitivity].with_words:.2f}. On the other half:")
        for searched in (True, False):
            found = [_let_through(topic, sensitivity) for topic in measured if topic.searched is searched]
            recall = sum(right for right, _, _ in found) / sum(of for _, of, _ in found)
            others = float(np.mean([wrong for _, _, wrong in found]))
            print(f"  {'searches' if searched else 'questions'}: recall {recall:.3f}, others per topic {others:.2f}")


def judged(encoder: Encoder) -> list[Judged]:
    """The topics with what is known of each."""
    articles = list(_articles())
    leads = [_lead(encoder, title, text) for _, title, text in articles]
    texts = [embedded_text(title, lead) for (_, title, _), lead in zip(articles, leads, strict=True)]
    vectors = encoder.encode_documents(texts)
    words = [set(stems(f"{title} {lead}")) for (_, title, _), lead in zip(articles, leads, strict=True)]
    found = []
    for text, origins in _topics():
        wanted = set(stems(text))
        all_words = np.array([wanted <= each for each in words])
        right = np.array([origin in origins for origin, _, _ in articles], np.int8)
        right[all_words & (right == 0)] = -1
        searched = any(origin.startswith("search ") for origin in origins)
        if searched or len(wanted) >= LEAST_STEMS:
            found.append(Judged(text, searched, right, vectors @ encoder.encode_question(text), all_words))
    return found


def _articles() -> Iterator[tuple[str, str, str]]:
    """Origin, title and text."""
    for name, results in _searches():
        for result in results:
            told = result.get("meta") or {}
            yield f"search {name}", told.get("title") or result["title"], told.get("description") or ""
    for article in wikinews_articles():
        yield article.url or "", article.title, article.text
    headlines = islice(lines(SHARED / "headlines-2020.jsonl.gz"), 0, None, OF_HEADLINES)
    for headline in islice((h for h in headlines if h["title"] and h["title"].isascii()), HEADLINES):
        yield "headline", headline["title"], headline["description"] or ""


def _topics() -> Iterator[tuple[str, frozenset[str]]]:
    for name, _ in _searches():
        yield name, frozenset({f"search {name}"})
    for asked in wikinews_questions("wikinews"):
        yield " ".join(telling_words(asked.question)), asked.gold


def _searches() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    with tarfile.open(SHARED / "stories.tar.gz") as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            file = archive.extractfile(member) if member.name.startswith("dataset/") and member.isfile() else None
            if file is not None:
                yield Path(member.name).stem.removeprefix("m1-"), json.loads(file.read().decode("utf-8-sig"))


def _lead(encoder: Encoder, title: str, text: str) -> str:
    spans = split_passages(title, text, None, window=encoder.window, count_tokens=encoder.count_tokens)
    return text[spans[0].start : spans[0].stop]


def _steps() -> Sequence[float]:
    return [step / 100 for step in range(30, 70)]


def _others(topics: Sequence[Judged], least: float) -> float:
    """Wrong articles per topic that come through by meaning alone."""
    return float(np.mean([((t.cosines >= least) & (t.right == 0)).sum() for t in topics if not t.searched]))


def _mean_f(topics: Sequence[Judged], least: float, *, beta: float) -> float:
    """The mean over topics of F-beta by meaning alone."""
    scores = []
    for topic in (t for t in topics if not t.searched):
        through = topic.cosines >= least
        right, wrong = (through & (topic.right == 1)).sum(), (through & (topic.right == 0)).sum()
        missed = (~through & (topic.right == 1)).sum()
        scores.append((1 + beta**2) * right / ((1 + beta**2) * right + beta**2 * missed + wrong or 1))
    return float(np.mean(scores))


def _quantile(topics: Sequence[Judged], share: float) -> float:
    """The cosine below which lies this share of the right articles that have all words of their topic."""
    return float(np.quantile(np.concatenate([t.cosines[(t.right == 1) & t.all_words] for t in topics]), share))


def _let_through(topic: Judged, sensitivity: Sensitivity) -> tuple[int, int, int]:
    """Right articles that come through, right ones in all, and wrong ones that come through."""
    least = NEARNESS[sensitivity]
    through = (topic.cosines >= least.alone) | (topic.all_words & (topic.cosines >= least.with_words))
    right = topic.right == 1
    return int((through & right).sum()), int(right.sum()), int((through & (topic.right == 0)).sum())


if __name__ == "__main__":
    main()
