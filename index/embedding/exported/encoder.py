"""The encoder on an exported model; where a model cannot be exported, sentence-transformers in its place."""

import hashlib
import logging
import threading
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.encoder import Vectors
from index.embedding.exported.bert_files import BertFiles, NotExportableError, read_bert_files
from index.embedding.exported.ctranslate2_file import Precision
from index.embedding.exported.store import ExportStore
from index.embedding.exported.token_batches import token_batches
from index.embedding.exported.verification import TEXTS, packaged_vectors
from index.embedding.model_folder import is_packaged, model_folder
from index.embedding.packaged_model import DIMENSION, SHA256, WINDOW, check_model_file
from index.embedding.sentence_transformer import SentenceTransformerEncoder
from index.embedding.tokenizer import load_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.embedding.exported.engine import Engine
    from index.embedding.exported.preparation import Preparation

BATCH_TOKENS = 384  # what one core takes at once and still holds in its cache
READ_AHEAD = 512  # texts that are tokenised and sorted together

logger = logging.getLogger(__name__)


class ExportedEncoder:
    """A model in the first of the precisions in which it agrees with the reference; without any, the reference itself.

    Everything happens on first use. Its vectors may be compared with the reference's, so the fingerprint is the same:
    another precision or another CPU is no reason to embed everything again.
    """

    def __init__(
        self, model: str, query_prompt: str, document_prompt: str, *, precisions: Sequence[Precision], folder: Path
    ) -> None:
        self.name = model
        self._packaged = is_packaged(model)
        self._prompts = (query_prompt, document_prompt)
        self._precisions = precisions
        self._folder = folder
        self._reference = SentenceTransformerEncoder(model, query_prompt, document_prompt)
        self._preparing = threading.Lock()
        self._obstacle = ""

    @property
    def fingerprint(self) -> str:
        return self._reference.fingerprint

    @property
    def description(self) -> str:
        """What runs the model, or what ran it last."""
        if self._obstacle:
            return f"{self._reference.description} ({self._obstacle})"
        for precision in self._precisions:
            record = self._store(precision).record()
            if record is not None and record.sha256:
                return f"{record.engine}, {precision}, lowest cosine to the reference {record.lowest_cosine:.4f}"
        return "to be exported at first use"

    @property
    def dimension(self) -> int:
        if self._packaged:
            return DIMENSION
        return self._reference.dimension if self._files is None else self._files.dimension

    @property
    def window(self) -> int:
        if self._packaged:
            return WINDOW
        return self._reference.window if self._files is None else self._files.window

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._reference.count_tokens(texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        engine = self._engine
        if engine is None:
            return self._reference.encode_documents(texts)
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), READ_AHEAD):
            sequences = self._tokens([self._prompts[1] + text for text in texts[start : start + READ_AHEAD]])
            for places, found in engine.run(token_batches(sequences, BATCH_TOKENS)):
                vectors[np.array(places) + start] = found
        return vectors

    def encode_question(self, text: str) -> Vectors:
        engine = self._engine
        if engine is None:
            return self._reference.encode_question(text)
        vector: Vectors = engine.vectors(self._tokens([self._prompts[0] + text]))[0]
        return vector

    @property
    def _engine(self) -> "Engine | None":
        """The engine, None where the reference takes its place."""
        with self._preparing:
            return self._prepared

    @cached_property
    def _prepared(self) -> "Engine | None":
        if model_folder(self.name) is None:
            self._reference.load()  # which fetches it
        obstacles = []
        for precision in self._precisions:
            try:
                return self._preparation(precision).engine()
            except NotExportableError as error:
                obstacles.append(str(error))
        self._obstacle = "; ".join(dict.fromkeys(obstacles))
        logger.warning("The model %s is run by sentence-transformers, which is slower: %s.", self.name, self._obstacle)
        return None

    def _preparation(self, precision: Precision) -> "Preparation":
        from index.embedding.exported.preparation import Preparation, state_of

        files = self._read()
        if self._packaged:
            return Preparation(
                files,
                precision,
                self._store(precision),
                source=SHA256[files.weights.name],
                check_source=partial(check_model_file, files.weights),
                sequences=self._tokens(TEXTS),
                expected=packaged_vectors,
            )
        return Preparation(
            files,
            precision,
            self._store(precision),
            source=state_of(files.weights),
            check_source=lambda: None,
            sequences=self._tokens([self._prompts[1] + text for text in TEXTS]),
            expected=partial(self._reference.encode_documents, TEXTS),
        )

    def _read(self) -> BertFiles:
        folder = model_folder(self.name)
        if folder is None:
            raise NotExportableError("its files are not on this machine yet")
        return read_bert_files(folder)

    @cached_property
    def _files(self) -> BertFiles | None:
        try:
            return self._read()
        except NotExportableError:
            return None

    def _store(self, precision: Precision) -> ExportStore:
        identity = SHA256["model.safetensors"] if self._packaged else self.name
        return ExportStore(self._folder, f"{hashlib.sha256(identity.encode()).hexdigest()[:16]}-{precision}")

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        files = self._read()
        if self._packaged:
            check_model_file(files.tokenizer)
        return load_tokenizer(files.tokenizer, files.window)
