// The editor in the place of a program's listing, and what belongs to it: what a reader has changed is kept in their
// browser for the next visit, had back, and shared as a link. `bench` is that of run.mjs.
//
// The editor is prism-code-editor, a real textarea over coloured lines. It comes when it is wanted (pack.py).
import { fetched } from "./fetched.mjs";
import { place } from "./pool.mjs";
import { address, linked, packed, unpacked } from "./share.mjs";

const el = (tag, attributes, ...kids) => {
  const node = document.createElement(tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  node.append(...kids);
  return node;
};

const sheet = url =>
  new Promise((onload, onerror) => document.head.append(Object.assign(el("link", { rel: "stylesheet", href: url }), { onload, onerror })));

let arriving;
const arrive = () =>
  (arriving ??= (async () => {
    const at = new URL("editor/", await place());
    const module = path => import(new URL(path, at));
    const [core, commands, prism] = await Promise.all([
      ...["index.js", "extensions/commands/index.js", "prism/index.js", "prism/languages/python.js", "languages/python.js"].map(module),
      sheet(new URL("layout.css", at)).then(() => sheet(new URL("edit.css", import.meta.url))),
    ]);
    const { python } = prism.languages;
    python.keyword = new RegExp(python.keyword.source.replace("|exec|", "|").replace("|print|", "|")); // functions, since Python 3
    return { ...core, ...commands };
  })().catch(error => {
    arriving = undefined;
    throw error;
  }));

const isOwn = bench => "own" in bench.host.dataset;
const replaced = ({ host }) => host.querySelector(".c-code > .highlight, textarea.own-program");
const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);

// What a reader has changed, with what it was made from; what was made from a `link` is kept apart from what is their own.
// Storage may be full, or be refused.
const under = (bench, link) => `run:${bench.key}${link ? "@link" : ""}`;
const kept = {
  take(bench, link) {
    try {
      return JSON.parse(localStorage.getItem(under(bench, link)));
    } catch {
      return null;
    }
  },
  put(bench, draft, link) {
    try {
      if (draft) localStorage.setItem(under(bench, link), JSON.stringify(draft));
      else localStorage.removeItem(under(bench, link));
    } catch {} // then it is for this visit
  },
};

// A line below the buttons, read aloud.
const say = (bench, ...said) => {
  const line = bench.bar.querySelector("[role=status]");
  line.replaceChildren();
  setTimeout(() => line.replaceChildren(...said));
};

