// Runs a slide's program in front of the room: on a layer over the slide, in large type. slide.js makes the first buttons,
// and brings this when one is pressed; all else is as on pages (run.mjs).
import { benchOf, press } from "./run.mjs";

const css = new URL("slide.css", import.meta.url);
document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: css }));

const el = (tag, css, ...kids) => {
  const node = document.createElement(tag);
  if (css) node.className = css;
  node.append(...kids);
  return node;
};

const BUTTONS = { run: "Run", stop: "Stop", edit: "Edit", reset: "Reset", share: "Share", close: "Close" };
const HIDDEN = ["stop", "reset", "share"]; // until there is something to stop, or to reset; nobody shares from a stage
// A presenter's remote sends these.
const CLICKER = ["PageDown", "PageUp"];
const SCROLLS = /^(Arrow|Home|End)/;
// What is scrolled where there is no room for it, and its place on the layer.
const PARTS = { ".prism-code-editor": "code", ".run-cols": "cols", ".run-body > pre.output": "cols", "figure.timeline": "pic" };
// What is smallest in a picture has this size, and on a slide it is to be 20 of 720 pixels high.
const [LEAST, WANTED, HIGH] = [11.6, 20.2, 45];

// One layer for each program, so that what was changed in it is still there some steps on.
const layers = new Map();
const layerOf = ({ dataset }) => {
  const key = dataset.program;
  if (!layers.has(key)) layers.set(key, made(key, dataset));
  return layers.get(key);
};

const made = (key, dataset) => {
  const layer = el("section", "s-live");
  for (const name of ["program", "runs", "stopLines", "stopSeconds", "mask", "wants"]) {
    if (name in dataset) layer.dataset[name] = dataset[name];
  }
  layer.tabIndex = -1;
  layer.setAttribute("aria-label", `${key} in this browser`);
  const bar = el("div", "run-bar");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `Run ${key}`);
  for (const what in BUTTONS) {
    const button = Object.assign(el("button", "", BUTTONS[what]), { type: "button", hidden: HIDDEN.includes(what) });
    button.dataset[what] = "";
    button.onclick = () => (what === "close" ? close(layer) : act(layer, what));
    if (what === "reset") button.onclick = () => act(layer, what).then(() => close(layer)); // the slide is the original
    bar.append(button);
  }
  const said = el("span");
  said.setAttribute("role", "status");
  bar.append(said);
  layer.append(el("div", "cols", el("div", "c-code", el("div", "highlight"), bar)));
  // What has no room is scrolled, also by keys.
  const scrolls = { ".run-cols": "Output, and what is known of the run", "figure.timeline": "Picture of the run" };
  new MutationObserver(() => {
    for (const selector in scrolls) {
      const part = layer.querySelector(`${selector}:not([tabindex])`);
      part?.setAttribute("tabindex", 0);
      if (part?.tagName === "DIV") part.setAttribute("role", "group");
      part?.setAttribute("aria-label", scrolls[selector]);
    }
  }).observe(layer, { childList: true, subtree: true });
  for (const selector in PARTS) below(layer, selector);
  layer.addEventListener("keydown", typed);
  // The editor would keep this one for itself.
  const leave = event => event.key === "Escape" && (event.stopPropagation(), close(layer));
  layer.addEventListener("keydown", leave, true);
  return layer;
};

// Says that a part goes on below its edge; a press scrolls on.
const below = (layer, selector) => {
  const more = el("p", "s-more", "more below ↓");
  more.setAttribute("aria-hidden", "true"); // the part itself is reached, and scrolled, by keys
  more.dataset.of = PARTS[selector];
  more.hidden = true;
  layer.append(more);
  const sizes = new ResizeObserver(() => look());
  let part;
  const look = () => {
    const now = layer.querySelector(selector);
    if (now !== part) {
      sizes.disconnect();
      part = now;
      if (part) for (const one of [part, ...part.children]) sizes.observe(one);
      part?.addEventListener("scroll", look, { passive: true });
    }
    more.hidden = !part || part.scrollHeight - part.clientHeight - part.scrollTop < 8;
  };
  more.onclick = () => part.scrollBy({ top: part.clientHeight * 0.8 });
  new MutationObserver(look).observe(layer.querySelector(".cols"), { childList: true, subtree: true });
};

const act = (layer, what) => press(layer.querySelector(`[data-${what}]`), what);

// While somebody types, keys are no keys of the deck; nor, while they scroll what is long, are those that do that.
const typed = event => {
  const { key, target } = event;
  if (target.matches("textarea, input")) return event.stopPropagation();
  if (CLICKER.includes(key)) return;
  if (SCROLLS.test(key) && target.matches("pre, .timeline, .run-cols")) event.stopPropagation();
};

const close = layer => {
  act(layer, "stop");
  layer.hidden = true;
  layer.parentElement.querySelector(".s-role [data-run]").focus({ preventScroll: true });
};

const size = () => {
  const zoom = (WANTED / LEAST) * (parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);
  for (const layer of layers.values()) layer.style.setProperty("--zoom", zoom.toFixed(3));
};
addEventListener("resize", size);

// Lays it over this slide, and runs the program, or lets it be changed.
export const open = async (step, what) => {
  const layer = layerOf(step);
  size();
  if (layer.parentElement !== step) step.append(layer);
  layer.hidden = false;
  if (!layer.contains(document.activeElement)) layer.focus({ preventScroll: true });
  if (what === "edit" && benchOf(layer).editor) benchOf(layer).editor.focus();
  else await act(layer, what);
};
