"""The vector index on Milvus."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pymilvus import DataType

from index.passage_index.milvus import HeldChange, Milvus, both, collection_name, condition, outlet_number
from index.passage_index.protocol import IndexedArticle, PassageHits, Scope, microseconds

# Chosen by Milvus: a graph on a cluster, with lists as long as the search is deep.
INDEX = {"index_type": "AUTOINDEX", "metric_type": "IP"}
FACTS = ("passage", "article", "moment")


class MilvusVectors:
    """A `VectorIndex` in a collection of its own, for one generation of the database and one model."""

    def __init__(self, milvus: Milvus, *, dimension: int, generation: str, model: str) -> None:
        self._milvus = milvus
        self._name = collection_name(generation, f"vectors_{model[:16]}")
        schema = milvus.client.create_schema(enable_dynamic_field=False)
        schema.add_field("passage", DataType.INT64, is_primary=True)
        for name in ("article", "moment", "outlet"):
            schema.add_field(name, DataType.INT64)
        schema.add_field("lead", DataType.BOOL)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        milvus.ensure(self._name, schema, {"vector": INDEX})
        self._held = HeldChange(milvus, self._name)

    @property
    def sequence(self) -> int:
        return self._held.sequence

    def __len__(self) -> int:
        return self._milvus.count(self._name)

    def apply(self, added: Sequence[IndexedArticle], removed: Sequence[int], sequence: int) -> None:
        rows = [
            {
                "passage": p.passage_id,
                "article": article.article_id,
                "moment": microseconds(article.moment),
                "outlet": outlet_number(article.outlet),
                "lead": p.position == 0,
                "vector": p.vector.astype(np.float32),
            }
            for article in added
            for p in article.passages
            if p.vector is not None
        ]
        self._milvus.write(self._name, rows)
        # Last, so that an article that is replaced is never missing.
        gone = [*removed, *(article.article_id for article in added)]
        if gone:
            kept = [row["passage"] for row in rows]
            self._milvus.remove(self._name, both(f"article in {gone}", f"passage not in {kept}" if kept else ""))
        self._held.advance(sequence)

    def search(self, vector: NDArray[np.float32], most: int, scope: Scope) -> PassageHits:
        return self._search(vector, most, condition(scope), "Bounded")

    def search_leads(self, vector: NDArray[np.float32], most: int, scope: Scope) -> PassageHits:
        return self._search(vector, most, both("lead == true", condition(scope)), "Strong")

    def save(self) -> None:
        self._held.write()

    def refresh(self) -> None:
        self._held.read()

    def close(self) -> None:
        self._milvus.close()

    def _search(self, vector: NDArray[np.float32], most: int, wanted: str, consistency: str) -> PassageHits:
        asked = vector.astype(np.float32)
        hits = self._milvus.search(self._name, "vector", asked, most, wanted, FACTS, consistency_level=consistency)
        return PassageHits(
            np.array([hit["passage"] for hit in hits], np.int64),
            np.array([hit["article"] for hit in hits], np.int64),
            np.array([hit["distance"] for hit in hits], np.float32),
            np.array([hit["moment"] for hit in hits], np.int64),
        )
