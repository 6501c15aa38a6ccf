"""Topics: what people want to hear of, read from their words and matched with articles. Knows nothing of chats."""
