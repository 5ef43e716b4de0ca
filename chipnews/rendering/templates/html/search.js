"use strict";
const query = document.getElementById("query");
const status = document.getElementById("status");
const list = document.getElementById("found");
const MOST = 50;
const entries = [];
let asked = 0;

const fold = (text) =>
  ` ${text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;

// The parts of the index call this; they are scripts, as a page that was opened from a file may read nothing else.
globalThis.chipnewsPart = (part) => {
  for (const [path, title, note, names] of part) {
    entries.push({ path, title, note, inTitle: fold(title), text: fold(`${title} ${names} ${note}`) });
  }
  show();
  load();
};

function load() {
  if (asked >= Number(query.dataset.parts)) return;
  const script = document.createElement("script");
  script.src = `search/${asked++}.js`;
  document.head.append(script);
}

function show() {
  const words = fold(query.value).split(" ").filter(Boolean);
  list.replaceChildren();
  if (!words.length) {
    status.textContent = "";
    return;
  }
  const found = entries
    .filter((entry) => words.every((word) => entry.text.includes(` ${word}`)))
    .map((entry) => ({ entry, score: words.filter((word) => entry.inTitle.includes(` ${word}`)).length }))
    .sort((a, b) => b.score - a.score);
  const shown = found.length > MOST ? `, the best ${MOST} are shown` : "";
  status.textContent = found.length ? `${found.length} found${shown}.` : "Nothing was found.";
  for (const { entry } of found.slice(0, MOST)) {
    const link = document.createElement("a");
    link.href = entry.path;
    link.textContent = entry.title;
    const note = document.createElement("small");
    note.textContent = entry.note;
    const line = document.createElement("li");
    line.append(link, document.createElement("br"), note);
    list.append(line);
  }
}

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("q");
  if (given !== null && given !== query.value) query.value = given;
  show();
}

query.addEventListener("input", () => {
  history.replaceState(null, "", query.value ? `#${new URLSearchParams({ q: query.value })}` : "#");
  show();
});
addEventListener("hashchange", readAddress);
readAddress();
load();
