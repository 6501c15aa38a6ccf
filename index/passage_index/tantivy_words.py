"""The word index on tantivy: BM25 over whole articles and, in a second index, over passages."""

import json
import math
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.errors import StorageError
from index.passage_index.protocol import ArticleHits, IndexedArticle, PassageHits, Scope, Scores, microseconds
from index.passage_index.spelling import PREFIX, may_be_misspelt, respelt
from index.passage_index.tantivy_files import files_are_whole
from index.passage_index.weighted_text import ARTICLE_TITLE, PASSAGE_TITLE, weighted_text
from index.storage.durable import cause, write_durably

FORMAT = 3
HEAP = 64_000_000  # bytes a writer gathers before it writes a segment
ANALYZER = "news"
KEYS = ("article", "passage")  # what the documents of the two indexes are
MOST_RESPELT = 10_000  # words that are remembered
MAX_WORDS = 64  # of a question; what comes after adds nothing but time

_analyzer = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.remove_long(40))
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.ascii_fold())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def stems(text: str) -> list[str]:
    """The words of `text` as the index knows them, in order."""
    return _analyzer.analyze(text)


class TantivyWords:
    """A `WordIndex` in a folder of its own, for one generation of the database. Only one process may write."""

    def __init__(self, folder: Path, *, generation: str) -> None:
        self._folder = folder
        self._identity = {"format": FORMAT, "generation": generation}
        self._writers: list[tantivy.IndexWriter] = []
        self._whole_files: set[str] = set()
        # What was probably meant by words that the one or the other index has not; to find it takes milliseconds.
        self._respelt: dict[tuple[bool, str], str] = {}
        self._open_in_memory()
        self.refresh()

    @property
    def sequence(self) -> int:
        return self._sequence

    def apply(self, added: Sequence[IndexedArticle], removed: Sequence[int], sequence: int) -> None:
        with self._writing():
            if not self._writers:
                self._begin()
            self._replace(added, removed)
        self._sequence = sequence

    def save(self) -> None:
        if not self._writers:
            return
        with self._writing():
            for writer in self._writers:
                writer.commit()
            write_durably(self._mark, json.dumps({**self._identity, "sequence": self._sequence}).encode())
            self._end()  # they would keep every other process from writing
            self._reload()

    def refresh(self) -> None:
        """What is damaged or of another kind counts as nothing, until the process that writes begins anew."""
        sequence = None if self._writers else self._saved_sequence()
        if sequence is None:
            return
        if self._opened():
            self._sequence = sequence
        else:
            self._open_in_memory()

    def close(self) -> None:
        self._end()

    def __len__(self) -> int:
        return self._articles.searcher().num_docs

    def search_articles(self, words: str, most: int, scope: Scope) -> ArticleHits:
        facts, scores = self._search(self._articles, ("article", "moment"), words, most, scope)
        return ArticleHits(facts[0], scores, facts[1])

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        searcher = self._articles.searcher()
        total = searcher.num_docs
        spelled = [self._spelled(self._articles, searcher, word) for word in words]
        holding = {word: searcher.doc_freq("words", word) for word in spelled}
        return {word: math.log(1 + (total - count + 0.5) / (count + 0.5)) for word, count in holding.items()}

    def search_passages(self, words: str, most: int, scope: Scope) -> PassageHits:
        facts, scores = self._search(self._passages, ("passage", "article", "moment"), words, most, scope)
        return PassageHits(facts[0], facts[1], scores, facts[2])

    @property
    def _mark(self) -> Path:
        return self._folder / "manifest.json"

    def _saved_sequence(self) -> int | None:
        """The last change on disk; None where there is nothing that this generation can use."""
        try:
            saved = json.loads(self._mark.read_bytes())
            usable = all(saved[name] == value for name, value in self._identity.items())
            return int(saved["sequence"]) if usable else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _opened(self) -> bool:
        """Whether what is on disk could be opened, or seen anew."""
        if not all(files_are_whole(folder, self._whole_files) for folder in self._folders):
            return False
        try:
            if not self._on_disk:
                self._open_on_disk()
            self._reload()
        except (ValueError, OSError):
            return False
        return True

    @property
    def _folders(self) -> list[Path]:
        return [self._folder / f"{key}s" for key in KEYS]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """After an error what was not saved is given up, to be taken over again by writers that work."""
        try:
            yield
        except (ValueError, OSError) as error:
            self._end()
            self._open_in_memory()
            self.refresh()
            raise StorageError(f"The word index in {self._folder} cannot be written: {cause(error)}.") from error

    def _begin(self) -> None:
        if not self._on_disk:
            if self._folder.exists():
                shutil.rmtree(self._folder)
            for folder in self._folders:
                folder.mkdir(parents=True)
            self._open_on_disk()
        self._writers = [index.writer(HEAP, 1) for index in (self._articles, self._passages)]
        for writer in self._writers:
            writer.garbage_collect_files()  # what a process that was killed had not committed

    def _end(self) -> None:
        for writer in self._writers:
            with suppress(ValueError):  # one that failed before says so again, but lets go of its lock
                writer.wait_merging_threads()
        self._writers = []

    def _replace(self, added: Sequence[IndexedArticle], removed: Sequence[int]) -> None:
        articles, passages = self._writers
        for article_id in [*removed, *(article.article_id for article in added)]:
            for writer in self._writers:
                writer.delete_documents_by_term("article", article_id)
        for article in added:
            facts = {
                "article": article.article_id,
                "moment": microseconds(article.moment),
                "outlet": article.outlet,
            }
            words = weighted_text(article.title, article.text, ARTICLE_TITLE)
            articles.add_document(tantivy.Document(**facts, words=words))
            for passage in article.passages:
                words = weighted_text(article.title, passage.text, PASSAGE_TITLE)
                passages.add_document(tantivy.Document(**facts, passage=passage.passage_id, words=words))

    def _open_in_memory(self) -> None:
        self._articles, self._passages = (_prepared(tantivy.Index(_schema(key))) for key in KEYS)
        self._on_disk = False
        self._sequence = 0

    def _open_on_disk(self) -> None:
        self._articles, self._passages = (
            _prepared(tantivy.Index(_schema(key), str(folder), reuse=True))
            for key, folder in zip(KEYS, self._folders, strict=True)
        )
        self._on_disk = True

    def _reload(self) -> None:
        for index in (self._articles, self._passages):
            index.reload()
        self._respelt.clear()

    def _search(
        self, index: tantivy.Index, fields: Sequence[str], words: str, most: int, scope: Scope
    ) -> tuple[list[NDArray[np.int64]], Scores]:
        """The facts named by `fields`, each of shape (n,), and the scores, best first."""
        terms = list(dict.fromkeys(stems(words)))[:MAX_WORDS]
        searcher = index.searcher()
        if not terms or not searcher.num_docs or most <= 0:
            return [np.empty(0, np.int64) for _ in fields], np.empty(0, np.float32)
        spelled = [self._spelled(index, searcher, term) for term in terms]
        hits = searcher.search(_query(index.schema, spelled, scope), most, count=False).hits
        addresses = [address for _, address in hits]
        facts = [np.array(searcher.fast_field_values(field, addresses), np.int64) for field in fields]
        return facts, np.array([score for score, _ in hits], np.float32)

    def _spelled(self, index: tantivy.Index, searcher: tantivy.Searcher, word: str) -> str:
        """The word itself or, when no article has it, the one that it may be a misspelling of."""
        if searcher.doc_freq("words", word) or not may_be_misspelt(word):
            return word
        key = (index is self._articles, word)
        found = self._respelt.get(key)
        if found is None:
            found = respelt(word, searcher.terms_with_prefix("words", word[:PREFIX])) or word
            if len(self._respelt) == MOST_RESPELT:
                self._respelt.clear()
            self._respelt[key] = found
        return found


