"""Title and text as one text for BM25, in which the title counts as if it were written several times.

Summing the two fields' own scores instead would count a word twice and give a word that is rare in titles only, such as
"people", the weight of a telling one; saturating once over both is what BM25F does (Robertson, Zaragoza, Taylor 2004).
"""

ARTICLE_TITLE = 5  # times in front of an article's text
PASSAGE_TITLE = 2  # times in front of a passage's


def weighted_text(title: str, text: str, times: int) -> str:
    """What is indexed; a title that was taken from the text's beginning says nothing more."""
    if text.startswith(title.removesuffix("…")):
        return text
    return "\n".join([title] * times + [text])
