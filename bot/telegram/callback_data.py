"""A button's action as Telegram carries it: a version, so that buttons of other versions are known, and the action."""

VERSION = "1"
MOST_BYTES = 64


def encode_action(action: str) -> str:
    """The callback data for an action."""
    data = f"{VERSION}:{action}"
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"the action {action!r} is too long for a button")
    return data


def decode_action(data: str | None) -> str:
    """The action that callback data holds; empty, which no action is, for data of another version or none at all."""
    version, _, action = (data or "").partition(":")
    return action if version == VERSION else ""