// Puts the editor with this text into the listing's place; `link` is what it was packed as, where it came so.
const open = async (bench, text, link = "") => {
  const { createEditor, editorCommands, insertTab, indentSelectedLines, insertLineAndIndent, moveSelectedLines, toggleComment } = await arrive();
  const original = await bench.original();
  if (bench.editor?.remove) {
    bench.editor.show(text, link);
    return;
  }
  const listing = replaced(bench);
  const [name, id] = [isOwn(bench) ? "Your program" : `Your version of ${bench.key}`, `edit-${bench.key.replace(/\W/g, "-")}`];
  let from = link;
  let leaving = true; // who came by Tab, or has pressed Escape, leaves by Tab; who has begun to type indents
  let silent = true; // what we put there ourselves is no change of the reader's
  const tab = command => editor => !leaving && command(editor);
  const keys = {
    Tab: tab(editor => {
      const [start, end] = editor.getSelection();
      return start === end ? insertTab(editor, start) : indentSelectedLines(editor);
    }),
    "Shift+Tab": tab(editor => indentSelectedLines(editor, true)),
    Enter: editor => insertLineAndIndent(editor),
    "Alt+ArrowUp": editor => moveSelectedLines(editor, true),
    "Alt+ArrowDown": editor => moveSelectedLines(editor),
    "Mod+/": editor => toggleComment(editor),
    "Mod+Enter": () => (bench.run(), true),
  };
  const changed = value => {
    bench.aged();
    if (silent) return;
    clear();
    const same = value === original && !isOwn(bench);
    kept.put(bench, same ? null : { text: value, original, from }, from);
  };
  const box = el("div", { class: "editor" });
  const options = { language: "python", tabSize: 4, wordWrap: true, value: text, onUpdate: changed };
  const editor = createEditor(box, options, editorCommands(keys, []));
  const { textarea } = editor;
  editor.keyCommandMap.Escape = () => (leaving = true);
  textarea.addEventListener("keydown", event => {
    if (!["Escape", "Tab", "Shift"].includes(event.key)) leaving = false;
  });
  textarea.addEventListener("blur", () => (leaving = document.activeElement !== textarea)); // not with the window alone
  textarea.addEventListener("pointerdown", () => (leaving = false));
  const focus = options => {
    textarea.focus(options);
    leaving = false;
  };
  const run = `${MAC ? "Cmd" : "Ctrl"}-Enter`;
  const key = words => el("kbd", {}, words);
  const hint = el("p", { class: "edit-hint", id }, key("Tab"), " indents once you type. To leave with the keyboard: ", key("Escape"), ", then ", key("Tab"), ". ", key(run), " runs it.");
  for (const [attribute, value] of [["aria-label", name], ["aria-describedby", id], ["autocorrect", "off"]]) textarea.setAttribute(attribute, value);
  const mark = el("p", { class: "edit-mark", hidden: "" });
  box.append(hint, mark);
  const whose = el("p", { class: "cap edit-whose" });
  if (!isOwn(bench)) box.prepend(whose);
  const tell = () => (whose.textContent = from ? "A version from a link" : "Your version");
  tell();

  // The line in which a run broke off, until the text is changed.
  let row;
  const clear = () => {
    row?.classList.remove("marked");
    row = undefined;
    mark.hidden = true;
  };
  const goTo = line => {
    const at = editor.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1);
    focus();
    textarea.setSelectionRange(at, at);
  };
  const had = document.activeElement === listing && [listing.selectionStart, listing.selectionEnd];
  if (isOwn(bench)) listing.replaceWith(box);
  else listing.before(box);
  if (had) {
    focus({ preventScroll: true });
    textarea.setSelectionRange(...had);
    leaving = !("pointed" in listing.dataset) && text === original;
  }
  silent = false;
  bench.editor = {
    textarea,
    focus,
    get value() {
      return editor.value;
    },
    get from() {
      return from;
    },
    show(value, link = "") {
      from = link;
      tell();
      silent = true;
      editor.setOptions({ value });
      clear();
      silent = false;
    },
    // As if it had been pasted, so that undo brings back what was there; `changes` says whether it is a reader's change.
    paste(value, changes, link = "") {
      from = link;
      tell();
      silent = !changes;
      focus();
      textarea.select();
      if (!document.execCommand("insertText", false, value)) editor.setOptions({ value });
      textarea.setSelectionRange(0, 0);
      silent = false;
    },
    mark(line) {
      clear();
      row = line && editor.lines[line];
      if (!row) return;
      row.classList.add("marked");
      const link = Object.assign(el("button", { type: "button" }, `Go to line ${line}`), { onclick: () => goTo(line) });
      mark.replaceChildren(link, ", which the error names");
      mark.hidden = false;
    },
    remove() {
      box.remove();
    },
  };
  buttons(bench, true);
  if (!isOwn(bench)) label(bench.host);
  bench.aged();
};

// What else stands in the section is of the page's program, also while the reader's stands in the listing's place.
const OF_PAGE = [".variant-head > .verdict", ".c-code > .ended", ".c-side > *", ".c-below > *", "figure.timeline"];
const label = host => {
  for (const selector of OF_PAGE) {
    const part = [...host.querySelectorAll(selector)].find(one => !one.closest("[data-browser-run]"));
    part?.before(el(part.matches(".verdict") ? "span" : "p", { class: "of-page" }, "The page’s program", part.matches(".verdict") ? ":" : ""));
  }
};
const unlabel = host => {
  for (const one of host.querySelectorAll(".of-page")) one.remove();
};

// Which buttons are of use; a slide has not all of them.
const buttons = (bench, open) => {
  for (const what of ["edit", "reset", "share"]) {
    const button = bench.button(what);
    if (button) button.hidden = (what === "edit") === open;
  }
};

