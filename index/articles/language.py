"""Which language a text is in, as py3langid tells it."""

from collections.abc import Collection
from functools import cache
from typing import Any

LOOKED_AT = 600  # characters; more change nothing
SURE = 0.9


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None where that is not sure, as for most single lines of names."""
    code, sure = _identifier().classify(text[:LOOKED_AT])
    return str(code) if sure >= SURE else None


def language_among(text: str, codes: Collection[str]) -> str | None:
    """That of the languages which a short text is in; None where it may as well be another of them."""
    found = {code: float(share) for code, share in _identifier().rank(text[:LOOKED_AT]) if code in codes}
    best = max(found, key=found.__getitem__, default=None)
    return best if best is not None and found[best] >= SURE * sum(found.values()) else None


def main_language(code: str | None) -> str | None:
    """The language without its country: `en` for `en-GB`."""
    return code.replace("_", "-").partition("-")[0].lower() or None if code else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
