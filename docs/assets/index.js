// Sifts the list of all examples, and finds among mistakes what somebody types, or pastes from a terminal, best first.
// What is chosen stands in the page's address, so that one can link to it: `/s/?uses=asyncio.TaskGroup`. Without this
// file the whole list stands, and the form is not shown.

// A function from what is asked to the numbers of the entries that answer it, best first; those are left out that have
// less than this part of what the best has. An entry is a list of texts, each with what a word in it is worth. `same`
// are words for one thing, `common` words that tell nothing.
const finder = (entries, { same, common }) => {
  const stem = word => {
    if (/^\d|_/.test(word) || word.length < 4) return word;
    const short = word.replace(/i(?:es|ed)$/, "y").replace(/(?:ings?|ed|es|s|e|ly)$/, "");
    return (short.length < 3 ? word : short).replace(/([^aeiouls])\1$/, "$1").replace(/ll$/, "l");
  };
  // A traceback tells whose program it is up to the line of the error: files, lines, what stands there. So does the name
  // of a coroutine; and the hint that follows a warning is the same for all.
  const said = text => text
    .replace(/Traceback \(most[^]*?(?=\b[\w.]*(?:Error|Exception|Warning|Group|Interrupt)(?::|\s|$))/g, " ")
    .replace(/File "[^"]*", line \d+(?:, in [\w.<>]+)?|\S*\.py\b\S*|\b0x[\da-f]+/gi, " ")
    .replace(/Enable tracemalloc to get the object allocation traceback|(?<=\bcoroutine )'[^']*'/g, " ")
    .normalize("NFD").toLowerCase().replace(/['’\u0300-\u036f]/g, "").replace(/\btim(?:e|es|ed|ing)[-\s]?outs?\b/g, "timeout")
    .match(/[a-z0-9_]+/g)
    ?.flatMap(word => (/[a-z]_[a-z]/.test(word) ? [word, ...word.split("_")] : word)).map(stem) ?? [];
  const drop = new Set(said(common));
  const spaced = text => ` ${said(text).join("  ")} `;
  const means = new Map();
  for (const [at, group] of same.split(";").entries())
    for (const one of group.split(",").map(spaced)) means.set(one, [...(means.get(one) ?? []), `=${at}`]);
  const phrases = [...means.keys()].sort((one, other) => other.length - one.length);
  // Words, each two that follow one another, and for words that mean the same the number of their line. What several
  // words together mean in a question, they do not mean one by one.
  const terms = (text, asked) => {
    let line = spaced(text);
    const meant = [];
    for (const one of phrases) {
      if (!line.includes(one)) continue;
      meant.push(...means.get(one));
      if (asked && /\S {2}/.test(one)) line = line.replaceAll(one, " ");
    }
    const told = line.split(/ +/).filter(word => word && !drop.has(word));
    const pairs = told.slice(1).map((word, at) => `${told[at]} ${word}`);
    return new Set([...told, ...pairs, ...meant]);
  };
  const known = entries.map(texts => texts.map(([text, worth]) => [terms(text), worth]));
  const begins = (one, other) => /^[^= ]{4,}$/.test(one) && other.startsWith(one) && !other.includes(" ");
  const near = (term, words) => [...words].some(word => begins(term, word) || begins(word, term));
  const holds = (texts, term) => Math.max(0, ...texts.map(([words, worth]) =>
    (worth * (words.has(term) ? 1 : near(term, words) ? 0.5 : 0)) / (1 + words.size / 200)));

  return (asked, part) => {
    const scores = known.map(() => 0);
    const names = new Set(said((asked.match(/\b[A-Z][a-z]+[A-Z]\w*/g) ?? []).join(" ")));
    for (const term of terms(asked, true)) {
      const found = known.map(texts => holds(texts, term));
      const rare = Math.log(1 + known.length / found.filter(Boolean).length);
      found.forEach((worth, at) => worth && (scores[at] += worth * rare * (names.has(term) ? 2 : 1)));
    }
    const most = Math.max(...scores), least = most * part;
    const found = [...scores.keys()].filter(at => scores[at] && scores[at] >= least);
    // What fits about as well stands in the order of the page, which begins with what is met first.
    const rank = at => Math.round((20 * scores[at]) / most);
    return found.sort((one, other) => rank(other) - rank(one));
  };
};

const sift = () => {
  const form = document.querySelector("form.sift[hidden]");
  if (!form) return;
  const rows = [...document.querySelectorAll(".all > li")];
  const homes = rows.map(row => row.parentNode);
  const [best, none, sections] = [".best", ".none", ".sections"].map(one => document.querySelector(one));
  const messages = [...document.querySelectorAll(".messages tbody tr")];
  const fields = [...form.elements].filter(field => field.name);
  const has = (words, word) => (words ?? "").split(" ").includes(word);
  const worth = { h3: 3, ".symptom": 3, ".short": 1.5, ".kicker": 0.5, ".ran": 2 };
  const texts = row => [
    ...Object.entries(worth).map(([part, much]) => [row.querySelector(part)?.textContent ?? "", much]),
    [row.dataset.heard ?? "", 2], [row.dataset.uses ?? "", 1],
    [row.closest(".by-topic").querySelector("h2").textContent, 1.5],
  ];
  let asked, found, find, inMessages;
  const fits = {
    topic: (row, value) => row.dataset.topic === value,
    verdict: (row, value) => has(row.dataset.verdict, value),
    uses: (row, value) => has(row.dataset.uses, value),
    symptom: row => found.includes(row),
  };

  // Of mistakes what was found stands by itself, best first; where nothing was, that is said, and all of it stands.
  const showBest = () => {
    const hits = found?.length ? found : null;
    if (hits) inMessages ??= finder(messages.map(row => [[row.cells[0].textContent, 1]]), form.dataset);
    const said = hits ? inMessages(asked, 0.4).map(at => messages[at]) : messages;
    rows.forEach((row, at) => homes[at].append(row));
    if (hits) best.querySelector("ol").append(...hits);
    best.hidden = !hits;
    sections.hidden = !!hits;
    none.hidden = !found || !!hits;
    none.querySelector("q").textContent = asked;
    for (const row of messages) row.hidden = !said.includes(row);
    messages[0]?.parentNode.append(...said, ...messages.filter(row => row.hidden));
    document.querySelector(".messages").hidden = !said.length;
    document.querySelector(".no-message").hidden = !!said.length;
  };

  const show = () => {
    const chosen = fields.map(field => [field.name, field.value.trim()]).filter(([, value]) => value);
    asked = chosen.find(([name]) => name === "symptom")?.[1];
    if (asked) find ??= finder(rows.map(texts), form.dataset);
    found = asked ? find(asked, best ? 0.15 : 0.4).map(at => rows[at]) : null;
    if (best) showBest();
    const left = rows.filter(row => {
      row.hidden = !(best && !found?.length) && !chosen.every(([name, value]) => fits[name](row, value));
      return !row.hidden;
    }).length;
    for (const topic of document.querySelectorAll(".by-topic:not(.best)"))
      topic.hidden = !topic.querySelector("li:not([hidden])");
    for (const name of document.querySelectorAll(".uses code"))
      name.classList.toggle("hit", name.dataset.name === form.elements.uses.value);
    const many = found && !found.length ? 0 : left;
    form.querySelector(".count").value = `${many} of ${rows.length} ${form.dataset.what ?? "examples"}`;
    return chosen;
  };

  const keep = () => {
    const query = new URLSearchParams(show());
    const address = new URL(location);
    address.search = query;
    history.replaceState(history.state, "", address);
  };

  // A choice that the list does not know, as of a name that no example uses any more, is none.
  const read = () => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = (query.get(field.name) ?? "").replace(/\s+/g, " ");
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    show();
  };

  form.addEventListener("input", keep);
  form.addEventListener("reset", () => setTimeout(keep));
  form.addEventListener("submit", event => event.preventDefault());
  // What is pasted has lines; a field would drop their ends, and glue words together.
  form.addEventListener("paste", event => {
    const text = event.clipboardData.getData("text"), field = event.target;
    if (!/\n/.test(text) || !field.setRangeText) return;
    event.preventDefault();
    field.setRangeText(text.replace(/\s+/g, " "), field.selectionStart, field.selectionEnd, "end");
    keep();
  });
  addEventListener("popstate", read);
  read();
  form.hidden = false;
};
if (globalThis.document) globalThis.document$ ? document$.subscribe(sift) : sift();