def _prepared(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(ANALYZER, _analyzer)
    index.config_reader("manual")
    index.reload()
    return index


def _schema(key: str) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in dict.fromkeys(("article", key)):
        builder.add_integer_field(name, indexed=name == "article", fast=True)
    builder.add_integer_field("moment", indexed=True, fast=True)
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name=ANALYZER, index_option="freq")
    return builder.build()


def _query(schema: tantivy.Schema, terms: Sequence[str], scope: Scope) -> tantivy.Query:
    query = tantivy.Query.boolean_query([(tantivy.Occur.Should, _term(schema, "words", term)) for term in terms])
    filters = _filters(schema, scope)
    if not filters:
        return query
    # A constant score of nothing: a filter must not change the order.
    silent = [(tantivy.Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in filters]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *silent])


def _filters(schema: tantivy.Schema, scope: Scope) -> list[tantivy.Query]:
    filters = []
    since, until = scope.window.since, scope.window.until
    if since is not None or until is not None:
        filters.append(
            tantivy.Query.range_query(
                schema,
                "moment",
                tantivy.FieldType.Integer,
                microseconds(since) if since else None,
                microseconds(until) if until else None,
                include_upper=until is None,
            )
        )
    if scope.outlets:
        filters.append(
            tantivy.Query.boolean_query(
                [(tantivy.Occur.Should, _term(schema, "outlet", o)) for o in sorted(scope.outlets)]
            )
        )
    return filters


def _term(schema: tantivy.Schema, field: str, term: str) -> tantivy.Query:
    return tantivy.Query.term_query(schema, field, term, "basic" if field == "outlet" else "freq")
