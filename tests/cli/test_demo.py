"""`chipnews demo`: the main job from end to end."""

from pathlib import Path

from tests.cli.conftest import Runner


def test_the_demo_reports_on_amazon_and_says_where_its_digest_is(run: Runner, tmp_path: Path) -> None:
    database, digest = tmp_path / "demo.db", tmp_path / "digest.md"
    done = run("--db", database, "demo", "--output", digest)
    assert done.code == 0, done.err
    for part in ("Amazon", "Annapurna Labs", "Trainium", "Newest items", "Figures"):
        assert part in done.out, part
    assert str(digest) in done.out
    assert str(database) in done.out
    assert "## Amazon" in digest.read_text()
    found = run("--db", database, "list", "--json", "-n", "1000").json
    assert isinstance(found, list)
    assert len({item["outlet"] for item in found}) >= 5


def test_the_demo_leaves_the_users_database_alone(run: Runner, tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    done = run("--db", tmp_path / "demo.db", "demo", CHIPNEWS_DB=str(mine))
    assert done.code == 0, done.err
    assert not mine.exists()


def test_the_demo_mixes_nothing_into_an_archive(run: Runner, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Nvidia sells H100\n\nNvidia sold H100 chips for $5 billion.")
    assert run("import", article).code == 0
    done = run("demo")
    assert done.code == 2
    assert "holds items already" in done.err
    assert len(run("list", "--all", "--json").json) == 1  # type: ignore[arg-type]
