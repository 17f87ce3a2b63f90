// Shows one step of a deck at a time: keys, buttons, edges, the address; plays a run; opens notes; light and dark.
// The slides stand whole in the page: without this file they are read below each other, and printed one a page.
// It is read before the page, so that they are not all laid out, and their fonts fetched, only to be hidden again.
document.documentElement.classList.add("js");
const assets = document.currentScript.src;
addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;
  const deck = document.querySelector(".deck");
  const steps = [...document.querySelectorAll(".step")];
  const bar = document.querySelector(".s-bar");
  const help = document.getElementById("help");
  const said = document.getElementById("now");
  const notes = document.getElementById("notes");
  const doer = (name) => bar.querySelector(`[data-do="${name}"]`);
  let at = 0;
  let playing;

  /* ------------------------------------------------------------------------------------------- steps */

  const show = (wanted, quiet) => {
    const before = at;
    if (wanted !== at) away();
    at = Math.max(0, Math.min(steps.length - 1, wanted));
    steps.forEach((step, index) => step.classList.toggle("now", index === at));
    deck.classList.toggle("forward", at === before + 1);
    root.classList.remove("black");
    doer("back").disabled = at === 0;
    doer("next").disabled = at === steps.length - 1;
    said.textContent = `Step ${at + 1} of ${steps.length}. ${steps[at].dataset.say}`;
    if (location.hash !== `#${at + 1}`) history.replaceState(null, "", `#${at + 1}`);
    if (!quiet) tell();
  };

  const fromHash = () => {
    const wanted = Number(location.hash.slice(1));
    show(Number.isInteger(wanted) && wanted > 0 ? wanted - 1 : at);
  };

  const go = (wanted) => {
    stop();
    show(wanted);
  };

  // Plays from here, or from the first step of a run, at the speed of that run's clock, but not slower than people watch.
  const QUICK = 500;
  const SLOW = 2500;
  const stop = () => {
    clearTimeout(playing);
    playing = undefined;
    doer("play").setAttribute("aria-pressed", false);
  };
  const inRun = (index) => steps[index]?.dataset.kind === "run";
  const play = () => {
    if (playing) return stop();
    if (!inRun(at)) {
      const next = steps.findIndex((step, index) => index > at && inRun(index));
      const first = next < 0 ? steps.findIndex((step, index) => inRun(index)) : next;
      if (first < 0) return;
      show(first);
    }
    doer("play").setAttribute("aria-pressed", true);
    const on = () => {
      const next = steps[at + 1];
      if (!next || !inRun(at + 1)) return stop(); // the verdict comes when the speaker says so
      const passed = (next.dataset.s - steps[at].dataset.s) * 1000 || 0;
      playing = setTimeout(() => (show(at + 1), on()), Math.max(QUICK, Math.min(SLOW, passed)));
    };
    on();
  };

  /* ---------------------------------------------------------------------------- notes, window, colours */

  const note = (on = !root.classList.contains("noted")) => {
    root.classList.toggle("noted", on);
    notes.open = on;
    doer("notes").setAttribute("aria-pressed", on);
  };

  // A second window with the notes, for the screen that only the speaker sees. Each tells the other its step.
  let other = window.opener;
  const tell = () => {
    if (other && !other.closed) other.postMessage({ slide: at }, "*");
  };
  const second = () => {
    other = window.open(location.href, "notes", "popup,width=1000,height=800") || undefined;
  };
  addEventListener("message", ({ source, data }) => {
    if (source === other && Number.isInteger(data?.slide)) show(data.slide, true);
  });

  // So that the room looks at the speaker; remotes send one key or the other.
  const black = () => (stop(), root.classList.toggle("black"));

  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  };

  const keep = (value) => {
    try {
      if (value) sessionStorage.setItem("slides.scheme", value);
      return sessionStorage.getItem("slides.scheme");
    } catch {
      return null;
    }
  };

  // What was chosen here with a key, else on the site, else what the system says.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    if (keep()) return keep();
    try {
      const scope = new URL(document.body.dataset.base || ".", location).pathname.replace(/\/?$/, "/");
      const { color } = JSON.parse(localStorage.getItem(`${scope}.__palette`));
      if (color.media !== "(prefers-color-scheme)") return color.scheme;
    } catch {}
    return dark.matches ? "slate" : "default";
  };
  const paint = (scheme = chosen()) => (document.body.dataset.mdColorScheme = scheme);
  const turn = () => {
    const now = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
    keep(now);
    paint(now);
  };
  dark.addEventListener("change", () => paint());
  addEventListener("beforeprint", () => paint("default"));
  addEventListener("afterprint", () => paint());

  /* ---------------------------------------------------------------------------------- running a program here */

  // Here are only the buttons; all else comes when one is pressed (run/slide.mjs). From a folder nothing can be run.
  const RUNS = { run: "Run", edit: "Edit" };
  const runnable = location.protocol === "file:" ? [] : steps.filter((step) => step.dataset.runs);
  for (const step of runnable) {
    const place = document.createElement("span");
    place.className = "run-bar";
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", `Run ${step.dataset.program} in this browser`);
    for (const what in RUNS) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: RUNS[what] });
      button.dataset[what] = "";
      button.onclick = () => live(what);
      place.append(button);
    }
    step.querySelector(".s-role").append(place);
  }
  for (const row of help.querySelectorAll("[data-runs]")) row.hidden = !runnable.length;
  const live = async (what) => {
    stop();
    const step = steps[at];
    if (!runnable.includes(step)) return;
    const scripts = await import(new URL("run/slide.mjs", assets)).catch(console.error);
    if (scripts) scripts.open(step, what);
    else said.textContent = "What runs it could not be loaded. Try again, or load the slides anew.";
  };
  // Puts away what was run over this slide; false where nothing was.
  const away = () => {
    const close = document.querySelector(".s-live:not([hidden]) [data-close]");
    close?.click();
    return !!close;
  };

  /* ------------------------------------------------------------------------------------- keys and clicks */

  const acts = {
    next: () => go(at + 1),
    back: () => go(at - 1),
    play,
    notes: () => note(),
    full,
    help: () => (help.open ? help.close() : help.showModal()),
  };
  const keys = {
    ArrowRight: acts.next,
    ArrowDown: acts.next,
    PageDown: acts.next,
    " ": acts.next,
    ArrowLeft: acts.back,
    ArrowUp: acts.back,
    PageUp: acts.back,
    Home: () => go(0),
    End: () => go(steps.length - 1),
    p: play,
    n: acts.notes,
    w: second,
    b: black,
    ".": black,
    f: full,
    d: turn,
    r: () => live("run"),
    e: () => live("edit"),
    "?": acts.help,
    Escape: () => (away() ? 0 : playing ? stop() : (root.classList.remove("black"), note(false))),
  };

  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (help.open && key !== "?") return;
    if ([" ", "Enter"].includes(key) && target.closest?.("a, button, summary")) return;
    if (/^(Arrow(Up|Down)|Page|Home|End)/.test(key) && target.closest?.(".notes")) return;
    const act = keys[key.length === 1 ? key.toLowerCase() : key];
    if (!act) return;
    event.preventDefault();
    if (key === " " && event.shiftKey) acts.back();
    else act();
  });

  bar.addEventListener("click", ({ target }) => acts[target.closest("[data-do]")?.dataset.do]?.());

  // The outer eighths of the window.
  addEventListener("click", ({ target, clientX }) => {
    if (target.closest("a, button, summary, dialog, .notes, .s-live") || !getSelection().isCollapsed) return;
    if (clientX > innerWidth * 0.875) acts.next();
    else if (clientX < innerWidth * 0.125) acts.back();
  });

  addEventListener("hashchange", fromHash);

  bar.hidden = false;
  notes.querySelector("summary").tabIndex = -1;
  paint();
  if (window.name === "notes") note(true);
  fromHash();
});
