"""An answer does not depend on the engine of the index."""

from pathlib import Path

import pytest

from bot.sample import SAMPLE_CLOCK
from index.evaluation import read_questions
from index.newsdesk import Newsdesk
from index.storage.database import Database
from tests.bench.engines import agreement
from tests.bot.conftest import store_sample
from tests.bot.quality.figures import QUESTIONS
from tests.index.conftest import WordHashes
from tests.milvus import MilvusServer

ASKED = 20


def test_both_engines_find_the_same_ten(database: Database, tmp_path: Path, milvus: MilvusServer) -> None:
    with milvus.new_database() as url:
        desks = [
            Newsdesk(database, tmp_path / "files", WordHashes()),
            Newsdesk(database, tmp_path / "milvus", WordHashes(), url),
        ]
        store_sample(desks[0])
        for desk in desks:
            desk.index_pending(lambda: False)
        questions = list(read_questions(QUESTIONS, SAMPLE_CLOCK))[:ASKED]
        tops = [
            [[hit.article.article_id for hit in desk.search(q.question, now=q.now, most=10)] for q in questions]
            for desk in desks
        ]
        for desk in desks:
            desk.close()
    same, shared = agreement(*tops)
    assert same >= 0.95
    assert shared == pytest.approx(1, abs=0.01)
