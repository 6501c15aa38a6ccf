"""Whether an exported model says the same as the one it was made from: fixed texts, and their vectors by both."""

from pathlib import Path

import numpy as np

from index.embedding.encoder import Vectors
from index.embedding.exported.ctranslate2_file import Precision

# The least cosine between the two vectors of a text. What 8 bits cost in retrieval tests/bench/encoder.py measures.
LOWEST_COSINE: dict[Precision, float] = {"int8": 0.985, "float32": 0.99999}

PACKAGED_VECTORS = Path(__file__).parents[2] / "weights" / "verification.npy"

_LONG = (
    "The river rose again overnight, and by morning the lower streets of the old town were under water. Boats took"
    " bread and medicine to the upper floors; the school gym filled with camp beds, and the mayor asked people to stay"
    " where they were until the crest had passed. "
)
TEXTS = (
    "Rain",
    "When does the ferry to the islands run again?",
    "Who won the women's 400 metres final?",
    "what did the minister say about the strike",
    "Parliament votes 212 to 198 for the budget\nAfter eleven hours of debate the budget passed on Thursday night.",
    "Central bank lifts its rate by a quarter point to 4.75%\nIt is the third rise this year; two members wanted more.",
    "Quake of magnitude 6.1 shakes the coast, no tsunami warning\nPeople ran into the streets, officials said.",
    "A court has ruled that the dam may be built, but the villages upstream must be paid first.",
    '"We did not expect this," she said. "Nobody did."',
    "Team A 3–2 Team B (after extra time); goals: 12', 45'+2, 78', 101', 119'.",
    "Vaccine trial: 71 of 9,840 fell ill with it, 163 of 9,790 without.",
    "COVID-19, NATO, GDP, U.S.A., AT&T, C++ and the G20",
    "https://news.example/2025/07/10/story?id=42 and someone@example.org",
    "The price fell from $1,299.00 to €999,95 — a third less than in 2023!",
    "🎉🎉 They did it! 🏆 #champions @home",
    "Die Regierung hat am Dienstag ein Gesetz über längere Ladenöffnungszeiten beschlossen.",
    "Le tribunal a suspendu la construction de l'autoroute après une plainte des riverains.",
    "El volcán entró en erupción de madrugada y obligó a evacuar tres pueblos.",
    "Президент прибыл с визитом в столицу соседней страны.",
    "Уряд оголосив про відновлення залізничного сполучення.",
    "政府は火曜日に新しい予算案を承認した。",
    "总理宣布明年起提高最低工资。",
    "أعلنت الحكومة عن خطة جديدة للطاقة الشمسية",
    "सरकार ने किसानों के लिए नई योजना की घोषणा की",
    "Χιλιάδες διαδήλωσαν στο κέντρο της πόλης",
    "İstanbul'da yoğun kar yağışı ulaşımı aksattı",
    "na\u00efve caf\u00e9 / nai\u0308ve cafe\u0301 \u200b\u00a0 tabs\tand\n\nblank lines",
    "word " * 40,
    "the of and to in a is that",
    _LONG,
    _LONG * 3,
    _LONG * 12,
)


def lowest_cosine(found: Vectors, expected: Vectors) -> float:
    """Between the vectors of the same text; -1 when they do not even have the same shape or are no numbers."""
    if found.shape != expected.shape or not np.isfinite(found).all():
        return -1.0
    return float(np.einsum("ij,ij->i", found, expected).min())


def packaged_vectors() -> Vectors:
    """The vectors of TEXTS by the packaged model, as sentence-transformers computed them once and for all."""
    vectors = np.load(PACKAGED_VECTORS, allow_pickle=False).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
