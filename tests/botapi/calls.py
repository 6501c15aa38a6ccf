"""What the bot asked for and what it was answered."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False, slots=True)
class Call:
    """One request. The status is None while it is not answered, or where the answer was withheld."""

    method: str
    at: float
    parameters: dict[str, Any] = field(default_factory=dict)
    status: int | None = None
    description: str | None = None
    result: Any = None
