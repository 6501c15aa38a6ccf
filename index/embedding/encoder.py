"""The encoder: texts to vectors, by whichever engine and model the settings name."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from config import Settings

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors. Implementations may be called from several threads."""

    @property
    def name(self) -> str:
        """The model as the settings name it."""

    @property
    def fingerprint(self) -> str:
        """Equal for two encoders just when their vectors may be compared: model, pooling and prompts."""

    @property
    def description(self) -> str:
        """What runs the model, in a few words; known without loading it."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def window(self) -> int:
        """The most tokens of a text that reach the model; the rest is cut off."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text is, without the special ones."""

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1."""

    def encode_question(self, text: str) -> Vectors:
        """Shape (dimension,), of length 1."""


def make_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name; ModelError says what stands in the way. The model loads on first use."""
    if settings.encoder == "sentence-transformers":
        from index.embedding.sentence_transformer import SentenceTransformerEncoder

        return SentenceTransformerEncoder(settings.model, settings.query_prompt, settings.document_prompt)
    from index.embedding.exported import ExportedEncoder

    return ExportedEncoder(
        settings.model,
        settings.query_prompt,
        settings.document_prompt,
        precisions=("int8", "float32") if settings.encoder == "auto" else ("float32",),
        folder=settings.data_dir / "models",
    )
