"""From files and folders to articles: one module per format, one way in."""

from index.readers.paths import Read, Refused, read_paths, total_size

__all__ = ["Read", "Refused", "read_paths", "total_size"]
