"""Text that can be shown: nothing in it steers a terminal or breaks an encoding."""

import re

# Control characters except the line break, and halves of characters that UTF-8 cannot hold.
_UNSHOWABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` with every character that cannot be shown replaced by a blank."""
    return _UNSHOWABLE.sub(" ", text)


def linkable(url: str | None) -> str | None:
    """An http or https address that may become a link; None for anything else."""
    if url and len(url) <= 2_048 and url.startswith(("http://", "https://")) and printable(url) == url:
        return url
    return None
