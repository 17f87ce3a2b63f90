// Names for what Material leaves without one, and what browsers do not do by themselves.
// Nothing that is to be read depends on this file.

// What the address names on the page; what is not encoded as it should be, such as `#100%`, is taken as it stands.
const named = () => {
  const name = location.hash.slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

// An element with attributes, and what is in it.
const element = (tag, attributes, ...kids) => {
  const node = document.createElement(tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  node.append(...kids);
  return node;
};

// A link to a correction, to a line or a step of it, chooses its tab, and unfolds the line.
const unfold = () => {
  const name = named();
  const target = document.getElementById(name) || document.getElementById(name.replace(/[@/].*/, ""));
  const tab = document.querySelector(`.alt-tab > [value="${target?.closest(".alts > .variant")?.id}"]`);
  const shut = [tab, target?.closest(".fold")?.previousSibling.control].filter(box => box?.checked === false);
  for (const box of shut) {
    box.checked = true;
    box.dispatchEvent(new Event("change"));
  }
  if (shut.length && target.id === name) target.scrollIntoView();
};
addEventListener("hashchange", unfold);

// Looking for words in the page finds them in folded lines, too, and unfolds these, where the browser can do that.
const addFolds = () => {
  if (!("onbeforematch" in document.body)) return;
  for (const fold of document.querySelectorAll(".fold")) {
    const box = fold.previousSibling.control;
    const follow = () => (fold.hidden = box.checked ? false : "until-found");
    fold.onbeforematch = () => (box.checked = true);
    box.onchange = follow;
    follow();
  }
};

// The player of a run. Here are only its button and links to a step; the rest is in player.js and player.css, which come
// when the first player is opened. They come by elements, and so do its data: that also works from a folder on disk.
const assets = document.currentScript.src;
const brought = (tag, properties) =>
  new Promise((done, failed) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.onload = done;
    node.onerror = () => failed(Error(node.outerHTML));
    document.head.append(node);
  });
let arriving;
const arrive = () =>
  (arriving ??= Promise.all([
    brought("script", { src: new URL("player.js", assets) }),
    brought("link", { rel: "stylesheet", href: new URL("player.css", assets) }),
  ]).catch(error => {
    arriving = undefined;
    throw error;
  }));

const openPlayer = async (host, on = true) => {
  const button = host.querySelector(".p-open");
  let player;
  try {
    await arrive();
    player = await aioPlayer(host);
    player.open(on);
    button.setAttribute("aria-expanded", on);
  } finally {
    button.lastChild.textContent = player ? "Step through this run" : "The steps could not be loaded. Try again";
  }
  return player;
};

const addButtons = (window.aioButtons = () => {
  for (const host of document.querySelectorAll(".player[data-steps]")) {
    if (host.querySelector(".p-open")) continue;
    const button = element("button", { type: "button", class: "p-open", "aria-expanded": false });
    const play = '<path d="M4.5 2.5 13 8l-8.5 5.5z"/>';
    button.innerHTML = `<svg class="ic" viewBox="0 0 16 16" aria-hidden="true">${play}</svg>`;
    button.append("Step through this run");
    button.onclick = async () => {
      const on = button.getAttribute("aria-expanded") === "false";
      const player = await openPlayer(host, on);
      if (!on) return;
      player.node.focus({ preventScroll: true });
      player.come();
    };
    host.replaceChildren(button);
  }
});

// A link to a step, `#lock_order-published@7`, opens the player there.
const openStep = async () => {
  const [, id, step] = /^#([\w-]+)(?:@|%40)(\d+)$/.exec(location.hash) || [];
  const host = id && document.getElementById(id)?.querySelector(".player[data-steps]");
  if (!host) return;
  const player = await openPlayer(host);
  player.step(step);
  const { top, bottom } = host.getBoundingClientRect();
  if (host.contains(document.activeElement) && top < innerHeight && bottom > 0) return; // the player's own link
  // What stands above it in the card would be laid out, and get its height, only when it has been scrolled to.
  host.closest(".ex").querySelectorAll(".cols, .timeline").forEach(part => (part.style.contentVisibility = "visible"));
  player.come("instant");
  player.node.focus({ preventScroll: true });
};
addEventListener("hashchange", openStep);

// Running a program here, in the reader's browser: here are only the buttons; all else comes when one is pressed, or when
// there is a program to put back: one that the reader has changed here before, or one in a link. Neither runs by itself.
const RUNS = { run: "Run", stop: "Stop", edit: "Edit", reset: "Reset", share: "Share" };
let scripts;
const running = async said => {
  said.textContent = "";
  scripts ??= await import(new URL("run/run.mjs", assets)).catch(console.error);
  if (!scripts) said.textContent = "What runs it could not be loaded. Try again, or load the page anew.";
  return scripts;
};
const isOwn = host => "own" in host.dataset;
const saidOf = host => host.querySelector(".run-bar > [role=status]");
const addRuns = () => {
  const none = location.protocol === "file:"; // a browser starts no workers from a folder
  if (none) {
    const first = document.querySelector("section[data-runs] .c-code > .highlight");
    const said = "Opened from a folder on disk, a page cannot run programs: browsers start no workers there.";
    first?.after(element("p", { class: "cap run-not" }, said));
  }
  for (const host of document.querySelectorAll("section[data-runs], [data-own]")) {
    if (host.querySelector(".run-bar")) continue;
    if (isOwn(host)) openOwn(host, none); // in own.js, which its page brings along
    if (none) continue;
    const bar = element("div", { class: "run-bar", role: "group", "aria-label": `Run ${host.id} in this browser` });
    const said = element("span", { role: "status" });
    const shown = isOwn(host) ? ["run", "reset", "share"] : ["run", "edit"];
    for (const what in RUNS) {
      const button = element("button", { type: "button", [`data-${what}`]: "" }, RUNS[what]);
      button.hidden = !shown.includes(what);
      button.onclick = async () => (scripts ?? (await running(said)))?.press(button, what);
      bar.append(button);
    }
    bar.append(said);
    host.querySelector(".c-code > .highlight, .own-program").after(bar);
    resume(host);
  }
  for (const host of document.querySelectorAll("section[data-runs-not]:not(:has(.run-not))")) {
    const said = `Not run in the browser: ${host.dataset.runsNot}.`;
    host.querySelector(".c-code > .highlight").after(element("p", { class: "cap run-not" }, said));
  }
};
const resume = async host => {
  const { example, variant } = host.dataset;
  let kept = location.hash.startsWith(variant ? `#${host.id}/p=` : "#p=");
  try {
    kept ||= localStorage.getItem(`run:${isOwn(host) ? "own" : `${example}/${variant}`}`);
  } catch {} // then nothing was kept
  if (kept) (await running(saidOf(host)))?.does(host, "resume");
};
addEventListener("hashchange", () => {
  if (!/^#([\w-]+\/)?p=/.test(location.hash)) return;
  for (const bar of document.querySelectorAll(".run-bar")) resume(bar.closest("[data-runs], [data-own]"));
});

// Where the page for a program of one's own is, as the navigation has it; nothing on that page.
window.aioOwn = () => document.querySelector('.md-nav a:is([href$="run/"], [href$="run.html"])')?.href;

// "Guess first": a switch at each example that can be guessed, remembered. When it is on, extra.css hides what the run did
// until there is an answer; who asks are quiz.js and quiz.css, which come then.
const { classList } = document.documentElement;
let asking;
const guess = on => {
  classList.toggle("guess", on);
  for (const one of document.querySelectorAll(".guess-first")) one.setAttribute("aria-checked", on);
  if (!on) return;
  asking ??= Promise.all([
    brought("script", { src: new URL("quiz.js", assets) }),
    brought("link", { rel: "stylesheet", href: new URL("quiz.css", assets) }),
  ]);
  asking.then(() => aioQuiz(named())).catch(() => ((asking = undefined), guess(false)));
};
const addSwitches = () => {
  const places = [...document.querySelectorAll("template.quiz")].map(one => one.closest("section").firstChild);
  if (!places.length) return;
  for (const place of [...places, ...document.querySelectorAll(".guess-here")]) {
    const button = element("button", { type: "button", class: "guess-first", role: "switch" }, "Guess first");
    button.onclick = () => {
      const on = !classList.contains("guess");
      try {
        localStorage.setItem("guess", on ? "on" : "");
      } catch {} // then it is for this page
      guess(on);
    };
    place.append(button);
  }
  guess(classList.contains("guess"));
};

// The theme adds the button to copy a program when that comes into sight.
const copyButtons = new MutationObserver(changes => {
  for (const bar of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (!bar.matches?.(".md-code__nav")) continue;
    const code = bar.closest(".variant")?.id || bar.closest("[id]")?.id || "code";
    const careful = bar.closest(".flawed")?.dataset.careful;
    bar.setAttribute("aria-label", careful ? `Copy ${code}. Careful: ${careful}` : `Copy ${code}`);
    const button = bar.querySelector("[data-clipboard-target]");
    if (!button || !bar.closest(".ex")) continue;
    // The whole program, also what of it is folded; the theme would take what is seen.
    const program = bar.parentElement.querySelector("code").textContent;
    button.dataset.clipboardText = careful ? `# Careful: ${careful}\n${program}` : program;
    if (careful) button.title = `Copy anyway. Careful: ${careful}`;
  }
});

document$.subscribe(() => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  copyButtons.observe(document.querySelector("article"), { childList: true, subtree: true });
  addFolds();
  unfold();
  addButtons();
  addRuns();
  addSwitches();
  openStep();
});

// The theme's search looks for whatever begins with a word, also with the "s" of "after 5 s", and for a program's path. So it
// is asked for what tells something; and where it finds nothing, for words that are spelt nearly so.
const little = new Set(
  ("the and but for from with into than then that this these there what whats when where which who why how can cant could " +
    "should would will wont was were are has have had does did doesnt dont didnt isnt not you your all any another instead " +
    "its python asyncio traceback difference between").split(" "),
);
const telling = text => {
  const said = text
    .replace(/Traceback \(most.*?(?=\b[\w.]*(?:Error|Exception|Warning|Group|Interrupt)(?::|\s|$))/, "")
    .replace(/File "[^"]*", line \d+(?:, in [\w.<>]+)?|\S+\.py:\d+:?/g, "");
  if (said.includes('"')) return said;
  const tells = word => {
    const bare = word.toLowerCase().replace(/['’]|^\W+|\W+$/g, "");
    return bare.length > 2 && !little.has(bare);
  };
  return said.split(/\s+/).filter(tells).join(" ") || said;
};
// Who finds nothing in our words may find it in a run of their program.
const offerOwn = on => {
  let line = document.querySelector(".search-own");
  const [href, query] = [aioOwn(), document.querySelector(".md-search__input").value.trim()];
  if (!line && href) {
    line = element("p", { class: "search-own" }, element("a", { href }, "Run your own program"), ": you see what it does.");
    document.querySelector(".md-search-result__meta").after(line);
  }
  if (line) line.hidden = !on || !query;
};
const { postMessage, dispatchEvent } = Worker.prototype;
Worker.prototype.postMessage = function (message) {
  if (message.type === 2) this.asked = telling(message.data);
  postMessage.call(this, message.type === 2 ? { type: 2, data: this.asked } : message);
};
Worker.prototype.dispatchEvent = function (event) {
  const nothing = event.data?.type === 3 && !event.data.data.items.length;
  if (!nothing || !this.asked) {
    if (event.data?.type === 3) offerOwn(nothing);
    return dispatchEvent.call(this, event);
  }
  const data = this.asked.match(/\w{4,}/g)?.map(word => `${word}~1`).join(" ") ?? "";
  this.asked = "";
  postMessage.call(this, { type: 2, data });
};

// Browsers that do not know ::details-content print folded details folded: open them. Paper is white: print in the light.
let onScreen;
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".ex details")) details.open = true;
  onScreen ??= document.body.dataset.mdColorScheme;
  document.body.dataset.mdColorScheme = "default";
});
addEventListener("afterprint", () => {
  if (onScreen) document.body.dataset.mdColorScheme = onScreen;
  onScreen = undefined;
});
