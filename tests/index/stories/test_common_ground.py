"""What the cosines of a language's texts have in common."""

import numpy as np
import pytest

from index.articles.article import Article
from index.stories.common_ground import ENOUGH, SAMPLE, common_ground
from tests.index.articles.test_storing import store
from tests.index.conftest import indexed, unit
from tests.index.stories.test_stories import DIMENSION, Arrivals, arrivals

__all__ = ["arrivals"]  # a fixture

COUNT = 40  # articles of each language


def test_it_is_told_by_language_and_the_surer_the_more_articles_there_are(arrivals: Arrivals) -> None:
    """English texts point everywhere, Russian ones about the same way."""
    random = np.random.default_rng(1)
    same = np.eye(DIMENSION)[0]
    english = [("en-GB", unit(random.normal(size=DIMENSION))) for _ in range(COUNT)]
    leads = english + [("ru", unit(2 * same + random.normal(size=DIMENSION))) for _ in range(COUNT)]
    store(arrivals.database, *(Article(title=f"Article {n}", language=each) for n, (each, _) in enumerate(leads)))
    with arrivals.database.write() as connection:
        arrivals.store_vectors(connection, [indexed(n, [lead]) for n, (_, lead) in enumerate(leads, start=1)])
        found = common_ground(connection, arrivals.model, held=0)
        assert common_ground(connection, arrivals.model + 1, held=0) == {}
        assert common_ground(connection, arrivals.model, held=COUNT - SAMPLE).keys() == {"en"}
    russian = np.array([lead for language, lead in leads if language == "ru"])
    others = ~np.eye(COUNT, dtype=bool)
    assert found["ru"] == pytest.approx((russian @ russian.T)[others].mean() * COUNT / ENOUGH, rel=0.01)
    assert found["en"] < found["ru"] / 5


def test_one_article_has_nothing_in_common(arrivals: Arrivals) -> None:
    store(arrivals.database, Article(title="Article", language="en"))
    with arrivals.database.write() as connection:
        arrivals.store_vectors(connection, [indexed(1, [unit(np.ones(DIMENSION))])])
        assert common_ground(connection, arrivals.model, held=0) == {"en": 0.0}
