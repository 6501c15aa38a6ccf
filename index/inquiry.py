"""From an understood question to ranked articles and to an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from index.answers.answer import Answer, Headline, Quote
from index.answers.answering import best_passages, grounds, headlines, number_sources, speakers
from index.answers.confidence import FACTS, Confidence, confidence_facts
from index.answers.quotes import FEATURES, QuoteWeights, ReadPassage, ScoredSentence, chosen, score_sentences
from index.answers.updates import Chosen, brought_up_to_date
from index.articles.article import CLOCK_TOLERANCE
from index.articles.articles import load_articles, passage_spans, passage_texts
from index.articles.passages import embedded_text
from index.briefing import brief_stories, stories_in
from index.embedding.encoder import Encoder, Vectors
from index.passage_index import Scope, VectorIndex, WordIndex
from index.passage_index.tantivy_words import stems
from index.question.question import Understanding, telling_words
from index.question.window import Window
from index.search.holdings import Holdings
from index.search.reranker import Reranker
from index.search.search import FoundPassage, RankedArticle, raised, search, spoken
from index.storage.database import Database
from index.stories.stories import story_outlets

RANKED = 50  # articles that an answer is made from
PERIODS = (timedelta(days=1), timedelta(days=7), timedelta(days=60))  # of an overview, until one has news
ARTICLES_SHOWN = 20  # of the best ones, whose passages an answer is shown with
ARTICLES_READ = 8  # of the best ones, for sentences that answer
PASSAGES_READ = 3  # of each
NEWS_AROUND = timedelta(days=10)  # in which news of an event comes
EARLIER = 0.5  # what a word of the question before counts for in one that continues it
QUOTE_MARGIN = 2.0  # in the score's own unit: a further quote may be this much worse than the first


class Inquiry:
    """Searches and answers. Safe to call from several threads."""

    def __init__(
        self,
        database: Database,
        words: WordIndex,
        vectors: VectorIndex,
        encoder: Encoder,
        model: int,
        holdings: Holdings,
        reranker: Reranker | None,
    ) -> None:
        self._database = database
        self._model = model
        self._words = words
        self._vectors = vectors
        self._encoder = encoder
        self._holdings = holdings
        self._reranker = reranker
        self._quote_weights = QuoteWeights.load()
        self._confidence = Confidence.load()

    def search(self, asked: Understanding, now: datetime, most: int, *, strict: bool) -> list[RankedArticle]:
        """The best articles; unless `strict`, a window raises what lies in it and leaves the rest further down."""
        vector = self._encoder.encode_question(asked.subject)
        within = self._ranked(asked, vector, now, most)
        if strict or asked.window == Window():
            return within
        anytime = self._ranked(replace(asked, window=Window()), vector, now, max(most, RANKED))
        return raised(anytime, within, asked.window)[:most]

    def answer(self, asked: Understanding, now: datetime) -> Answer:
        """The answer; where nothing lies in the window or comes from the outlet, only the nearest headlines."""
        if asked.overview:
            return self._overview(asked, now)
        vector = self._encoder.encode_question(asked.subject)
        answer = self._answer_within(asked, asked.window, vector, now)
        around = _around(asked.window)
        if not answer.answered and asked.implied and around != asked.window:
            rounded = self._answer_within(asked, around, vector, now)
            answer = rounded if rounded.answered else answer
        if not answer.answered and not answer.headlines:
            anywhere = replace(asked, outlets=frozenset())
            ranked = self._ranked(replace(anywhere, window=Window()), vector, now, RANKED)
            nearest = self._answer(asked, now, ranked, [], (), {})
            answer = replace(answer, headlines=nearest.headlines, grounds=nearest.grounds)
        return answer

    def _answer_within(self, asked: Understanding, window: Window, vector: Vectors, now: datetime) -> Answer:
        ranked = self._ranked(replace(asked, window=window), vector, now, RANKED)
        texts = self.read_passages(ranked[:ARTICLES_SHOWN])
        scored = self.scored_sentences(asked, ranked, texts)
        facts = self.confidence_facts(asked, ranked, scored)
        best = chosen(scored, margin=QUOTE_MARGIN) if self._confidence.tells(facts) else []
        quotes = brought_up_to_date(best, scored, {r.article.article_id: r.article for r in ranked})
        return self._answer(asked, now, ranked, quotes, facts, texts)

    def read_passages(self, ranked: Sequence[RankedArticle]) -> dict[int, str]:
        """The texts of the best passages of articles, by passage id."""
        owners = {p.passage_id: r.article for r in ranked for p in r.passages[:PASSAGES_READ]}
        with self._database.read() as connection:
            spans = passage_spans(connection, owners)
        return {i: owners[i].text[span.start : span.stop] or owners[i].title for i, span in spans.items()}

    def scored_sentences(
        self, asked: Understanding, ranked: Sequence[RankedArticle], texts: dict[int, str]
    ) -> list[ScoredSentence]:
        """The sentences that might answer, best first, from the best passages of the best articles."""
        read = [
            _read(r, p, texts[p.passage_id])
            for r in ranked[:ARTICLES_READ]
            for p in r.passages[:PASSAGES_READ]
            if p.passage_id in texts
        ]
        own = self._rarity(asked.own) if asked.own != asked.subject else None
        weights = {stem: 1.0 if own is None or stem in own else EARLIER for stem in self._rarity(asked.subject)}
        return score_sentences(asked.question, read, weights, news=asked.news, model=self._quote_weights, stems=stems)

    def confidence_facts(
        self, asked: Understanding, ranked: Sequence[RankedArticle], scored: Sequence[ScoredSentence]
    ) -> tuple[float, ...]:
        """What the confidence in the best sentence rests on; nothing where there is none."""
        if not scored:
            return ()
        article = next(r.article for r in ranked if r.article.article_id == scored[0].article_id)
        return confidence_facts(
            asked.subject,
            scored,
            f"{article.title} {article.text}",
            max(p.cosine for r in ranked for p in r.passages),
            self._rarity(asked.subject),
            stems,
        )

    def _rarity(self, text: str) -> dict[str, float]:
        """How rare each telling word is."""
        return self._words.rarity(list(dict.fromkeys(stems(" ".join(telling_words(text))))))

    def _ranked(self, asked: Understanding, vector: Vectors, now: datetime, most: int) -> list[RankedArticle]:
        ranked = search(
            " ".join(telling_words(asked.subject)),
            vector,
            scope=Scope(self._known_by(asked.window, now), frozenset(map(str.casefold, asked.outlets))),
            now=now,
            current=asked.current,
            most=most,
            database=self._database,
            word_index=self._words,
            vector_index=self._vectors,
            reread=(lambda best: self._reread(asked.subject, best)) if self._reranker else None,
        )
        return spoken(ranked, asked.question)

    def _reread(self, subject: str, best: Mapping[int, int]) -> dict[int, float]:
        """What the reranker makes of the best passage of each article, with the title in front."""
        with self._database.read() as connection:
            articles = load_articles(connection, best)
            texts = passage_texts(connection, best.values())
        read = {i: embedded_text(articles[i].title, texts[p]) for i, p in best.items() if i in articles and p in texts}
        scores = self._reranker.scores(subject, list(read.values())) if self._reranker and read else None
        return {} if scores is None else dict(zip(read, scores.tolist(), strict=True))

    def _known_by(self, window: Window, now: datetime) -> Window:
        """The window without what was published after `now`: nobody could have known it then."""
        limit = now + CLOCK_TOLERANCE
        if window.until is not None and window.until <= limit:
            return window
        newest = self._holdings.held().newest
        return Window(window.since, limit + timedelta(seconds=1)) if newest and newest > limit else window

    def _overview(self, asked: Understanding, now: datetime) -> Answer:
        """The most important stories of the time that is meant, or else of the last day that had any."""
        for period in PERIODS if asked.window == Window() else PERIODS[:1]:
            window = Window(now - period, now + CLOCK_TOLERANCE) if asked.window == Window() else asked.window
            with self._database.read() as connection:
                found = stories_in(connection, window, asked.outlets)
                stories = brief_stories(connection, found, min(now, window.until or now), period, self._model)
            if stories:
                break
        return replace(
            self._answer(asked, now, [], [], (), {}), headlines=tuple(s.headline for s in stories), overview=True
        )

    def _answer(
        self,
        asked: Understanding,
        now: datetime,
        ranked: Sequence[RankedArticle],
        quotes: Sequence[Chosen],
        facts: Sequence[float],
        texts: dict[int, str],
    ) -> Answer:
        sentences = [q.sentence for q in quotes]
        sources, numbers = number_sources(sentences, ranked)
        told = self._headlines(ranked, sentences, now, news=asked.news)
        return Answer(
            question=asked.question,
            asked=now,
            window=asked.window,
            outlet=min(asked.outlets, default=None),
            confidence=round(self._confidence.probability(facts), 4),
            quotes=tuple(_quote(q, numbers) for q in quotes),
            sources=sources,
            passages=best_passages(ranked[:ARTICLES_SHOWN], texts),
            headlines=told,
            subject=asked.subject,
            current=asked.current,
            grounds=grounds(ranked, {*numbers, *(headline.source.article_id for headline in told)}),
            threshold=self._confidence.threshold,
            facts=_named(FACTS, facts),
        )

    def _headlines(
        self, ranked: Sequence[RankedArticle], quotes: Sequence[ScoredSentence], now: datetime, *, news: bool
    ) -> tuple[Headline, ...]:
        speaking = speakers(ranked, quotes, news=news)
        with self._database.read() as connection:
            outlets = story_outlets(connection, {r.article.story_id for r in speaking if r.article.story_id}, now)
        return headlines(speaking, outlets)


def _around(window: Window) -> Window:
    """A time with the days before and after it: people round, and what happened is also told later.

    It begins earlier by its own length at most, so that what is asked of a day is not answered with another week.
    """
    since, until = window.since, window.until
    return Window(
        since - min(until - since, NEWS_AROUND) if since and until else since, until + NEWS_AROUND if until else until
    )


def _read(ranked: RankedArticle, passage: FoundPassage, text: str) -> ReadPassage:
    article = ranked.article
    start = article.text.find(text)  # not there where the title is all that the article has
    length = len(article.text) or 1
    return ReadPassage(
        text=text,
        title=article.title,
        article_id=article.article_id,
        cosine=passage.cosine,
        words=passage.words,
        article_score=ranked.score,
        opens=start == 0,
        begins=max(start, 0) / length,
        ends=(max(start, 0) + len(text)) / length,
    )


def _quote(told: Chosen, numbers: Mapping[int, int]) -> Quote:
    sentence = told.sentence
    return Quote(
        text=sentence.text,
        source=numbers[sentence.article_id],
        score=round(sentence.score, 4),
        facts=_named(FEATURES, sentence.facts),
        outdated=told.outdated,
    )


def _named(names: Sequence[str], values: Sequence[float]) -> dict[str, float]:
    """Facts by their names; none where none were gathered."""
    return {name: round(value, 4) for name, value in zip(names, values, strict=True)} if values else {}
