"""The passage index: a copy of the database that can be searched by words and by vectors."""

from index.passage_index.protocol import (
    ArticleHits,
    IndexedArticle,
    IndexedPassage,
    PassageHits,
    Scope,
    VectorIndex,
    WordIndex,
)

__all__ = ["ArticleHits", "IndexedArticle", "IndexedPassage", "PassageHits", "Scope", "VectorIndex", "WordIndex"]
