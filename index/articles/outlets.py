"""The outlets that the articles come from."""

from sqlalchemy import Select, func, select

from index.storage.tables import articles


def _distinct_outlets() -> Select[str]:
    """Each outlet once, from the index: the least, then again and again the next greater one.

    What that takes depends on how many outlets there are; DISTINCT would read the entry of every article.
    """
    outlets = select(func.min(articles.c.source).label("source")).cte("outlets", recursive=True)
    later = articles.alias()
    following = select(func.min(later.c.source)).where(later.c.source > outlets.c.source).scalar_subquery()
    outlets = outlets.union_all(select(following).where(outlets.c.source.is_not(None)))
    return select(outlets.c.source).where(outlets.c.source.is_not(None))


DISTINCT_OUTLETS = _distinct_outlets()
