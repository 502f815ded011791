"""Pages under test: well-formed, and made of nothing but what the project makes them of."""

import re
from html.parser import HTMLParser
from typing import Final

_VOID: Final = {"br", "meta"}
_TAGS: Final = {
    *("html", "head", "meta", "title", "style", "body", "a", "main", "h1", "h2", "p", "dl", "dt"),
    *("dd", "div", "data", "small", "table", "thead", "tbody", "tr", "th", "td", "time", "span"),
    *("ul", "li", "footer", "svg", "g", "rect", "text", "line", "path", "circle", "pattern"),
    *("defs", "tspan", "polygon", "use", "desc", "br", "foreignobject"),
}
_UNSAFE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class _Page(HTMLParser):
    """Holds a page to its shape."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name != "src"
            assert name != "href" or (value or "").startswith("#"), value
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def check_page(page: str) -> None:
    """Raise where *page* is not well-formed, or has markup that no page of the project has."""
    page.encode()
    assert not _UNSAFE.search(page)
    parser = _Page()
    parser.feed(page)
    parser.close()
    assert parser.open == []
