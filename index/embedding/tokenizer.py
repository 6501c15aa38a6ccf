"""A model's tokenizer, loaded once for all who need it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@cache
def load_tokenizer(path: Path, window: int) -> "Tokenizer":
    """The tokenizer in a file, which cuts texts off after `window` tokens. Safe to use from several threads."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(window)
    tokenizer.no_padding()
    return tokenizer
