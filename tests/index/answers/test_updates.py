"""Figures of a story that later reports have brought up to date, in stories written by hand."""

from datetime import UTC, datetime, timedelta

from index.answers.quotes import ScoredSentence
from index.answers.updates import brought_up_to_date
from index.articles.articles import StoredArticle

FIRST_DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD = ScoredSentence("The quake in Osk killed 14 people, the governor said.", 1, 9.0, ())
NEW = ScoredSentence("The death toll of the Osk quake has risen to 39.", 2, 7.0, ())


def told(article_id: int, *, days: float | None, story: int | None = 7) -> StoredArticle:
    published = FIRST_DAY + timedelta(days=days) if days is not None else None
    return StoredArticle(article_id, None, None, "Quake in Osk", "", "Wire", published, FIRST_DAY, story)


ARTICLES = {1: told(1, days=0), 2: told(2, days=2)}


def shown(
    quotes: list[ScoredSentence], *more: ScoredSentence, articles: dict[int, StoredArticle] = ARTICLES
) -> list[tuple[str, bool]]:
    scored = list(dict.fromkeys([*quotes, OLD, NEW, *more]))
    return [(c.sentence.text, c.outdated) for c in brought_up_to_date(quotes, scored, articles)]


def test_the_newest_comes_first_and_the_older_is_marked() -> None:
    assert shown([OLD, NEW]) == [(NEW.text, False), (OLD.text, True)]
    assert shown([NEW, OLD]) == [(NEW.text, False), (OLD.text, True)]


def test_what_brings_up_to_date_is_shown_even_where_it_was_not_chosen() -> None:
    assert shown([OLD]) == [(NEW.text, False), (OLD.text, True)]
    other = [ScoredSentence(f"Sentence {number} tells something else.", 1, 8.0, ()) for number in range(2)]
    assert shown([OLD, *other]) == [(NEW.text, False), (OLD.text, True), (other[0].text, False)]


def test_of_several_updates_the_newest() -> None:
    articles = ARTICLES | {3: told(3, days=3)}
    newest = ScoredSentence("The quake left 41 people dead.", 3, 2.0, ())
    assert shown([OLD], newest, articles=articles) == [(newest.text, False), (OLD.text, True)]
    assert shown([OLD, NEW], newest, articles=articles) == [(newest.text, False), (OLD.text, True), (NEW.text, True)]


def test_the_same_figure_is_no_update() -> None:
    again = ScoredSentence("Fourteen people died in the quake.", 2, 7.0, ())
    assert [c.outdated for c in brought_up_to_date([OLD, again], [OLD, again], ARTICLES)] == [False, False]


def test_other_stories_and_articles_without_a_date_say_nothing_of_it() -> None:
    for articles in (
        ARTICLES | {2: told(2, days=2, story=8)},
        ARTICLES | {2: told(2, days=None)},
        {1: told(1, days=0, story=None), 2: told(2, days=2, story=None)},
    ):
        assert shown([OLD, NEW], articles=articles) == [(OLD.text, False), (NEW.text, False)]


def test_what_may_count_something_else_marks_nothing() -> None:
    aftershock = ScoredSentence("An aftershock killed 3 people.", 2, 6.0, ())
    assert shown([OLD, NEW], aftershock) == [(OLD.text, False), (NEW.text, False)]  # two figures in one article
    scored = [OLD, aftershock]  # far below the earlier figure
    assert [c.outdated for c in brought_up_to_date([OLD], scored, ARTICLES)] == [False]
    hurt = ScoredSentence("The quake injured 39 people.", 2, 6.0, ())
    assert [c.outdated for c in brought_up_to_date([OLD], [OLD, hurt], ARTICLES)] == [False]


def test_nothing_chosen_stays_nothing() -> None:
    assert brought_up_to_date([], [OLD, NEW], ARTICLES) == []
