"""Near copies in the database: each linked to the article that came first, as one more source of it.

A copy is an article of its own, with its address, outlet and time, but without passages: it is neither embedded nor
searched, and belongs to the story of its original. What is edited until it differs becomes an article like others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from index.articles.article import Article
from index.articles.articles import StoredArticle, chunks, load_articles
from index.articles.near_copies import REACH, Print, is_near_copy, print_of
from index.articles.outlet import carrier
from index.storage.tables import articles, copy_bands

MOST_CANDIDATES = 50  # of the newest that share a band: texts that very many share are not compared with all of them


def link_copies(connection: Connection, written: Mapping[int, Article], now: datetime) -> set[int]:
    """Decide for articles that were just written, by id, which are copies of which; the ids of those that are."""
    prints = {i: _print(i, a.title, a.text, a.source, a.url, a.published or now) for i, a in written.items()}
    bands = {article_id: told.bands() for article_id, told in prints.items()}
    reach = {article_id: told.reach() for article_id, told in prints.items()}
    _forget(connection, list(written))
    found = _sharing(connection, {band for names in reach.values() for band in names})
    known = _candidates(connection, found, prints)
    followed = _followed(connection, list(written))
    links: dict[int, int | None] = {}
    for article_id in sorted(written):
        one = prints[article_id]
        near = {other for band in reach[article_id] for other in found[band] if other < article_id}
        earlier = () if article_id in followed else sorted(near & known.keys())
        links[article_id] = next((other for other in earlier if is_near_copy(known[other], one)), None)
        if links[article_id] is None:
            known[article_id] = one
            for band in bands[article_id]:
                found[band].append(article_id)
    _write(connection, links, bands)
    return {article_id for article_id, original in links.items() if original is not None}


def follow_originals(connection: Connection, article_ids: Iterable[int]) -> None:
    """Give copies among the articles, and copies of the articles, the stories of their originals."""
    original = articles.alias()
    story = select(original.c.story_id).where(original.c.id == articles.c.copy_of).scalar_subquery()
    for chunk in chunks(list(article_ids)):
        concerned = articles.c.id.in_(chunk) | articles.c.copy_of.in_(chunk)
        connection.execute(update(articles).where(articles.c.copy_of.is_not(None), concerned).values(story_id=story))


def load_copies(connection: Connection, article_ids: Iterable[int]) -> dict[int, list[StoredArticle]]:
    """The copies of each of the articles that has any, the first one first."""
    found: dict[int, list[StoredArticle]] = defaultdict(list)
    ids: list[int] = []
    for chunk in chunks(list(article_ids)):
        ids += connection.execute(select(articles.c.id).where(articles.c.copy_of.in_(chunk))).scalars()
    for copy in sorted(load_articles(connection, ids).values(), key=lambda one: one.article_id):
        if copy.copy_of is not None:
            found[copy.copy_of].append(copy)
    return dict(found)


def _print(article_id: int, title: str, text: str, source: str | None, url: str | None, moment: datetime) -> Print:
    return print_of(title, text, carrier(source, url, article_id), moment)


def _forget(connection: Connection, article_ids: Sequence[int]) -> None:
    for chunk in chunks(article_ids):
        connection.execute(delete(copy_bands).where(copy_bands.c.article_id.in_(chunk)))


def _sharing(connection: Connection, bands: Iterable[int]) -> dict[int, list[int]]:
    """For each band the articles that have it."""
    found: dict[int, list[int]] = defaultdict(list)
    for chunk in chunks(sorted(bands)):
        for row in connection.execute(select(copy_bands).where(copy_bands.c.band.in_(chunk))):
            found[row.band].append(row.article_id)
    return defaultdict(list, {band: sorted(ids)[-MOST_CANDIDATES:] for band, ids in found.items()})


def _candidates(
    connection: Connection, found: Mapping[int, Sequence[int]], prints: Mapping[int, Print]
) -> dict[int, Print]:
    """What is stored and near enough in time, by id."""
    ids = {article_id for sharing in found.values() for article_id in sharing} - prints.keys()
    if not ids:
        return {}
    first = min(told.moment for told in prints.values()) - REACH
    last = max(told.moment for told in prints.values()) + REACH
    moment = func.coalesce(articles.c.published, articles.c.added)
    near: list[int] = []
    for chunk in chunks(sorted(ids)):
        query = select(articles.c.id).where(articles.c.id.in_(chunk), articles.c.copy_of.is_(None))
        near += connection.execute(query.where(moment.between(first, last))).scalars()
    loaded = load_articles(connection, near)
    return {i: _print(i, a.title, a.text, a.source, a.url, a.moment) for i, a in loaded.items()}


def _followed(connection: Connection, article_ids: Sequence[int]) -> set[int]:
    """Which of the articles have copies."""
    found: set[int] = set()
    for chunk in chunks(article_ids):
        found.update(
            connection.execute(select(articles.c.copy_of).where(articles.c.copy_of.in_(chunk)).distinct()).scalars()
        )
    return found


def _write(connection: Connection, links: Mapping[int, int | None], bands: Mapping[int, Sequence[int]]) -> None:
    before: dict[int, int | None] = {}
    for chunk in chunks(list(links)):
        rows = connection.execute(select(articles.c.id, articles.c.copy_of).where(articles.c.id.in_(chunk)))
        before |= {row.id: row.copy_of for row in rows}
    for article_id, original in links.items():
        if before[article_id] != original:
            connection.execute(
                # Its story is found anew: that of its original, or one of its own.
                update(articles).where(articles.c.id == article_id).values(copy_of=original, story_id=None)
            )
    shared = [
        {"band": band, "article_id": article_id}
        for article_id, original in links.items()
        if original is None
        for band in bands[article_id]
    ]
    if shared:
        connection.execute(insert(copy_bands), shared)


def free_copies(connection: Connection, removed: Collection[int]) -> dict[int, Article]:
    """Before the articles are removed: let the first remaining copy of each stand in its place, and return those.

    They need passages, and so does whoever calls this: see `index.articles.storing.write_texts`.
    """
    freed: dict[int, Article] = {}
    for copies in load_copies(connection, removed).values():
        remaining = [copy for copy in copies if copy.article_id not in removed]
        if remaining:
            heir, *others = remaining
            freed[heir.article_id] = Article(
                title=heir.title, text=heir.text, url=heir.url, published=heir.published, source=heir.source
            )
            _relink(connection, [heir.article_id], None)
            _relink(connection, [other.article_id for other in others], heir.article_id)
    return freed


def _relink(connection: Connection, article_ids: Sequence[int], original: int | None) -> None:
    for chunk in chunks(article_ids):
        connection.execute(update(articles).where(articles.c.id.in_(chunk)).values(copy_of=original))
