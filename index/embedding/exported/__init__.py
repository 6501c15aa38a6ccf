"""The embedding model exported once to an engine that needs neither torch nor sentence-transformers to run."""

from index.embedding.exported.encoder import ExportedEncoder

__all__ = ["ExportedEncoder"]
