"""The encoder on sentence-transformers: any of its models, by name or folder."""

import hashlib
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.encoder import Vectors
from index.embedding.model_folder import is_packaged, model_folder
from index.embedding.packaged_model import DIMENSION, HUB_NAME, SHA256, WINDOW, check_model_file, packaged_model_folder
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

BATCH = 32  # passages at once; larger ones are no faster on a CPU


class SentenceTransformerEncoder:
    """A sentence-transformers model with its prompts. The weights load on first use, the tokenizer on its own."""

    description = "sentence-transformers"

    def __init__(self, model: str, query_prompt: str = "", document_prompt: str = "") -> None:
        self.name = model
        self._packaged = is_packaged(model)
        self._prompts = (query_prompt, document_prompt)
        self._loading = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the weights' own hash where it is known, the model's name otherwise, and the prompts."""
        identity = SHA256["model.safetensors"] if self._packaged else self.name
        return hashlib.sha256("\0".join((identity, *self._prompts)).encode()).hexdigest()

    @property
    def dimension(self) -> int:
        return DIMENSION if self._packaged else self._model.get_embedding_dimension() or 0

    @property
    def window(self) -> int:
        return WINDOW if self._packaged else self._model.max_seq_length or WINDOW

    def load(self) -> None:
        """Load the weights now, fetching them if need be; ModelError when that fails."""
        _ = self._model

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        return self._encode([self._prompts[1] + text for text in texts])

    def encode_question(self, text: str) -> Vectors:
        vector: Vectors = self._encode([self._prompts[0] + text])[0]
        return vector

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.asarray(
            self._model.encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, prompt=""
            ),
            np.float32,
        )

    @property
    def _model(self) -> "SentenceTransformer":
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        source = (packaged_model_folder() or HUB_NAME) if self._packaged else self.name
        try:
            return SentenceTransformer(str(source), device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(f"The model {self.name} cannot be loaded: {_first_line(error)}") from error

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        """A tokenizer of our own: truncation and padding off, and no wait for the weights where it is a file."""
        from tokenizers import Tokenizer

        folder = model_folder(self.name)
        if folder is not None and (folder / "tokenizer.json").is_file():
            if self._packaged:
                check_model_file(folder / "tokenizer.json")
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        else:
            tokenizer = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
