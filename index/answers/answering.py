"""From ranked articles to an answer: quotes with numbered sources, the passages behind them, one headline a story."""

from collections.abc import Container, Mapping, Sequence

from index.answers.answer import Grounds, Headline, Passage, Source
from index.answers.quotes import ScoredSentence
from index.articles.articles import StoredArticle
from index.search.search import RankedArticle

MOST_HEADLINES = 12
MOST_PASSAGES = 10
# Beside an answer stands only what bears on the question as well: shares of the best relevance and of the best cosine.
BESIDE_ANSWER = 0.6
AS_NEAR = 0.75
NEAREST = 0.4  # share of the best relevance; where there is no answer, whatever comes nearest is shown


def source_of(article: StoredArticle) -> Source:
    """The article as it is cited."""
    return Source(article.article_id, article.title, article.url, article.source, article.published)


def number_sources(
    quotes: Sequence[ScoredSentence], ranked: Sequence[RankedArticle]
) -> tuple[tuple[Source, ...], dict[int, int]]:
    """The cited sources in the order in which the quotes come to them, and each article's number, from 1."""
    by_id = {r.article.article_id: r.article for r in ranked}
    cited = list(dict.fromkeys(q.article_id for q in quotes))
    return tuple(source_of(by_id[i]) for i in cited), {i: number for number, i in enumerate(cited, start=1)}


def best_passages(ranked: Sequence[RankedArticle], texts: Mapping[int, str]) -> tuple[Passage, ...]:
    """The passages that bear on the question, best first, at most two of one article."""
    found = [
        Passage(
            p.passage_id, texts[p.passage_id], round(r.score * max(0.0, min(1.0, p.score)), 4), source_of(r.article)
        )
        for r in ranked
        for p in r.passages[:2]
        if p.passage_id in texts
    ]
    return tuple(sorted(found, key=lambda p: -p.score)[:MOST_PASSAGES])


def speakers(
    ranked: Sequence[RankedArticle], quotes: Sequence[ScoredSentence], *, news: bool = False
) -> list[RankedArticle]:
    """The article that speaks for each story, best first; an article without a story is a story of its own.

    Whoever asks for `news` of a topic, and for no detail, wants more of it than one story.
    A title that stands in one of the `quotes` is not shown again: another article of its story speaks for it.
    """
    shown: set[tuple[str, int]] = set()
    cited = {quote.article_id for quote in quotes}
    best = max((r.relevance for r in ranked), default=0.0)
    nearest = max(map(_cosine, ranked), default=0.0)
    found: list[RankedArticle] = []
    for r in ranked:
        key = _story_key(r.article)
        close = r.relevance >= NEAREST * best
        if quotes and not news:
            beside = r.relevance >= BESIDE_ANSWER * best and _cosine(r) >= AS_NEAR * nearest
            close = beside or r.article.article_id in cited
        if key in shown or not close or any(r.article.title in quote.text for quote in quotes):
            continue
        shown.add(key)
        found.append(r)
        if len(found) == MOST_HEADLINES:
            break
    return found


def _cosine(ranked: RankedArticle) -> float:
    return max((p.cosine for p in ranked.passages), default=0.0)


def headlines(speaking: Sequence[RankedArticle], outlets: Mapping[int, int]) -> tuple[Headline, ...]:
    """The headlines of the articles that speak for their stories; `outlets` counts those of each story."""
    return tuple(
        Headline(source_of(r.article), story, outlets.get(story, 1) if story else 1, round(r.score, 4))
        for r in speaking
        for story in [r.article.story_id]
    )


def grounds(ranked: Sequence[RankedArticle], shown: Container[int]) -> tuple[Grounds, ...]:
    """Why the `shown` articles, given by id, were chosen, best first."""
    return tuple(
        Grounds(
            r.article.article_id,
            r.article.story_id,
            place,
            round(r.score, 4),
            round(r.relevance, 4),
            {arm: round(score, 4) for arm, score in r.arms.items()},
        )
        for place, r in enumerate(ranked, start=1)
        if r.article.article_id in shown
    )


def _story_key(article: StoredArticle) -> tuple[str, int]:
    return ("story", article.story_id) if article.story_id else ("article", article.article_id)
