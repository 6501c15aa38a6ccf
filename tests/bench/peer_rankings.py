"""How peers rank the articles of a news desk: the same passages and vectors, and the same questions."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sqlalchemy import select

from index.articles.articles import StoredArticle, load_articles, load_passages
from index.articles.passages import embedded_text
from index.embedding.packaged_model import packaged_model_folder
from index.embedding.vectors import load_vectors
from index.evaluation import KnownQuestion
from index.evaluation.evaluation import Ranking
from index.newsdesk import Newsdesk
from index.storage.tables import articles
from tests.bench.peers.process import PeerProcess, running

HYBRID = {"txtai": "txtai, hybrid", "haystack": "haystack, BM25 and vectors joined"}
DEPTH = 100  # passages, of which each article's first one counts


class PeerArticles:
    """The articles of a news desk as a peer takes them in: their passages with the title in front, and the vectors."""

    def __init__(self, desk: Newsdesk) -> None:
        with desk._database.read() as connection:
            loaded = load_articles(connection, connection.execute(select(articles.c.id)).scalars())
            passages = load_passages(connection, loaded)
            hashes = {p.content_hash for found in passages.values() for p in found}
            vectors = load_vectors(connection, desk._model, hashes)
        self.names = {article_id: _name(article) for article_id, article in loaded.items()}
        self.texts = {_name(article): f"{article.title} {article.text}" for article in loaded.values()}
        self.passages = [
            (f"{article_id} {p.passage_id}", embedded_text(loaded[article_id].title, p.text))
            for article_id, found in passages.items()
            for p in found
        ]
        ordered = [vectors[p.content_hash] for found in passages.values() for p in found]
        self.vectors = np.stack(ordered).astype(np.float32)
        self.vectors /= np.linalg.norm(self.vectors, axis=1, keepdims=True)

    @contextmanager
    def taken_in(self, python: Path, name: str) -> Iterator[PeerProcess]:
        """The running peer, with all of it."""
        model = packaged_model_folder()
        assert model is not None
        with running(python, name, model) as peer, tempfile.TemporaryDirectory() as folder:
            np.save(Path(folder) / "vectors.npy", self.vectors)
            peer.index(self.passages, Path(folder) / "vectors.npy")
            yield peer

    def run(self, peer: PeerProcess, questions: Sequence[KnownQuestion]) -> dict[str, Ranking]:
        """The peer's ranking of articles for each question."""
        return {q.question_id: self._ranking(peer.rank(q.question, DEPTH).ids) for q in questions}

    def _ranking(self, passages: Sequence[str]) -> Ranking:
        found = dict.fromkeys(self.names[int(passage.partition(" ")[0])] for passage in passages)
        return {name: 1 / rank for rank, name in enumerate(found, start=1)}


def _name(article: StoredArticle) -> str:
    return article.url or f"article-{article.article_id}"
