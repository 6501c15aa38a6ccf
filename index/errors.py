"""The errors of the news: each carries one sentence that says what and where."""

from config import NewsdeskError


class InputError(NewsdeskError):
    """Something given (a file, a line, a date, a question) cannot be used."""


class StorageError(NewsdeskError):
    """The database or the index on disk cannot be read or written."""


class BusyError(StorageError):
    """Another process already does, on the same data, what only one may do."""


class ModelError(NewsdeskError):
    """The embedding model is missing, damaged or cannot be loaded."""
