"""Every engine gives back what looking at everything would: by words, by vectors, in a window, from an outlet.

The words are compared with BM25 computed here over all documents; engines keep lengths of documents in fewer bits or
count what was removed until it is squeezed out, so scores may differ a little and near ties may change places.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.embedding.encoder import Vectors
from index.passage_index import IndexedArticle, Scope, VectorIndex, WordIndex
from index.passage_index.engines import open_indexes
from index.passage_index.protocol import microseconds
from index.passage_index.tantivy_words import stems
from index.passage_index.weighted_text import ARTICLE_TITLE, weighted_text
from index.question.window import Window
from tests.index.conftest import NOW, WordHashes, indexed

WORDS = "harbour storm council budget bridge ferry museum painter strike rail flood mayor vote court river".split()
OUTLETS = ("coast courier", "inland post", 'the "quoted" \\ one')
ENCODER = WordHashes()


def news(count: int, seed: int = 1) -> list[IndexedArticle]:
    """Articles of a few hundred words in all, an hour apart."""
    random = Random(seed)  # noqa: S311 -- no secret

    def words(most: int) -> str:
        return " ".join(random.choices(WORDS, weights=range(1, len(WORDS) + 1), k=random.randint(1, most)))

    return [
        indexed(
            number,
            [ENCODER.encode_question(text) for text in texts],
            title=words(4),
            texts=texts,
            moment=NOW - timedelta(hours=number),
            outlet=OUTLETS[number % len(OUTLETS)],
        )
        for number in range(1, count + 1)
        for texts in [[words(20) for _ in range(random.randint(1, 3))]]
    ]


class BruteForce:
    """What there is, looked at one by one."""

    def __init__(self, articles: Sequence[IndexedArticle]) -> None:
        self._articles = {article.article_id: article for article in articles}

    def bm25(self, words: str, scope: Scope) -> dict[int, float]:
        """The score of each article in the scope that has one of the words."""
        scores: defaultdict[int, float] = defaultdict(float)
        documents = {
            a.article_id: stems(weighted_text(a.title, a.text, ARTICLE_TITLE)) for a in self._articles.values()
        }
        mean = sum(map(len, documents.values())) / len(documents)
        for word in dict.fromkeys(stems(words)):
            counts = {number: document.count(word) for number, document in documents.items()}
            holding = sum(1 for count in counts.values() if count)
            rarity = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            for number, count in counts.items():
                if count and within(self._articles[number], scope):
                    length = 0.25 + 0.75 * len(documents[number]) / mean
                    scores[number] += rarity * count * 2.2 / (count + 1.2 * length)
        return dict(scores)

    def cosines(self, vector: Vectors, scope: Scope, *, leads: bool = False) -> dict[int, float]:
        """The cosine of each passage in the scope."""
        return {
            passage.passage_id: float(vector @ passage.vector.astype(np.float32))
            for article in self._articles.values()
            if within(article, scope)
            for passage in article.passages
            if passage.vector is not None and (passage.position == 0 or not leads)
        }


def within(article: IndexedArticle, scope: Scope) -> bool:
    since, until = scope.window.since, scope.window.until
    return (
        (since is None or article.moment >= since)
        and (until is None or article.moment < until)
        and (not scope.outlets or article.outlet in scope.outlets)
    )


SCOPES = [
    Scope(),
    Scope(Window(NOW - timedelta(hours=30), NOW - timedelta(hours=10))),
    Scope(Window(since=NOW - timedelta(hours=25)), frozenset(OUTLETS[1:])),
    Scope(outlets=frozenset({OUTLETS[2]})),
    Scope(outlets=frozenset({"nobody"})),
]


@pytest.fixture(scope="module", params=["faiss", "milvus"])
def indexes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[WordIndex, VectorIndex]]:
    """Both indexes of an engine, with sixty articles, of which ten were written anew and ten are gone."""
    folder = tmp_path_factory.mktemp(request.param)
    words, vectors = opened(request.param, folder)
    old, new = news(60, seed=2), news(60)
    for index in (words, vectors):
        index.apply([*new[:40], *old[40:50]], [], 50)
        index.apply(new[40:60], [], 60)
        index.apply([], [article.article_id for article in new[50:60]], 70)
        index.save()
    yield words, vectors
    words.close()
    vectors.close()


def opened(engine: str, folder: Path) -> tuple[WordIndex, VectorIndex]:
    address = f"milvus://{folder / 'index.db'}" if engine == "milvus" else None
    return open_indexes(address, folder, "generation", ENCODER)


def when(number: int) -> int:
    """The moment of an article of `news` as the hits have it."""
    return microseconds(NOW - timedelta(hours=number))


TRUTH = BruteForce(news(60)[:50])


def test_they_hold_the_last_change(indexes: tuple[WordIndex, VectorIndex]) -> None:
    words, vectors = indexes
    assert (words.sequence, vectors.sequence) == (70, 70)
    assert len(vectors) == len(TRUTH.cosines(ENCODER.encode_question("x"), Scope()))
    assert len(words) == 50


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("asked", ["harbour storm", "the painter's bridges", "river", "zebra"])
def test_the_articles_with_the_words(indexes: tuple[WordIndex, VectorIndex], asked: str, scope: Scope) -> None:
    words, _ = indexes
    true = TRUTH.bm25(asked, scope)
    every = words.search_articles(asked, 100, scope)
    assert set(every.article_ids.tolist()) == set(true)
    assert every.scores.tolist() == sorted(every.scores.tolist(), reverse=True)
    for number, score in zip(every.article_ids.tolist(), every.scores.tolist(), strict=True):
        assert score == pytest.approx(true[number], rel=0.2, abs=0.25)
    assert words.search_articles(asked, 3, scope).scores.tolist() == pytest.approx(every.scores[:3].tolist())
    passages = words.search_passages(asked, 200, scope)
    assert set(passages.article_ids.tolist()) == set(true)
    for hits in (every, passages):
        assert hits.moments.tolist() == [when(number) for number in hits.article_ids.tolist()]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("asked", ["harbour storm", "river river mayor"])
def test_the_nearest_passages(indexes: tuple[WordIndex, VectorIndex], asked: str, scope: Scope) -> None:
    _, vectors = indexes
    vector = ENCODER.encode_question(asked)
    for hits, true in (
        (vectors.search(vector, 20, scope), TRUTH.cosines(vector, scope)),
        (
            vectors.search_leads(vector, 20, scope),
            TRUTH.cosines(vector, scope, leads=True),
        ),
    ):
        best = sorted(true.values(), reverse=True)[:20]
        assert hits.scores.tolist() == pytest.approx(best, abs=1e-3)
        assert [true[number] for number in hits.passage_ids.tolist()] == pytest.approx(hits.scores.tolist(), abs=1e-3)
        assert hits.article_ids.tolist() == [number // 100 for number in hits.passage_ids.tolist()]
        assert hits.moments.tolist() == [when(number) for number in hits.article_ids.tolist()]


def test_how_rare_a_word_is(indexes: tuple[WordIndex, VectorIndex]) -> None:
    words, _ = indexes
    rarity = words.rarity(stems("river harbour zebra"))
    assert rarity["river"] < rarity["harbour"] < rarity["zebra"]
    assert words.rarity(["harbuor"]) == {"harbour": rarity["harbour"]}


@pytest.mark.parametrize("engine", ["faiss", "milvus"])
def test_what_was_saved_is_seen_by_others(tmp_path: Path, engine: str) -> None:
    for index, again in zip(opened(engine, tmp_path), opened(engine, tmp_path), strict=True):
        index.apply(news(3), [], 3)
        index.save()
        assert again.sequence == 0
        again.refresh()
        assert again.sequence == 3
        for each in (index, again):
            each.close()
