"""From what is asked to ranked articles, by words and by vectors."""
