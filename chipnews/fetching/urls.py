"""URLs: the form to compare them by, the form to show them in, and what they point at. Pure, no request."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

import idna

# Parameters that say where a reader came from, never what the page is.
_TRACKING = re.compile(
    r"(utm_.*|mtm_.*|pk_(campaign|kwd|source|medium)|at_(medium|campaign|link.*|custom.*|format|bbc_team|ptr_name)"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|yclid|igshid|igsh|mc_[ce]id"
    r"|_hs(enc|mi)|hsctatracking|vero_(id|conv)|oly_(anon|enc)_id|wt_mc|wt\.mc_id|s_cid|cmpid|ncid|sr_share"
    r"|__twitter_impression|guccounter|guce_referrer(_sig)?|soc_(src|trk)|spm|scm|ref_src|ref_url|ref|rss"
    r"|partner|smid|smtyp|cid|ito|xtor|mkt_tok|trk|trkcampaign|ocid|sh|amp|syn-[0-9a-f]+|feature|guid_src)",
    re.IGNORECASE,
)
# These may name a page on some sites, so they go only with the values that are seen to mean a feed.
_ONLY_WHEN = {
    "ref": re.compile(r"(rss|feed|homepage|twitter|facebook|hackernews|newsletter).*", re.IGNORECASE),
    "rss": re.compile(r"(1|true|yes|)", re.IGNORECASE),
    "partner": re.compile(r"(rss|feed).*", re.IGNORECASE),
    "cid": re.compile(r"(rss|public-rss).*", re.IGNORECASE),
    "feature": re.compile(r"(share|youtu\.be|emb_.*)", re.IGNORECASE),
    "sh": re.compile(r"[0-9a-f]{8,}", re.IGNORECASE),
    "amp": re.compile(r"(1|true|)", re.IGNORECASE),
}
_TARGET_PARAMETERS = ("url", "u", "q", "target", "dest", "destination", "to", "redirect", "link")
_REDIRECTORS = {
    "news.google.com": re.compile(r"/news/url|/url"),
    "www.google.com": re.compile(r"/url"),
    "google.com": re.compile(r"/url"),
    "go.skimresources.com": re.compile(r"/.*"),
    "l.facebook.com": re.compile(r"/l\.php"),
    "lm.facebook.com": re.compile(r"/l\.php"),
    "out.reddit.com": re.compile(r"/.*"),
    "www.bing.com": re.compile(r"/news/apiclick\.aspx"),
    "r.search.yahoo.com": re.compile(r"/.*"),
    "feedproxy.google.com": re.compile(r"/.*"),
    "click.linksynergy.com": re.compile(r"/.*"),
    "www.anrdoezrs.net": re.compile(r"/.*"),
    "slack-redir.net": re.compile(r"/link"),
    "steamcommunity.com": re.compile(r"/linkfilter/.*"),
    "href.li": re.compile(r"/.*"),
}
_REDIRECTING = {host.removeprefix("www.") for host in _REDIRECTORS}
_YAHOO_TARGET = re.compile(r"/RU=([^/]+)/")
# Nearly every link: nothing in it to be decoded, to be dropped or to be sorted.
_PLAIN = re.compile(
    r"https?://(?:www\.)?([a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,})((?:/[A-Za-z0-9._~+,;:=@!-]+)+)/?", re.ASCII
)
_PLAIN_HOST = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?=[/?#]|\Z)", re.ASCII | re.IGNORECASE)
# What stays as it is on the wire: all that may stand in a URL, and what is encoded already.
_KEPT = "%/:@!$&'()*+,;=~?[]"
_WIRE = re.compile(r"[A-Za-z0-9%/:@!$&'()*+,;=~?._\[\]-]+", re.ASCII)
_INDEX = re.compile(r"/(index\.(html?|php)|amp)/?$")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def redact(url: str) -> str:
    """Return the URL without its user name and password, to be printed or logged."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return re.sub(r"//[^/@]*@", "//", url)
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def host_of(url: str) -> str:
    """Return the host name in lower case, without a port; "" for what is no URL."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def wire_url(url: str) -> str:
    """Return the URL as it goes over the wire: ASCII only, no fragment. Raises ValueError if it cannot."""
    if _WIRE.fullmatch(url):
        return url
    parts = urlsplit(url.strip())
    host = idna.encode(parts.hostname or "", uts46=True).decode() if not parts.netloc.isascii() else None
    netloc = parts.netloc
    if host is not None:
        user, at, _ = netloc.rpartition("@")
        netloc = f"{quote(user, safe=_KEPT)}{at}{host}" + (f":{parts.port}" if parts.port else "")
    return urlunsplit(
        (parts.scheme, netloc, quote(parts.path, safe=_KEPT), quote(parts.query, safe=_KEPT), "")
    )


def is_web(url: str | None) -> bool:
    """Return whether this is an absolute http or https URL with a host."""
    if not url or not url[:8].lower().startswith(("http://", "https://")):
        return False
    return _PLAIN_HOST.match(url) is not None or bool(host_of(url))


def absolute(base: str, link: str) -> str | None:
    """Return a link as an absolute http or https URL, None where it is neither."""
    link = link.strip()
    if not link:
        return None
    if is_web(link):
        return link
    try:
        joined = urljoin(base, link)
    except ValueError:
        return None
    return joined if is_web(joined) else None


def canonical(url: str | None) -> str | None:
    """Return the form by which two links to one page compare as equal; None for what is no web URL.

    Follows known redirectors, drops the fragment, tracking parameters, credentials and the default port,
    sorts the parameters, and takes http, https and the `www.` of a host as the same.
    """
    plain = _PLAIN.fullmatch(url) if url else None
    if plain and plain[1] not in _REDIRECTING and not _INDEX.search(plain[2]):
        return f"https://{plain[1]}{plain[2]}"
    for _ in range(3):
        if url is None or not is_web(url):
            return None
        target = _redirected(url)
        if target is None:
            break
        url = target
    try:
        parts = urlsplit((url or "").strip())
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{port}" if port and port != _DEFAULT_PORTS[parts.scheme.lower()] else host
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._%") if "%" in parts.path else parts.path
    path = re.sub(r"/{2,}", "/", path)
    path = _INDEX.sub("/", path)
    path = path.rstrip("/") if path != "/" else ""
    return urlunsplit(("https", netloc, path, _query(parts.query), ""))


def without_tracking(url: str) -> str:
    """Return the URL without known tracking parameters, and otherwise as it was given."""
    if "?" not in url and "#" not in url:
        return url
    rest, hashed, fragment = url.partition("#")
    name, equals, value = fragment.partition("=")
    if equals and _is_tracking(name, value):
        hashed = fragment = ""
    page, _, query = rest.partition("?")
    given = query.split("&")
    kept = [each for each in given if not _is_tracking(*_decoded(each))]
    if len(kept) < len(given):
        rest = f"{page}?{'&'.join(kept)}" if kept else page
    return rest + hashed + fragment


def _decoded(parameter: str) -> tuple[str, str]:
    name, _, value = parameter.partition("=")
    return unquote(name), unquote(value)


def identifies_a_page(canonical_url: str) -> bool:
    """Return whether the canonical URL can name an article, rather than a whole site."""
    rest = canonical_url.partition("://")[2].partition("/")[2] or canonical_url.partition("?")[2]
    return bool(rest.strip("/"))


def _query(query: str) -> str:
    if not query:
        return ""
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _is_tracking(name, value)
    ]
    return urlencode(sorted(kept))


def _is_tracking(name: str, value: str) -> bool:
    if not _TRACKING.fullmatch(name):
        return False
    only = _ONLY_WHEN.get(name.lower())
    return only is None or only.fullmatch(value) is not None


def _redirected(url: str) -> str | None:
    """Return the URL that a known redirector carries in its own."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    pattern = _REDIRECTORS.get((parts.hostname or "").lower())
    if pattern is None or not pattern.match(parts.path):
        return None
    yahoo = _YAHOO_TARGET.search(parts.path)
    if yahoo:
        return unquote(yahoo.group(1))
    given = dict(parse_qsl(parts.query))
    return next((given[name] for name in _TARGET_PARAMETERS if is_web(given.get(name))), None)
