"""From texts to vectors: the models, what runs them, and the vectors that are kept."""
