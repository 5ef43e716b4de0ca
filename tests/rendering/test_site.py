"""The static site: its pages, links, search index and feeds, and how it is written."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag

import feedparser
import pytest
from justhtml import JustHTML
from sqlalchemy import Engine

from chipnews.errors import WriteFailed
from chipnews.rendering.feeds_out import atom, json_feed
from chipnews.rendering.folder import MANIFEST, write_folder
from chipnews.rendering.site import File, site_files
from chipnews.reports.site import Site
from tests.builders import KNOWLEDGE, NOW
from tests.rendering.archive import fill


@pytest.fixture
def site(engine: Engine) -> Site:
    fill(engine)
    return Site(engine, KNOWLEDGE, now=NOW)


@pytest.fixture
def files(site: Site) -> dict[str, str]:
    return {file.path: file.content for file in site_files(site)}


def test_there_is_a_page_for_each_story_company_and_chip(files: dict[str, str]) -> None:
    assert {path for path in files if "/" in path} == {
        "story/1.html", "story/2.html", "story/3.html",
        "company/amazon.html", "company/aws.html", "company/anthropic.html", "company/nvidia.html",
        "chip/trainium-2.html", "chip/h100.html",
        "month/2026-11.html", "month/2026-09.html",
        "search/0.js",
    }  # fmt: skip


def test_every_page_is_valid_html(files: dict[str, str]) -> None:
    for path, content in files.items():
        if path.endswith(".html"):
            JustHTML(content, strict=True, sanitize=False)


def test_every_link_within_the_site_leads_to_a_file_of_it(files: dict[str, str]) -> None:
    for path, content in files.items():
        if not path.endswith(".html"):
            continue
        for address in re.findall(r'(?:href|src)="([^"]*)"', content):
            target, anchor = urldefrag(address)
            if target.startswith(("http://", "https://")):
                continue
            page = _joined(PurePosixPath(path).parent, target) if target else path
            assert page in files, (path, address)
            assert not anchor or f'id="{anchor}"' in files[page], (path, address)


def test_text_of_others_does_nothing_on_any_page(files: dict[str, str]) -> None:
    for path, content in files.items():
        if path.endswith(".html"):
            assert "<script>alert" not in content, path
            assert "javascript:" not in content, path


def test_the_story_of_several_outlets_names_them_and_its_figures_once(files: dict[str, str]) -> None:
    page = files["story/1.html"]
    assert "of Example Wire, Other Wire." in page
    assert page.count(">$75 billion</a>") == 1


def test_the_search_finds_stories_companies_and_chips_by_name(files: dict[str, str]) -> None:
    found = re.fullmatch(r"chipnewsPart\((.*)\);\n", files["search/0.js"])
    assert found is not None
    entries = json.loads(found[1])
    assert ["story/3.html", "Nvidia sells H100s", "Example Wire · 2026-09-11", "Nvidia H100"] in entries
    assert {"company/nvidia.html", "chip/h100.html"} <= {path for path, *_ in entries}


def test_a_period_leaves_out_the_stories_before_it(site: Site, engine: Engine) -> None:
    lately = Site(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7))
    paths = {file.path for file in site_files(lately)}
    assert "story/3.html" not in paths
    assert "story/1.html" in paths


def test_a_site_of_an_empty_database_has_a_front_page(engine: Engine) -> None:
    files = {file.path: file.content for file in site_files(Site(engine, KNOWLEDGE, now=NOW))}
    assert "The archive holds no items yet." in files["index.html"]


def test_the_atom_feed_is_read_by_a_feed_reader(site: Site) -> None:
    read = feedparser.parse(atom(list(site.stories()), NOW, "https://news.example"))
    assert not read.bozo
    assert [entry.link for entry in read.entries] == [
        f"https://news.example/story/{number}.html" for number in (2, 1, 3)
    ]
    assert len({entry.id for entry in read.entries}) == 3
    assert read.entries[1].summary.startswith("Told by Example Wire, Other Wire.")
    assert read.feed.updated == "2026-11-20T12:00:00Z"


def test_the_json_feed_holds_the_same_stories(site: Site) -> None:
    feed = json.loads(json_feed(list(site.stories()), "https://news.example"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["url"] for item in feed["items"]] == [
        f"https://news.example/story/{number}.html" for number in (2, 1, 3)
    ]
    assert feed["items"][1]["tags"] == ["Amazon", "Anthropic", "Nvidia", "Trainium 2"]


def test_without_an_address_of_the_site_entries_link_to_the_article_if_that_is_safe(site: Site) -> None:
    items = json.loads(json_feed(list(site.stories())))["items"]
    assert "url" not in items[0]
    assert items[1]["url"].startswith("https://example.com/")


def test_an_entry_keeps_its_id_whatever_number_its_story_gets(site: Site) -> None:
    [first, *_] = json.loads(json_feed(list(site.stories())))["items"]
    [again, *_] = json.loads(json_feed(list(site.stories()), "https://news.example"))["items"]
    assert first["id"] == again["id"]


def test_a_folder_is_written_with_all_its_files(tmp_path: Path) -> None:
    count = write_folder(tmp_path / "new" / "site", [File("index.html", "a"), File("story/1.html", "ü")])
    assert count == 2
    assert (tmp_path / "new" / "site" / "story" / "1.html").read_text(encoding="utf-8") == "ü"


def test_a_second_writing_removes_what_is_no_more_and_nothing_else(tmp_path: Path) -> None:
    write_folder(tmp_path / "site", [File("index.html", "a"), File("story/1.html", "b")])
    (tmp_path / "site" / "CNAME").write_text("mine")
    write_folder(tmp_path / "site", [File("index.html", "c")])
    left = {path.name for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert left == {"index.html", "CNAME", MANIFEST}


def test_a_failure_half_way_leaves_the_old_site_as_it_was(tmp_path: Path) -> None:
    def half() -> "list[File]":
        yield File("index.html", "new")
        raise KeyError("gone")

    write_folder(tmp_path / "site", [File("index.html", "old")])
    with pytest.raises(KeyError):
        write_folder(tmp_path / "site", half())
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".site")] == []


def test_a_folder_with_files_of_someone_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(WriteFailed, match="Name an empty or a new folder"):
        write_folder(tmp_path, [File("index.html", "a")])
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_list_of_old_files_that_points_elsewhere_removes_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    write_folder(tmp_path / "site", [File("index.html", "a")])
    (tmp_path / "site" / MANIFEST).write_text('["../thesis.txt", "/etc/hostname", 3]')
    write_folder(tmp_path / "site", [File("index.html", "b")])
    assert (tmp_path / "thesis.txt").exists()


def _joined(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_times_of_feeds_are_utc(site: Site) -> None:
    [newest, *_] = json.loads(json_feed(list(site.stories())))["items"]
    assert datetime.fromisoformat(newest["date_published"]) == datetime(2026, 11, 20, 12, tzinfo=UTC)
