"""Articles from files and folders, one after another, in flat memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.articles.article import Article, make_article
from index.articles.dates import parse_date
from index.articles.outlet import outlet_from_url
from index.errors import InputError
from index.readers.draft import Broken, Draft
from index.readers.files import File, find_files, unpacked_name, why_not
from index.readers.opening import open_drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article that was read.

    `where` is for people, such as "news.jsonl, line 7"; `path` and `position` (from 1, counting broken records too)
    are for programs. `notes` say what was left out of the article. `consumed` is how many of `total_size` bytes are
    done with.
    """

    article: Article
    where: str
    path: Path
    position: int
    notes: tuple[str, ...]
    consumed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record or a file that could not be read. `reason` is one sentence that says where and why.

    `position` is that of the record, for a file that of the last one in it.
    """

    where: str
    reason: str
    path: Path
    position: int
    consumed: int


def _none(_path: Path) -> int:
    """Nothing is known of any file."""
    return 0


def total_size(paths: Sequence[Path]) -> int:
    """The bytes that `read_paths` will go through, as they lie on the disk."""
    return sum(file.size for file in find_files(paths))


def read_paths(
    paths: Sequence[Path], *, now: datetime, known: Callable[[Path], int] = _none
) -> Iterator[Read | Refused]:
    """What is in the files and, in the order of their names, in the folders: every article and every reason against.

    Each file gives at least one or the other, but for the first records of it that are `known`. Nothing that a file
    holds ends the reading of the next.
    """
    done = 0
    for file in find_files(paths):
        yield from _read_file(file, done, now, known(file.path))
        done += file.size


def _read_file(file: File, done: int, now: datetime, known: int) -> Iterator[Read | Refused]:
    reason = file.problem
    position = 0
    if reason is None:
        try:
            with open_drafts(file.path, now) as (drafts, counter):
                for position, draft in enumerate(drafts, start=1):
                    if position <= known:
                        continue
                    consumed = done + min(counter.count, file.size)
                    yield _result(draft, file, position, consumed, now)
                if position:
                    return
                reason = "there is no article in it"
        except (InputError, OSError) as error:
            reason = why_not(error) + ("; what came before was read" if position else "")
    yield _refused(file, file.shown, reason, position, done + file.size)


def _result(draft: Draft | Broken, file: File, position: int, consumed: int, now: datetime) -> Read | Refused:
    where = f"{file.shown}, {draft.place}" if draft.place else file.shown
    if isinstance(draft, Broken):
        return _refused(file, where, draft.reason, position, consumed)
    try:
        article, notes = article_from(draft, now, origin=unpacked_name(file.path.name))
    except InputError as error:
        return _refused(file, where, str(error), position, consumed)
    return Read(article=article, where=where, path=file.path, position=position, notes=notes, consumed=consumed)


def _refused(file: File, where: str, why: str, position: int, consumed: int) -> Refused:
    return Refused(where=where, reason=f"{where}: {why}", path=file.path, position=position, consumed=consumed)


def article_from(draft: Draft, now: datetime, *, origin: str | None = None) -> tuple[Article, tuple[str, ...]]:
    """The article that a draft stands for, and what was left out of it; InputError when there is none in it.

    `origin` is what it is cited by when neither an outlet nor an address is known: the name of its file.
    """
    notes = draft.notes
    published = draft.published
    if isinstance(published, str):
        try:
            published = parse_date(published, now=now)
        except InputError as error:
            notes += (f"{error}; kept without it",)
            published = None
    article, left_out = make_article(
        title=draft.title,
        text=draft.text,
        url=draft.url,
        published=published,
        source=draft.source or (outlet_from_url(draft.url) if draft.url else origin),
        language=draft.language,
        external_id=draft.external_id,
        now=now,
    )
    return article, notes + left_out
