// Sifts the list of all examples. What is chosen stands in the page's address, so that one can link to it:
// `/s/?uses=asyncio.TaskGroup`. Without this file the whole list stands, and the form is not shown.

const sift = () => {
  const form = document.querySelector("form.sift[hidden]");
  if (!form) return;
  const rows = [...document.querySelectorAll(".all > li")];
  const fields = [...form.elements].filter(field => field.name);
  const has = (words, word) => (words ?? "").split(" ").includes(word);
  const text = new Map(rows.map(row => [row, `${row.textContent} ${row.dataset.heard ?? ""}`.toLowerCase()]));
  const fits = {
    topic: (row, value) => row.dataset.topic === value,
    verdict: (row, value) => has(row.dataset.verdict, value),
    uses: (row, value) => has(row.dataset.uses, value),
    symptom: (row, value) => value.toLowerCase().split(/\s+/).every(word => text.get(row).includes(word)),
  };

  const show = () => {
    const chosen = fields.map(field => [field.name, field.value.trim()]).filter(([, value]) => value);
    for (const row of rows) row.hidden = !chosen.every(([name, value]) => fits[name](row, value));
    for (const topic of document.querySelectorAll(".by-topic")) topic.hidden = !topic.querySelector("li:not([hidden])");
    for (const name of document.querySelectorAll(".uses code"))
      name.classList.toggle("hit", name.dataset.name === form.elements.uses.value);
    const left = rows.filter(row => !row.hidden).length;
    form.querySelector(".count").value = `${left} of ${rows.length} ${form.dataset.what ?? "examples"}`;
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
      const value = query.get(field.name) ?? "";
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    show();
  };

  form.addEventListener("input", keep);
  form.addEventListener("reset", () => setTimeout(keep));
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("popstate", read);
  read();
  form.hidden = false;
};
globalThis.document$ ? document$.subscribe(sift) : sift();