export const edit = async bench => {
  const [draft, original] = [kept.take(bench), await bench.original()];
  if (draft?.original === original) await open(bench, draft.text, draft.from);
  else await open(bench, original);
  bench.editor.focus();
};

// The text area of one's own program was reached: the editor takes its place, with what is in it by then.
export const adopt = async bench => {
  if (bench.editor.remove) return;
  await arrive();
  if (bench.editor.remove) return;
  const text = bench.editor.value;
  await open(bench, text);
  const original = await bench.original();
  if (text !== original) kept.put(bench, { text, original, from: "" }); // what was written while the editor came
};

// Brings the original back: its text, and the page as it was.
export const reset = async bench => {
  bench.stop();
  bench.behind?.stop();
  await bench.over;
  const original = await bench.original();
  const [{ value, from }, { hash }] = [bench.editor, location];
  kept.put(bench, null, from);
  bench.panel?.remove();
  bench.panel = undefined;
  if (linked(bench.host)) history.replaceState(history.state, "", isOwn(bench) ? location.pathname : `#${bench.host.id}`);
  if (isOwn(bench)) {
    await adopt(bench);
    bench.editor.paste(original, false);
  } else {
    bench.editor.remove?.();
    bench.editor = undefined;
    unlabel(bench.host);
    buttons(bench, false);
    bench.button("edit").focus();
  }
  if (value === original) return say(bench);
  const back = el("button", { type: "button" }, "Bring your version back");
  back.onclick = async () => {
    await open(bench, original);
    if (from) history.replaceState(history.state, "", hash);
    bench.editor.paste(value, true, from);
    say(bench, "Your version is back.");
  };
  say(bench, "This is the page’s program again. ", back);
};

// Copies a link to the program as it is now.
export const share = async bench => {
  const letters = await packed(bench.editor.value);
  if (!letters) return say(bench, "This program is too long for a link.");
  const link = address(bench.host, letters);
  const where = "The program is in the link itself; nothing was sent anywhere.";
  try {
    await navigator.clipboard.writeText(link);
    say(bench, `The link is copied. ${where}`);
  } catch {
    const field = el("input", { readonly: "", value: link, "aria-label": "Link to this program" });
    say(bench, "This browser did not let us copy it. Here is the link: ", field, ` ${where}`);
    setTimeout(() => field.select());
  }
};

// Puts an example into the editor of one's own program.
export const begin = async bench => {
  const choice = bench.host.querySelector(".own-begin select");
  let response;
  try {
    response = await fetched(choice.value, choice.value.split("/").at(-1));
  } catch (error) {
    return say(bench, `This program could not be loaded (${error.message}).`);
  }
  bench.text = await response.text();
  await adopt(bench);
  say(bench);
  bench.editor.paste(bench.text, true);
};

// When a page comes: what a link brings, or what the reader had changed here, stands in the editor. Nothing runs.
export const resume = async bench => {
  const link = linked(bench.host);
  const [draft, original] = [kept.take(bench, link), await bench.original()];
  if (link && draft?.from !== link) {
    let text;
    try {
      text = await unpacked(link);
    } catch {
      await sheet(new URL("edit.css", import.meta.url));
      bench.host.scrollIntoView();
      return say(bench, "The program in this link cannot be read: a part of the link is missing, or it is too long.");
    }
    await open(bench, text, link);
  } else if (draft && draft.original !== original && !isOwn(bench)) {
    kept.put(bench, null);
    await sheet(new URL("edit.css", import.meta.url));
    return say(bench, "This program has changed since you edited it, so your version is gone.");
  } else if (draft) {
    await open(bench, draft.text, draft.from);
  } else return;
  const stranger = ["This program came in a link: it is a ", el("b", {}, "stranger’s"), ", not ours. Nothing runs until you press Run."];
  if (bench.editor.from) say(bench, ...stranger);
  else say(bench, "Here is your version from last time. Reset brings the original back.");
  if (link) bench.host.scrollIntoView();
};
