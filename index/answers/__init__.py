"""From ranked articles to an answer: which sentences are quoted, and whether they answer at all."""
