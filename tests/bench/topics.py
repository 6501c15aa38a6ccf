"""Prints how long it takes to match one article with 1,000, 10,000 and 100,000 topics, and what they take in memory.

    python -m tests.bench.topics FOLDER

Topics are the telling words of headlines of 2020, as far as these go, and vectors made at random beyond; the articles
are others of these headlines with their teasers. Times are of the processor on one thread, which other work on the
machine does not lengthen much. What is embedded is kept in FOLDER.
"""

import argparse
import gc
import resource
import time
from itertools import islice
from pathlib import Path

import numpy as np

from config import load_settings
from index.articles.passages import embedded_text
from index.embedding.encoder import Encoder, make_encoder
from index.embedding.vectors import HalfVector
from index.passage_index.tantivy_words import stems
from index.question.question import telling_words
from index.topics.matching import TopicMatcher, Watched
from index.topics.news import News
from index.topics.sensitivity import Sensitivity
from index.topics.wording import Wording
from tests.bench.corpora import SHARED, lines

COUNTS = (1_000, 10_000, 100_000)
EMBEDDED = 1_000
ARTICLES = 50
WORDS_OF_A_TOPIC = 3


def main() -> None:
    """Fill the matcher step by step, and time it at each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    encoder = make_encoder(load_settings(given={"data_dir": parser.parse_args().folder}))
    headlines = (h for h in lines(SHARED / "headlines-2020.jsonl.gz") if h["title"])
    texts = [(h["title"], h["description"] or "") for h in islice(headlines, COUNTS[-1] + ARTICLES)]
    articles = [_news(encoder, *text) for text in texts[:ARTICLES]]
    topics = [_topic(number, title) for number, (title, _) in enumerate(texts[ARTICLES:])]
    vectors = _vectors(encoder, topics)
    matcher = TopicMatcher(encoder.dimension)
    gc.collect()
    before = _megabytes()
    for count in COUNTS:
        known = len(matcher)
        matcher.put(list(zip(topics[known:count], vectors[known:count], strict=True)))
        taken, found = [], 0
        for article in articles:
            article.__dict__.pop("words", None)  # each article is read anew
            article.__dict__.pop("lead_words", None)
            started = time.thread_time()
            found += len(matcher.match(article))
            taken.append((time.thread_time() - started) * 1000)
        half, most = np.percentile(taken, [50, 95])
        print(
            f"{len(matcher):,} topics: one article p50 {half:.1f} ms, p95 {most:.1f} ms; "
            f"{found / len(articles):.1f} topics found by each, {_megabytes() - before:,.0f} MB more than before"
        )


def _topic(number: int, title: str) -> Watched:
    words = telling_words(title)[:WORDS_OF_A_TOPIC]
    text = " ".join(words)
    return Watched(number, Wording(text, text, plain=True, words=frozenset(stems(text))), Sensitivity.NORMAL)


def _vectors(encoder: Encoder, topics: list[Watched]) -> list[HalfVector]:
    """Those of the first topics are real; the others lie around them as far as topics lie from each other."""
    random = np.random.default_rng(1)
    real = encoder.encode_documents([topic.wording.meaning for topic in topics[:EMBEDDED]])
    near = real[random.integers(0, EMBEDDED, len(topics) - EMBEDDED)]
    near = near + random.standard_normal(near.shape, np.float32) * np.float32(1.5 / near.shape[1] ** 0.5)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    return list(np.concatenate([real, near]).astype(np.float16))


def _news(encoder: Encoder, title: str, text: str) -> News:
    vector = encoder.encode_documents([embedded_text(title, text)])[0]
    return News(title, text, text, None, None, vector)


def _megabytes() -> float:
    """What the process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
