"""The word index on Milvus: its BM25 over articles and over passages.

The words are stemmed here, so that both engines know the same ones. Milvus tells no dictionary, by which an unknown
word's right spelling is found; the words are kept in a collection of their own for that.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from pymilvus import CollectionSchema, DataType, Function, FunctionType

from index.passage_index.kept_length import ROUNDED, filled_up
from index.passage_index.milvus import HeldChange, Milvus, both, collection_name, condition, outlet_number
from index.passage_index.protocol import (
    ArticleHits,
    Ids,
    IndexedArticle,
    PassageHits,
    Scope,
    Scores,
    microseconds,
)
from index.passage_index.spelling import PREFIX, may_be_misspelt, respelt
from index.passage_index.tantivy_words import MAX_WORDS, stems
from index.passage_index.weighted_text import ARTICLE_TITLE, PASSAGE_TITLE, weighted_text

LONGEST_TEXT = 65_535  # bytes that Milvus takes; of longer articles the passages know the rest
LONGEST_WORD = 160  # bytes; stems have at most 40 characters
# BM25 as tantivy has it. It compares a rounded length with the mean of exact ones, Milvus with that of rounded ones.
K1, B = 1.2, 0.75
MILVUS_K1 = K1 * (1 - B + B / ROUNDED)
MILVUS_B = K1 * B / ROUNDED / MILVUS_K1
INDEX = {
    "index_type": "SPARSE_INVERTED_INDEX",
    "metric_type": "BM25",
    # One parameter that holds the others reaches Milvus as it is, which every one of them reads.
    "params": {"params": {"bm25_k1": MILVUS_K1, "bm25_b": MILVUS_B}},
}
COUNTED_AT_ONCE = 8  # words, each by a request of its own
KNOWN_WORDS = 1_000_000  # that are remembered as written

Found = list[tuple[Mapping[str, int], float]]  # rows with their scores


class MilvusWords:
    """A `WordIndex` in three collections of its own, for one generation of the database."""

    def __init__(self, milvus: Milvus, *, generation: str) -> None:
        self._milvus = milvus
        self._articles = collection_name(generation, "articles")
        self._passages = collection_name(generation, "passages")
        self._words = collection_name(generation, "words")
        for name, key in ((self._articles, "article"), (self._passages, "passage")):
            milvus.ensure(name, self._schema(key), {"words": INDEX})
        words = milvus.client.create_schema(enable_dynamic_field=False)
        words.add_field("word", DataType.VARCHAR, max_length=LONGEST_WORD, is_primary=True)
        words.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)
        milvus.ensure(self._words, words, {"nothing": {"index_type": "FLAT", "metric_type": "L2"}})
        self._held = HeldChange(milvus, self._articles)
        self._written: set[str] = set()
        self._counting = ThreadPoolExecutor(COUNTED_AT_ONCE, thread_name_prefix="count")
        self._counts: dict[str, int] = {}  # as of the change `_counted`
        self._counted = self.sequence

    @property
    def sequence(self) -> int:
        return self._held.sequence

    def apply(self, added: Sequence[IndexedArticle], removed: Sequence[int], sequence: int) -> None:
        articles, passages, words = [], [], set[str]()
        for article in added:
            facts = {
                "article": article.article_id,
                "moment": microseconds(article.moment),
                "outlet": outlet_number(article.outlet),
            }
            told = stems(weighted_text(article.title, article.text, ARTICLE_TITLE))
            words.update(told)
            articles.append({**facts, "text": _joined(filled_up(told))})
            for p in article.passages:
                told = stems(weighted_text(article.title, p.text, PASSAGE_TITLE))
                passages.append({**facts, "passage": p.passage_id, "text": _joined(filled_up(told))})
        self._milvus.write(self._articles, articles)
        self._milvus.write(self._passages, passages)
        self._remember(words)
        gone = [*removed, *(article.article_id for article in added)]
        if gone:
            kept = [row["passage"] for row in passages]
            self._milvus.remove(self._passages, both(f"article in {gone}", f"passage not in {kept}" if kept else ""))
        if removed:
            self._milvus.remove(self._articles, f"article in {list(removed)}")
        self._held.advance(sequence)

    def __len__(self) -> int:
        return self._count("")

    def search_articles(self, words: str, most: int, scope: Scope) -> ArticleHits:
        found = self._search(self._articles, "article", words, most, scope)
        return ArticleHits(_facts(found, "article"), _scores(found), _facts(found, "moment"))

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        self._count_together(words)
        total = len(self)
        holding = {word: self._count(word) for word in map(self._spelled, words)}
        return {word: math.log(1 + (total - count + 0.5) / (count + 0.5)) for word, count in holding.items()}

    def search_passages(self, words: str, most: int, scope: Scope) -> PassageHits:
        found = self._search(self._passages, "passage", words, most, scope)
        return PassageHits(_facts(found, "passage"), _facts(found, "article"), _scores(found), _facts(found, "moment"))

    def save(self) -> None:
        for name in (self._articles, self._passages):
            self._milvus.settle(name)
        self._held.write()

    def refresh(self) -> None:
        self._held.read()

    def close(self) -> None:
        self._counting.shutdown(cancel_futures=True)
        self._milvus.close()

    def _schema(self, key: str) -> CollectionSchema:
        schema = self._milvus.client.create_schema(enable_dynamic_field=False)
        schema.add_field(key, DataType.INT64, is_primary=True)
        for name in ("article", "moment", "outlet"):
            if name != key:
                schema.add_field(name, DataType.INT64)
        schema.add_field(
            "text", DataType.VARCHAR, max_length=LONGEST_TEXT,
            enable_analyzer=True, enable_match=True, analyzer_params={"tokenizer": "standard"},
        )  # fmt: skip
        schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(Function("bm25", FunctionType.BM25, ["text"], ["words"]))
        return schema

    def _search(self, collection: str, key: str, words: str, most: int, scope: Scope) -> Found:
        """The rows with the highest scores, best first."""
        terms = list(dict.fromkeys(stems(words)))[:MAX_WORDS]
        if not terms or most <= 0:
            return []
        self._count_together(terms)
        asked = " ".join(map(self._spelled, terms))
        facts = tuple(dict.fromkeys((key, "article", "moment")))
        hits = self._milvus.search(collection, "words", asked, most, condition(scope), facts)
        found = [(hit, abs(hit["distance"]) * (K1 + 1) / (MILVUS_K1 + 1)) for hit in hits]
        return sorted(found, key=lambda pair: (-pair[1], pair[0][key]))

    def _remember(self, words: set[str]) -> None:
        """Write the words that were not written before."""
        fresh = sorted(word for word in words - self._written if len(word.encode()) <= LONGEST_WORD)
        self._milvus.write(self._words, [{"word": word, "nothing": [0.0, 0.0]} for word in fresh])
        if len(self._written) > KNOWN_WORDS:
            self._written.clear()
        self._written.update(fresh)

    def _count(self, word: str) -> int:
        """How many articles have the word, or with the empty one: how many there are."""
        self._count_together([word])
        return self._counts[word]

    def _count_together(self, words: Iterable[str]) -> None:
        """Count several words at the same time, each once until the index changes: an answer asks for it repeatedly."""
        if self._counted != self.sequence:
            self._counts, self._counted = {}, self.sequence
        counts = self._counts
        missing = [word for word in dict.fromkeys(words) if word not in counts]
        counts.update(zip(missing, self._counting.map(self._asked_count, missing), strict=True))

    def _asked_count(self, word: str) -> int:
        return self._milvus.count(self._articles, f'TEXT_MATCH(text, "{word}")' if word else "")

    def _spelled(self, word: str) -> str:
        """The word itself or, when no article has it, the one that it may be a misspelling of."""
        if not may_be_misspelt(word) or self._count(word):
            return word
        with self._milvus.plain_errors():
            like = f'word like "{word[:PREFIX]}%"'
            found = self._milvus.client.query(self._words, filter=like, output_fields=["word"])
        known = [row["word"] for row in found]
        near = {each for each in known if respelt(word, [(each, 1)])}
        return respelt(word, [(each, self._count(each)) for each in near if self._count(each)]) or word


def _facts(found: Found, name: str) -> Ids:
    return np.array([row[name] for row, _ in found], np.int64)


def _scores(found: Found) -> Scores:
    return np.array([score for _, score in found], np.float32)


def _joined(words: Sequence[str]) -> str:
    """The words as one text, as many as Milvus takes."""
    text = " ".join(words)
    if len(text.encode()) <= LONGEST_TEXT:
        return text
    return text.encode()[:LONGEST_TEXT].decode(errors="ignore").rpartition(" ")[0]
