"""How many messages of hostile texts Telegram's parser accepts: `python -m tests.bench.hostile [MESSAGES]`."""

import sys
from collections import Counter
from itertools import islice
from random import Random

from tests.bot.hostile_texts import hostile_messages
from tests.botapi import message_text
from tests.botapi.errors import ApiError

MESSAGES = 100_000
LONGEST = 4_096


def main() -> None:
    """Make the messages, parse each as the strict double does, and print what came of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    came: Counter[str] = Counter()
    longest = entities = 0
    for message in islice(hostile_messages(Random(1)), count):  # noqa: S311
        try:
            parsed = message_text(message.html, "HTML", None)
        except ApiError as error:
            came[error.description] += 1
            continue
        came["accepted"] += 1
        longest, entities = max(longest, len(parsed.text)), max(entities, len(parsed.entities))
    sys.stdout.write(f"{count:,} messages: {dict(came)}\n")
    sys.stdout.write(f"longest text {longest:,} of {LONGEST:,} characters, most entities {entities}\n")


if __name__ == "__main__":
    main()
