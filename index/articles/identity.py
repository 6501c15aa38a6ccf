"""When two articles are one: the names that an article is known by."""

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from index.articles.article import Article

# Parameters that say where a reader came from and not what is read.
_TRACKING = frozenset(
    """fbclid gclid dclid msclkid mc_cid mc_eid igshid yclid twclid ocid cmpid ncid ref_src ref_url smid soc_src
    soc_trk at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 ns_mchannel ns_source ns_campaign
    ns_linkname guccounter guce_referrer guce_referrer_sig wt.mc_id xtor _ga _gl ftag campaign_id""".split()
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The address without what does not change the page: scheme's case, default port, fragment, tracking, order.

    `http` and `https`, `www.` or not, and a closing slash make no difference either, so the result names an article
    but is not for fetching it.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme) else ""
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _TRACKING and not name.lower().startswith("utm_")
    )
    return urlunsplit(("https", host + port, parts.path.rstrip("/"), urlencode(query), ""))


def url_key(url: str) -> str:
    """The name of whatever article stands at `url`."""
    return _key(f"url {canonical_url(url)}")


def identity_keys(article: Article, origin: str) -> list[str]:
    """Names of the article, each a SHA-256 in hexadecimal; two articles that share one are the same article.

    `origin` is the feed or file it came from: ids are unique only there, so elsewhere the content has to be the same,
    too. Without an id and an address the content is the name.
    """
    names = []
    if article.url:
        names.append(f"url {canonical_url(article.url)}")
    if article.external_id:
        names.append(f"id {origin} {article.external_id}")
        if not article.url:
            names.append(f"copy {article.external_id} {article.content_hash()}")
    if not names:
        names.append(f"content {article.content_hash()}")
    return list(map(_key, names))


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
