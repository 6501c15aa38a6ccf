"""A cross-encoder, which reads a question and a passage together: better than vectors and far slower.

It is optional, and so is its work: what cannot be loaded is said once, and search goes on without it.
"""

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 16

logger = logging.getLogger(__name__)


class Reranker:
    """Any CrossEncoder of sentence-transformers, by name or folder, loaded on first use. Safe to call from threads."""

    def __init__(self, model: str) -> None:
        self.name = model
        self._loading = threading.Lock()
        self._model: CrossEncoder | ModelError | None = None

    def load(self) -> "CrossEncoder":
        """The model, fetched if need be; ModelError when that fails, and each time from then on."""
        with self._loading:
            if self._model is None:
                try:
                    self._model = _loaded(self.name)
                except ModelError as error:
                    self._give_up(error)
        if isinstance(self._model, ModelError):
            raise self._model
        return self._model  # type: ignore[return-value]

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32] | None:
        """How well each passage answers, the more the better, of shape (n,); None where it cannot be used."""
        try:
            model = self.load()
        except ModelError:
            return None
        pairs = [(question, passage) for passage in passages]
        try:
            return np.asarray(model.predict(pairs, batch_size=BATCH, show_progress_bar=False), np.float32)
        except (RuntimeError, ValueError, LookupError) as error:
            self._give_up(ModelError(f"The reranker {self.name} cannot be used: {_first_line(error)}."))
            return None

    def _give_up(self, problem: ModelError) -> None:
        logger.warning("%s Answers come without it.", problem)
        self._model = problem


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__).removesuffix(".")


def _loaded(name: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging as progress

    progress.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu")
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(f"The reranker {name} cannot be loaded: {_first_line(error)}.") from error
    if model.num_labels != 1:
        raise ModelError(f"The reranker {name} cannot be used: it tells kinds of pairs, not how near they are.")
    return model
