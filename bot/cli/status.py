"""`newsdesk status`: what is stored, indexed, waiting; versions; sizes."""

import platform
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.options import Options, bring_up_to_date, open_desk

if TYPE_CHECKING:
    from index.search.reranker import Reranker

COMPONENTS = ("python-telegram-bot", "sentence-transformers", "faiss-cpu", "tantivy", "SQLAlchemy")


def status(context: typer.Context) -> None:
    """Show what is stored, indexed and waiting, with versions and sizes."""
    from importlib.metadata import version

    options: Options = context.obj
    settings = options.settings()
    with open_desk(settings) as desk:
        bring_up_to_date(desk.newsdesk)
        found = desk.newsdesk.status()
        reranker = desk.newsdesk.reranker
        reranked_by = _reranker(reranker) if reranker else "–"
    rows = {
        "articles": f"{found.articles:,}",
        "passages": f"{found.passages:,}",
        "vectors": f"{found.vectors:,}",
        "stories": f"{found.stories:,}",
        "waiting to be indexed": f"{found.waiting:,}",
        "newest article": f"{found.newest:%Y-%m-%d %H:%M} UTC" if found.newest else "–",
        "model": found.model,
        "run by": found.engine,
        "reranker": reranked_by,
        "database": found.database,
        "data folder": f"{settings.data_dir} ({_megabytes(settings.data_dir):,.1f} MB)",
        "newsdesk": version("newsdesk"),
        "python": platform.python_version(),
        **{name: version(name) for name in COMPONENTS},
    }
    width = max(map(len, rows))
    for name, value in rows.items():
        sys.stdout.write(f"{name:<{width}}  {value}\n")


def _reranker(reranker: "Reranker") -> str:
    from index.errors import ModelError

    try:
        reranker.load()
    except ModelError as error:
        return f"none: {error}"
    return reranker.name


def _megabytes(folder: Path) -> float:
    size = 0
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):  # another process may be replacing it
            status = file.lstat()
            size += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return size / 1e6
