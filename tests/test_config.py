"""Settings: which source wins, what is refused and how that is told, and the documented example."""

import re
import tomllib
from pathlib import Path

import pytest

from chipnews.config import AlertSettings, Settings, environment_name, load_settings, setting_values
from chipnews.errors import SettingsError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_any_source_every_setting_has_its_default(tmp_path: Path) -> None:
    loaded = load_settings(environment={})
    assert loaded.settings == Settings()
    assert loaded.file is None
    assert {setting.origin for setting in loaded.in_force} == {"default"}
    assert Path(loaded.settings.database).is_relative_to(tmp_path)


def test_a_flag_beats_the_environment_and_that_beats_the_file(config: Path) -> None:
    config.write_text('db = "file.db"\n[fetch]\nconcurrency = 3\nper_host = 4\n[feeds]\nbuiltin = false\n')
    loaded = load_settings(
        file=config,
        environment={"CHIPNEWS_DB": "environment.db", "CHIPNEWS_FETCH__CONCURRENCY": "5"},
        flags={"db": "flag.db"},
    )
    origins = {
        setting.key: (setting.value, setting.origin)
        for setting in loaded.in_force
        if setting.origin != "default"
    }
    assert origins == {
        "db": ("flag.db", "flag"),
        "fetch.concurrency": (5, "environment"),
        "fetch.per_host": (4, "file"),
        "feeds.builtin": (False, "file"),
    }


def test_each_setting_says_where_it_came_from(config: Path) -> None:
    config.write_text("[fetch]\nper_host = 4\n")
    environment = {"CHIPNEWS_FEEDS__BUILTIN": "false"}
    loaded = load_settings(file=config, environment=environment, flags={"db": "x.db"})
    sources = {setting.key: setting.source for setting in loaded.in_force if setting.source}
    assert sources == {
        "db": "--db",
        "feeds.builtin": "CHIPNEWS_FEEDS__BUILTIN",
        "fetch.per_host": str(config),
    }


def test_the_environment_can_name_the_file(config: Path) -> None:
    config.write_text("[fetch]\nper_host = 4\n")
    assert load_settings(environment={"CHIPNEWS_CONFIG": str(config)}).settings.fetch.per_host == 4


def test_a_list_in_the_environment_is_separated_by_commas() -> None:
    loaded = load_settings(environment={"CHIPNEWS_RELEVANCE__ALWAYS": "photonics, chiplet ,"})
    assert loaded.settings.relevance.always == ["photonics", "chiplet"]


def test_an_empty_variable_leaves_an_optional_file_at_its_default() -> None:
    assert load_settings(environment={"CHIPNEWS_KNOWLEDGE__FILE": ""}).settings.knowledge.file is None


def test_every_setting_can_be_given_in_the_environment() -> None:
    written = {
        environment_name(key): ",".join(value)
        if isinstance(value, list)
        else str(value)
        if isinstance(value, list)
        else str("" if value is None else value)
        if isinstance(value, list)
        else ""
        if value is None
        else str(value)
        for key, value in setting_values(Settings())
        if value is not None
    }
    loaded = load_settings(environment=written)
    defaults = [setting for setting in loaded.in_force if setting.origin != "environment"]
    assert {setting.value for setting in defaults} == {None}


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        pytest.param("[fetch]\nconcurency = 3", "Did you mean fetch.concurrency?", id="typo"),
        pytest.param("colour = 1", "'colour'. Known settings: db, feeds.builtin", id="unknown"),
        pytest.param("[fetch]\nconcurrency = 0", "'fetch.concurrency' is wrong: Input should", id="low"),
        pytest.param("[fetch]\nfull_text = 'maybe'", "'fetch.full_text' is wrong", id="no truth value"),
        pytest.param("[relevance]\nalways = 3", "'relevance.always' is wrong", id="no list"),
        pytest.param("fetch = 3", "'fetch'", id="a section that is a value"),
        pytest.param("[[alerts]]\ncompany = 'amazon'", "'alerts.name' is wrong", id="alert without a name"),
        pytest.param(
            "[[alerts]]\nname = 'a'\ncompani = 'b'", "Did you mean alerts.company?", id="typo in an alert"
        ),
        pytest.param("[fetch", "is not valid TOML", id="broken TOML"),
        pytest.param("db = '\udcff'", "is not valid TOML", id="not UTF-8"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_file_and_key(config: Path, toml: str, told: str) -> None:
    config.write_bytes(toml.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError) as caught:
        load_settings(file=config, environment={})
    message = str(caught.value)
    assert str(config) in message
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        pytest.param("CHIPNEWS_FETCH__PER_HOST", "many", "'fetch.per_host' is wrong", id="wrong value"),
        pytest.param("CHIPNEWS_FETCH__PERHOST", "3", "Did you mean fetch.per_host?", id="unknown key"),
        pytest.param("CHIPNEWS_FECTH__PER_HOST", "3", "Did you mean fetch.per_host?", id="unknown section"),
    ],
)
def test_a_wrong_variable_is_named(variable: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(environment={variable: value})
    assert variable in str(caught.value)
    assert told in str(caught.value)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        load_settings(file=tmp_path / "none.toml", environment={})


def test_the_example_holds_every_setting_at_its_default() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    given = tomllib.loads(text)
    assert Settings.model_validate(given) == Settings()
    keys = {
        f"{section}.{key}" if isinstance(value, dict) else section
        for section, value in given.items()
        for key in (value if isinstance(value, dict) else [section])
    }
    # A table of alerts cannot be empty, so that the example's stands in a comment.
    unset = {key for key, value in setting_values(Settings()) if value is None or key == "alerts"}
    assert keys == {key for key, _ in setting_values(Settings())} - unset
    for key in unset:
        name = key.rpartition(".")[2]
        assert re.search(rf"^# ({name} = |\[\[{name}\]\])", text, re.MULTILINE), key


def test_the_example_explains_every_setting() -> None:
    comments = " ".join(
        line.removeprefix("# ")
        for line in EXAMPLE.read_text(encoding="utf-8").splitlines()
        if line[:2] == "# "
    )
    for section in (*Settings.model_fields.values(), *AlertSettings.model_fields.values()):
        fields = getattr(section.annotation, "model_fields", {"": section})
        for field in fields.values():
            assert field.description in comments


def test_alerts_are_shown_by_name_so_that_no_password_is_seen(config: Path) -> None:
    config.write_text("[[alerts]]\nname = 'big'\nmin_usd = 5\ntargets = ['mailto://me:secret@example.com']\n")
    loaded = load_settings(file=config, environment={})
    assert "secret" not in repr(loaded.in_force)
    assert loaded.settings.alerts[0].min_usd == 5


def test_the_example_alert_is_one_that_works() -> None:
    example = EXAMPLE.read_text(encoding="utf-8").partition("# [[alerts]]")[2]
    lines = [line.removeprefix("# ") for line in example.splitlines() if " = " in line]
    [alert] = Settings.model_validate(tomllib.loads("[[alerts]]\n" + "\n".join(lines))).alerts
    assert alert.company == "amazon"
