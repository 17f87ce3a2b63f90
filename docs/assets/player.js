// Steps through a recorded run, forwards and backwards, alone or beside the run of another variant.
// extra.js makes the buttons and loads this file when the first player is opened; it calls `aioPlayer(host)`.
// What is shown comes as data from `/s/{example}/{variant}.steps.js`; `words/player.py` tells what is in it.
(() => {
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /* ------------------------------------------------------------------------------------------- small pieces */

  const el = (tag, css, ...kids) => {
    const node = document.createElement(tag);
    if (css) node.className = css;
    node.append(...kids);
    return node;
  };

  const put = (node, attributes) => {
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    return node;
  };

  const hidden = (node) => put(node, { "aria-hidden": "true" });

  const seconds = (ms) => `${+(ms / 1000).toFixed(3)} s`;

  const percent = (part, whole) => `${(part / whole) * 100}%`;

  // Signs, in a square of 16 as those of the page.
  const SIGNS = {
    first: "M4 3v10M13 3 6.5 8l6.5 5z",
    back: "M11.5 3 5 8l6.5 5z",
    play: "M4.5 2.5 13 8l-8.5 5.5z",
    pause: "M4.5 3h2v10h-2zM9.5 3h2v10h-2z",
    next: "M4.5 3 11 8l-6.5 5z",
    last: "M12 3v10M3 3l6.5 5L3 13z",
    loop: "M13 8a5 5 0 1 1-1.6-3.7M11.6 1.6v3h-3",
    d: "M3 8.5 6.5 12 13 4.5",
    x: "M3.5 3.5l9 9M12.5 3.5l-9 9",
    c: "M8 2.5a5.5 5.5 0 1 0 .01 0M4.2 11.8l7.6-7.6",
  };
  const shape = (tag, attributes) => put(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes);
  const sign = (name) => {
    const svg = shape("svg", { class: "ic", viewBox: "0 0 16 16", "aria-hidden": "true" });
    svg.append(shape("path", { d: SIGNS[name] }));
    return svg;
  };

  const button = (name, label, keys, act) => {
    const node = put(el("button", "p-btn", sign(name)), { type: "button", title: `${label} (${keys})` });
    node.onclick = act;
    return put(node, { "aria-label": label });
  };

  const group = (node, label) => put(node, { role: "group", "aria-label": label });

  const box = (css, title, node) => group(el("div", `p-box ${css}`, el("p", "cap", title), node), title);

  // What scrolls, or takes keys, is reached by the keyboard and has a name.
  const reached = (node, label) => put(group(node, label), { tabindex: 0 });

  /* ------------------------------------------------------------------------------------- data, made ready */

  // The data tells of states only what changed. Here each frame gets the state of every task, and its moment: equal
  // times are told apart by an ordinal, and moments are what two runs have in common.
  const prepare = (run) => {
    let state = {};
    const ordinal = {};
    run.name = Object.fromEntries(run.tasks);
    run.letter = Object.fromEntries(run.tasks.map(([id], n) => [id, LETTERS[n] || `${n + 1}`]));
    run.f.forEach((frame) => {
      state = frame.state = { ...state, ...frame.c };
      for (const [id] of run.tasks) state[id] ??= ["-", [], "not created yet"];
      ordinal[frame.t] = (ordinal[frame.t] ?? -1) + 1;
      frame.moment = frame.t * 1e6 + ordinal[frame.t];
    });
    run.lines = linesOf(run.f);
    return run;
  };

  // What was printed, in lines as the page numbers them; each piece knows the frame that it was written in. Where a
  // flood was cut, a mark of ours ("x") stands for the rest, and the numbers end.
  const linesOf = (frames) => {
    const lines = [];
    let [open, cut] = [null, false];
    frames.forEach((frame, at) => {
      for (const [text, task, kind] of frame.o || []) {
        for (const piece of text.match(/[^\n]*\n|[^\n]+/g) || []) {
          cut ||= kind === "x";
          if (!open) lines.push((open = { task, pieces: [], number: cut ? "" : lines.length + 1 }));
          open.pieces.push({ text: piece, at, kind });
          if (piece.endsWith("\n")) open = null;
        }
      }
    });
    return lines;
  };

  const timeOf = (moment) => seconds(Math.floor(moment / 1e6));

  const loading = {};
  const load = (host) => {
    const key = host.dataset.key;
    if (isOwn(host)) return Promise.resolve(prepare(aioSteps[key])); // it was run here, and may be again
    return (loading[key] ??= new Promise((done, failed) => {
      const onerror = () => failed(Error(host.dataset.steps), (loading[key] = undefined));
      const onload = () => (window.aioSteps?.[key] ? done(prepare(aioSteps[key])) : onerror());
      document.head.append(Object.assign(el("script"), { src: host.dataset.steps, onload, onerror }));
    }));
  };

  /* ------------------------------------------------------------------------------------- words with marks */

  // A task's letter in a square. It is filled where the task is the one that runs in this step.
  const mark = (run, id, runs) => put(el("b", `p-mark${runs ? " runs" : ""}`, run.letter[id]), { title: run.name[id] });

  // {2} becomes the task's mark and name, `code` and “what is printed” are set as such. Where `brief`, and where
  // the task was named before in the same text, the mark stands alone.
  const fill = (node, run, text, runs, brief) => {
    const seen = new Set();
    node.replaceChildren();
    for (const part of (text || "").split(/(\{\d+\}|`[^`]+`|“[^”]*”)/)) {
      const id = /^\{(\d+)\}$/.exec(part)?.[1];
      if (id && run.name[id]) {
        const name = el("span", "p-name", run.name[id]);
        if (brief || seen.has(id)) name.className = "vh";
        node.append(el("span", "p-task", hidden(mark(run, id, id == runs)), name));
        seen.add(id);
      } else if (part[0] === "`") {
        node.append(el("code", "", part.slice(1, -1).replace(/\{(\d+)\}/g, (all, task) => run.name[task] ?? all)));
      } else {
        node.append(part[0] === "“" ? el("samp", "", part) : part);
      }
    }
    return node;
  };

  /* ------------------------------------------------------------------------------------ the parts of a view */
  // Each part is made once for a run and has `node` and `show(frame, index)`.

  // What happened, and why. Hidden copies of the longest texts keep their room, so that nothing below them jumps.
  const told = (run) => {
    const made = () => el("div", "p-told", el("p", "p-what"), el("p", "p-why"));
    const write = (node, frame, runs) => {
      fill(node.firstChild, run, frame.s, runs);
      fill(node.lastChild, run, frame.y, runs);
      return node;
    };
    const now = put(made(), { "aria-live": "polite", "aria-atomic": "true" });
    const length = { s: (frame) => frame.s.length, y: (frame) => (frame.y || "").length };
    length.both = (frame) => length.s(frame) + length.y(frame);
    const longer = (of) => (best, frame) => (of(frame) > of(best) ? frame : best);
    const longest = Object.values(length).map((of) => run.f.reduce(longer(of)));
    const room = [...new Set(longest)].map((frame) => hidden(write(made(), frame)));
    room.forEach((node) => node.classList.add("p-room"));
    return {
      node: el("div", "p-words", now, ...room),
      live: now,
      words: () => now.textContent.split(/\s+/).length,
      show(frame) {
        write(now, frame, frame.k);
        now.classList.toggle("bad", frame.x === "bad");
      },
    };
  };

  // What a task does in a column: "run" where the step is its own, else its state.
  const doing = (run, at, moments, task, column) => {
    const frame = run.f[at[column]];
    const kind = task ? frame.state[task][0] : "-";
    const own = frame.moment === moments[column] && frame.k === task && (task || !frame.x);
    return own && kind !== "k" ? "run" : kind;
  };

  // The boxes of a lane. Steps stand apart; what lasts is one box.
  const cells = (run, at, moments, task) => {
    const found = [];
    const width = moments.length;
    for (let column = 0, from = 0; column < width; column++) {
      const kind = doing(run, at, moments, task, column);
      const goesOn = kind !== "run" && column + 1 < width && doing(run, at, moments, task, column + 1) === kind;
      if (goesOn) continue;
      if (kind !== "-") {
        const cell = el("i", `st-${kind}`, ...(SIGNS[kind] ? [sign(kind)] : []));
        cell.style.left = percent(from, width);
        cell.style.width = percent(column + 1 - from, width);
        found.push(cell);
      }
      from = column + 1;
    }
    return found;
  };

  // The times, so far as they fit, each at the column where it begins.
  const ticks = (moments) => {
    const found = [];
    let last = -1;
    let free = 0; // the first column, as a part of all, that no time stands in
    moments.forEach((moment, n) => {
      const ms = Math.floor(moment / 1e6);
      if (ms === last || n / moments.length < free) return;
      last = ms;
      const tick = el("span", "", seconds(ms));
      free = n / moments.length + 0.027 * tick.textContent.length;
      if (free > 1.02) return; // it would stand out on the right
      tick.style.left = percent(n, moments.length);
      found.push(tick);
    });
    return found;
  };

  const swatch = (kind) => el("i", `p-sw st-${kind}`, ...(SIGNS[kind] ? [sign(kind)] : []));

  const LEGEND = { run: "running", r: "ready", w: "waiting", z: "sleeping", k: "blocking the loop" };

  const legend = (run) => {
    const kinds = new Set(["run", ...run.f.flatMap((frame) => Object.values(frame.state).map(([kind]) => kind))]);
    const there = Object.keys(LEGEND).filter((kind) => kinds.has(kind));
    return hidden(el("ul", "plain p-legend", ...there.map((kind) => el("li", "", swatch(kind), LEGEND[kind]))));
  };

  // The tasks with their states, and a lane each: a column a step, in each column one thing solid, for one thing runs.
  const tasks = (run, at, moments, go, label) => {
    const width = moments.length;
    const rows = {};
    const lane = (task) => {
      const node = hidden(el("div", "p-lane", ...cells(run, at, moments, task)));
      node.onclick = (event) => {
        const place = node.getBoundingClientRect();
        go(Math.floor(((event.clientX - place.left) / place.width) * width));
      };
      return node;
    };
    const row = (task, letter, name) => {
      const state = el("span", "p-state");
      const head = el("div", "p-who", hidden(el("b", "p-mark", letter)), el("span", "p-name", name), state);
      rows[task] = { state, node: put(el("div", "p-row", head, lane(task)), { role: "listitem" }) };
      return rows[task].node;
    };
    const list = put(el("div", "p-rows"), { role: "list", "aria-label": `Tasks${label}` });
    list.append(...run.tasks.map(([id, name]) => row(id, run.letter[id], name)));
    list.append(row(0, sign("loop"), run.tasks.length ? "event loop" : "the program"));
    rows[0].node.classList.add("own");

    const slider = put(el("input"), { type: "range", min: 0, max: width - 1, step: 1, "aria-label": `Step${label}` });
    slider.oninput = () => go(+slider.value);
    const cursor = el("div", "p-cursor");
    const scale = el("div", "p-scale", hidden(el("div", "p-ticks", ...ticks(moments))), slider);
    const about = hidden(el("p", "p-about", "One column per step, however long it took; in the picture the axis is time."));
    const axis = el("div", "p-row p-axis", el("div", "", legend(run), about), scale);
    const lanes = el("div", "p-lanes", list, el("div", "p-over", cursor));
    const node = el("div", "p-part", el("div", "p-tasks", lanes, axis));
    node.style.setProperty("--n", width);
    return {
      node,
      move(column) {
        cursor.style.left = percent(column, width);
        cursor.style.width = percent(1, width);
        slider.value = column;
        put(slider, { "aria-valuetext": `${column + 1} of ${width}, at ${timeOf(moments[column])}` });
      },
      show(frame) {
        for (const [id] of run.tasks) {
          const [kind, lines, text] = frame.state[id];
          const runs = frame.k === id;
          const line = lines[0] && "zwk".includes(kind) ? `, line ${lines[0]}` : "";
          rows[id].node.className = `p-row is-${kind}${runs ? " runs" : ""}`;
          fill(rows[id].state, run, text + line, 0, true);
          rows[id].state.prepend(swatch(kind), runs && kind !== "k" ? (SIGNS[kind] ? "ran; " : "ran; now ") : "");
        }
        rows[0].node.classList.toggle("runs", !frame.k && !frame.x);
      },
    };
  };

  // The program's lines as the page's own listing colours them, or as the run brings them along; else as plain text.
  const listing = (run, section) => {
    const there = section?.querySelectorAll(".highlight .ln") || [];
    return run.src.map((text, n) => {
      const code = el("code", "p-src");
      const copy = there.length === run.src.length && there[n].cloneNode(true);
      const pieces = run.colours?.[n].map(([kind, said]) => el("span", kind, said)) || [];
      code.append(...(copy ? copy.childNodes : pieces.length ? pieces : [text || " "]));
      return code;
    });
  };

  // The program: which lines ran in this step and what they did, and in which line each task stands.
  const source = (run, section, label) => {
    const rows = listing(run, section).map((code, n) => {
      const where = hidden(el("span", "p-gutter"));
      const note = el("span", "p-note");
      const number = hidden(el("span", "p-no", `${n + 1}`));
      return { where, note, node: el("div", "", where, number, el("span", "p-text", code, note)) };
    });
    const node = reached(el("div", "p-code", ...rows.map((row) => row.node)), `Program${label}`);

    const standing = (frame) => {
      const at = {};
      for (const [id] of run.tasks) frame.state[id][1].forEach((line, depth) => (at[line] ??= []).push([id, depth]));
      return at;
    };
    const marks = (found, frame) => {
      const first = [...found].sort(([a], [b]) => (b === frame.k) - (a === frame.k));
      const shown = found.length > 4 ? first.slice(0, 3) : found;
      const nodes = shown.map(([id, depth]) => {
        const one = mark(run, id, frame.k === id);
        if (depth) put(one, { class: "p-mark outer", title: `${run.name[id]}, in a call from here` });
        return one;
      });
      return found.length > 4 ? [el("span", "p-more", `+${found.length - 3} `), ...nodes] : nodes;
    };
    const follow = (lines) => {
      if (!lines.length || node.scrollHeight <= node.clientHeight) return;
      const [first, last] = [rows[Math.min(...lines) - 1].node, rows[Math.max(...lines) - 1].node];
      const [top, bottom, room] = [first.offsetTop, last.offsetTop + last.offsetHeight, node.clientHeight];
      if (top >= node.scrollTop && bottom <= node.scrollTop + room) return;
      node.scrollTop = bottom - top > room ? bottom - room : (top + bottom - room) / 2;
    };
    return {
      node,
      show(frame) {
        const ran = new Map((frame.l || []).map(([line, note, times]) => [line, { note: note || "", times }]));
        const at = standing(frame);
        // a task that keeps the loop for itself; without one, all that wait forever
        const hangs = Object.values(frame.state).some(([kind]) => kind === "k") ? "k" : "w";
        const bad = ([id, depth]) => !depth && frame.state[id][0] === hangs;
        const stuck = (line) => frame.x === "bad" && at[line]?.some(bad);
        rows.forEach((row, n) => {
          const step = ran.get(n + 1);
          const pauses = step && /suspends|sleeps|waits again/.test(step.note);
          row.node.className = `p-ln${step ? " ran" : ""}${pauses ? " pauses" : ""}${stuck(n + 1) ? " stuck" : ""}`;
          row.where.replaceChildren(...marks(at[n + 1] || [], frame));
          fill(row.note, run, step?.note, 0, true);
          const often = step?.times > 98 ? " again and again" : ` ${step?.times} times`;
          if (step?.times > 1) row.note.append(el("span", "p-times", often));
        });
        follow(ran.size ? [...ran.keys()] : Object.keys(at).filter(stuck).map(Number));
      },
    };
  };

  // The loop's own lists: who is ready, in order, which timers are set, and the objects that tasks share.
  const loop = (run) => {
    const list = (tag) => el(tag, "plain p-chips");
    const [ready, timers, shared] = [list("ol"), list("ul"), el("ul", "plain p-shared")];
    const chip = (one, before) => {
      const isTask = typeof one === "number";
      const node = el("li", isTask ? "" : "call");
      if (before) node.append(el("span", "p-when", `${before} `));
      node.append(fill(el("span"), run, isTask ? `{${one}}` : one, 0, !isTask));
      return node;
    };
    const set = (node, items, none) => node.replaceChildren(...(items.length ? items : [el("li", "none", none)]));
    const boxes = [box("b-ready", "Ready queue", ready), box("b-timers", "Timers", timers)];
    if (run.f.some((frame) => frame.q)) boxes.push(box("b-shared", "Shared objects", shared));
    return {
      node: el("div", "p-loop", ...boxes),
      show(frame) {
        set(ready, (frame.r || []).map((one, n) => chip(one, n ? "" : "next")), "empty");
        set(timers, (frame.m || []).map(([ms, one]) => chip(one, ms === null ? "" : seconds(ms))), "none");
        set(shared, (frame.q || []).map((text) => fill(el("li"), run, text, 0, true)), "none yet");
      },
    };
  };

  // The output so far: the lines and numbers of the page's own output, and behind each the letter of who printed it.
  const printed = (run, label) => {
    const rows = run.lines.map((line) => {
      const pieces = line.pieces.map((piece) => ({ at: piece.at, node: el("span", "", piece.text) }));
      const css = line.pieces.every((piece) => piece.kind === "e") ? "l err" : "l";
      const node = el("span", css, ...pieces.map((piece) => piece.node));
      return { pieces, node: put(node, { "data-n": line.number, "data-t": run.letter[line.task] || "" }) };
    });
    const none = el("span", "none", "nothing yet");
    const pre = reached(el("pre", "rows p-out", none, ...rows.map((row) => row.node)), `Output so far${label}`);
    return {
      node: box("b-out", "Output so far", pre),
      show(frame, index) {
        for (const { node, pieces } of rows) {
          for (const piece of pieces) piece.node.hidden = piece.at > index;
          node.hidden = pieces[0].at > index;
          node.classList.toggle("now", pieces.some((piece) => piece.at === index));
        }
        none.hidden = rows.some((row) => !row.node.hidden);
        const fresh = rows.find((row) => row.node.classList.contains("now"))?.node;
        pre.scrollTop = fresh ? fresh.offsetTop - pre.clientHeight / 3 : pre.scrollHeight;
      },
    };
  };

  // Where there is no room for program and output beside the lanes: the line that ran, and the last that was printed.
  const strip = (run) => {
    const [ran, out] = [el("code", ""), el("samp", "")];
    const node = hidden(el("p", "p-now", ran, out));
    return {
      node,
      show(frame, index) {
        const at = run.f.findLastIndex((one, n) => n <= index && one.l?.length);
        const [number] = run.f[at]?.l.at(-1) || [];
        ran.replaceChildren(...(number ? [el("b", "p-no", `${number}`), run.src[number - 1].trim()] : []));
        ran.classList.toggle("now", at === index);
        const line = run.lines.findLast((one) => one.pieces[0].at <= index);
        const text = line?.pieces.filter((piece) => piece.at <= index).map((piece) => piece.text);
        out.replaceChildren(...(line ? [el("b", "p-no", `${line.number}`), text.join("").trimEnd()] : ["nothing printed yet"]));
        out.classList.toggle("now", !!line?.pieces.some((piece) => piece.at === index));
      },
    };
  };

  // On the picture of the run: a line at this moment, and the numbers of what this step printed.
  const picture = (run, section) => {
    const ofIt = (selector) => [...(section?.querySelectorAll(selector) ?? [])].filter((one) => sectionOf(one) === section);
    const [drawn] = ofIt('figure.timeline > svg[data-t1]:not([data-scale="steps"])');
    // a nested svg, because only that can be moved by percent
    const cursor = hidden(shape("svg", { class: "p-moment", overflow: "visible" }));
    cursor.append(shape("line", { y1: 22, y2: "100%" }), shape("path", { d: "M-6 15h12L0 23z" }));
    drawn?.append(cursor);
    const light = (index) => {
      const now = run.lines.filter((line) => line.pieces.some((piece) => piece.at === index));
      const numbers = new Set(now.map((line) => `${line.number}`));
      for (const dot of ofIt("figure.timeline [data-n]")) {
        dot.classList.toggle("now", numbers.has(dot.dataset.n));
      }
    };
    return {
      show(frame, index) {
        light(index);
        if (!drawn) return;
        const [t0, t1, x0, x1] = ["t0", "t1", "x0", "x1"].map((name) => +drawn.dataset[name]);
        const part = Math.max(0, Math.min(1, (frame.t - t0) / (t1 - t0 || 1)));
        put(cursor, { x: `${x0 + (x1 - x0) * part}%` });
      },
      gone() {
        cursor.remove();
        light(-1);
      },
    };
  };

  /* --------------------------------------------------------------------------------------- a run, a player */

  // What the player belongs to: a variant, or a run of it in this browser.
  const sectionOf = (host) => host.closest("[data-browser-run], section[data-variant]");
  const titleOf = (host) => {
    const section = sectionOf(host);
    const title = section?.querySelector(".alt-t") || section?.querySelector(".role, .run-t b");
    return title?.textContent.trim() || host.dataset.key;
  };

  // One run, at the moments of all runs that are shown together: one that has ended keeps its last frame.
  const view = (host, run, moments, go, compared) => {
    const section = sectionOf(host);
    const label = compared ? `, ${titleOf(host)}` : "";
    const at = moments.map((moment) => Math.max(0, run.f.findLastIndex((frame) => frame.moment <= moment)));
    const [words, lanes, drawn] = [told(run), tasks(run, at, moments, go, label), picture(run, section)];
    const rest = [source(run, section, label), loop(run), printed(run, label)];
    const verdict = section?.className.match(/\bis-\w+/)?.[0] || "";
    const head = compared ? [el("p", "p-title", titleOf(host))] : [];
    let shown;
    return {
      node: el("div", `p-view ${verdict}`, ...head, ...[words, lanes, ...rest].map((part) => part.node)),
      gone: drawn.gone,
      index: (column) => at[column],
      words: words.words,
      show(column, silent) {
        lanes.move(column);
        words.live.setAttribute("aria-live", silent ? "off" : "polite");
        if (shown === at[column]) return;
        shown = at[column];
        for (const part of [words, lanes, ...rest, drawn]) part.show(run.f[shown], shown);
      },
    };
  };

  // The other variants that this run can be held against: the first against all, each other against the first. They may
  // stand in several places of a page, with prose between them. What was run here is held against the page's own run.
  const isOwn = (host) => host.dataset.key.startsWith("run:");
  const peersOf = (host) => {
    if (isOwn(host)) return [...document.querySelectorAll(`.player[data-key="${host.dataset.key.slice(4)}"]`)];
    const [example] = host.dataset.key.split("/");
    const all = [...document.querySelectorAll(`.player[data-key^="${example}/"]`)];
    return all[0] === host ? all.slice(1) : all.slice(0, 1).filter((one) => one !== host);
  };

  const SPEEDS = [0.5, 1, 2, 4];

  const KEYS = [
    [["→", "←"], "a step forward, a step back"],
    [["End", "Home"], "to the last step, to the first"],
    [["Space"], "play, or pause"],
    [["?"], "this help"],
  ];

  const TERMS = [
    ["Step", "what one task or callback does before the next one runs"],
    ["Ready queue", "what the event loop runs next, in this order"],
    ["Timers", "what becomes due later, such as the end of a sleep, and when"],
    ["Shared objects", "the program’s locks, events, queues and the like"],
  ];

  // The keys of the player and the words on its boxes, in a window of its own that Escape closes.
  const help = () => {
    const rows = KEYS.flatMap(([keys, does]) => [el("dt", "", ...keys.map((key) => el("kbd", "", key))), el("dd", "", does)]);
    rows.push(el("dt", "", "Click"), el("dd", "", "in a lane, to that step"));
    const terms = TERMS.flatMap(([term, said]) => [el("dt", "", term), el("dd", "", said)]);
    const glossary = document.querySelector('.md-nav a[href*="glossary"]')?.href; // no navigation in an embed
    const more = glossary ? [el("p", "", put(el("a", "", "More in the glossary"), { href: glossary }))] : [];
    const shut = put(el("button", "p-cmp", "Close"), { type: "button", autofocus: "" });
    const cap = (text) => el("p", "cap", text);
    const inside = [cap("Keys"), el("dl", "", ...rows), cap("Terms"), el("dl", "", ...terms), ...more, shut];
    const node = put(el("dialog", "p-keys", ...inside), { "aria-label": "Keys and terms of the player" });
    shut.onclick = () => node.close();
    return node;
  };

  class Player {
    constructor(host, run) {
      Object.assign(this, { host, run, column: 0, speed: 1, peer: null });
      this.node = reached(el("div", "p-root"), `Player, ${host.dataset.key}. Arrow keys step, space plays, ? explains keys and terms.`);
      this.node.onkeydown = (event) => this.key(event);
      this.body = el("div", "p-views");
      this.help = help();
      this.strip = strip(run);
      this.node.append(this.bar(), this.options(), this.body, this.help);
      host.append(this.node);
      this.build([[host, run]]);
      this.play(false);
      this.go(0);
    }

    bar() {
      const to = (place) => () => (this.play(false), this.go(place()));
      const first = button("first", "First step", "Home", to(() => 0));
      const back = button("back", "Step back", "←", to(() => this.column - 1));
      const next = button("next", "Step forward", "→", to(() => this.column + 1));
      const last = button("last", "Last step", "End", to(() => Infinity));
      this.backward = [first, back];
      this.forward = [next, last];
      this.player = button("play", "Play", "space", () => this.play(!this.timer));
      this.player.classList.add("p-play");
      this.place = el("p", "p-place");
      return el("div", "p-bar", el("span", "p-btns", first, back, this.player, next, last), this.place, this.strip.node);
    }

    options() {
      const speed = put(el("select"), { "aria-label": "Speed", title: "Speed" });
      for (const times of SPEEDS) speed.append(new Option(`${times} ×`, times, false, times === 1));
      speed.onchange = () => (this.speed = +speed.value);
      const text = el("span", "", " to this step"); // no room for it on a phone
      this.link = put(el("a", "p-link", "Link", text), { "aria-label": "Link to this step" });
      this.link.onclick = () => this.play(false);
      const keys = put(el("button", "p-cmp p-ask", "?"), { type: "button", "aria-label": "Keys and terms", title: "Keys and terms (?)" });
      keys.onclick = () => this.ask();
      const own = window.aioOwn?.();
      const mine = own ? [put(el("a", "p-own", "Run yours"), { href: own, title: "Run a program of your own" })] : [];
      return el("div", "p-opts", ...this.comparing(), speed, this.link, ...mine, keys);
    }

    // A button where there is one other variant, a choice where there are several.
    comparing() {
      const peers = peersOf(this.host);
      if (peers.length < 2) {
        return peers.map((peer) => {
          const there = isOwn(this.host) ? "the page’s run" : sectionOf(peer).dataset.variant;
          const node = el("button", "p-cmp", `Compare with ${there}`);
          node.onclick = async () => {
            await this.compare(this.peer ? null : peer);
            put(node, { "aria-pressed": !!this.peer });
          };
          return put(node, { type: "button", "aria-pressed": "false" });
        });
      }
      const choice = put(el("select", "p-cmp"), { "aria-label": "Compare with" });
      choice.append(new Option("Compare with…", ""), ...peers.map((peer, n) => new Option(titleOf(peer), n)));
      choice.onchange = async () => {
        await this.compare(peers[choice.value] || null);
        choice.options[0].text = this.peer ? "Stop comparing" : "Compare with…";
      };
      return [choice];
    }

    async compare(peer) {
      const moment = this.moments[this.column];
      const pair = [[this.host, this.run]];
      try {
        if (peer) pair.push([peer, await load(peer)]);
      } catch {
        return;
      }
      this.peer = peer;
      // in the order of the page, so that what was published stands first; what was run here stands last
      const follows = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING;
      pair.sort(([a], [b]) => isOwn(a) - isOwn(b) || (follows(a, b) ? 1 : -1));
      this.build(pair);
      this.go(this.moments.findLastIndex((one) => one <= moment));
    }

    build(pair) {
      this.pair = pair;
      this.moments = [...new Set(pair.flatMap(([, run]) => run.f.map((frame) => frame.moment)))].sort((a, b) => a - b);
      this.views?.forEach((one) => one.gone());
      const go = (column) => (this.play(false), this.go(column));
      this.views = pair.map(([host, run]) => view(host, run, this.moments, go, pair.length > 1));
      this.mine = this.views[pair.findIndex(([host]) => host === this.host)];
      this.body.replaceChildren(...this.views.map((one) => one.node));
      this.node.classList.toggle("two", pair.length > 1);
    }

    go(column) {
      const last = this.moments.length - 1;
      this.column = column = Math.max(0, Math.min(last, column));
      if (column === last) this.play(false); // before it is shown, so that the last sentence is read out
      this.views.forEach((one) => one.show(column, this.timer));
      this.strip.show(this.run.f[this.mine.index(column)], this.mine.index(column));
      const place = el("b", "", `Step ${column + 1} of ${last + 1}`);
      this.place.replaceChildren(place, " ", el("span", "", `at ${timeOf(this.moments[column])}`));
      const { id } = sectionOf(this.host);
      this.link.hidden = !id; // what was run here can be linked to by nobody
      this.link.href = `#${id}@${this.mine.index(column) + 1}`;
      // not `disabled`: a button that has the focus must not lose it
      for (const one of this.backward) put(one, { "aria-disabled": column === 0 });
      for (const one of this.forward) put(one, { "aria-disabled": column === last });
    }

    // To a step of this run, which in a comparison is not the same as a column.
    step(number) {
      this.play(false);
      const frame = this.run.f[Math.max(0, Math.min(this.run.f.length, number) - 1)];
      this.go(this.moments.indexOf(frame.moment));
    }

    play(on) {
      clearTimeout(this.timer);
      if (on && this.column === this.moments.length - 1) this.go(0);
      this.timer = 0;
      const does = on ? "Pause" : "Play";
      this.player.replaceChildren(sign(does.toLowerCase()), el("span", "", does));
      put(this.player, { "aria-label": does, title: `${does} (space)` });
      if (on) this.wait();
    }

    // Until the next step: as long as it takes to read the sentence.
    wait() {
      const count = Math.max(...this.views.map((one) => one.words()));
      this.timer = setTimeout(() => {
        if (!this.node.isConnected) return;
        this.go(this.column + 1);
        if (this.timer) this.wait();
      }, (900 + 210 * count) / this.speed);
    }

    ask() {
      this.play(false);
      this.help.showModal();
    }

    // To where all of it is seen: its top under the header of the page, below which the bar stays.
    come(behavior) {
      const head = document.querySelector(".md-header")?.getBoundingClientRect().height ?? 0;
      this.node.style.setProperty("--head", `${head}px`);
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.node.scrollIntoView({ behavior: behavior ?? (calm ? "instant" : "smooth"), block: "start" });
    }

    key(event) {
      if (this.help.open || event.target.localName === "select" || event.ctrlKey || event.metaKey || event.altKey) return;
      const by = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
      if (by) {
        this.play(false);
        this.go(this.column + by);
      } else if (event.key === " " && !["button", "a"].includes(event.target.localName)) {
        this.play(!this.timer);
      } else if (event.key === "?") {
        this.ask();
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    }

    open(on) {
      if (on !== this.node.hidden) return;
      this.play(false);
      this.node.hidden = !on;
      this.views.forEach((one) => one.gone());
      if (!on) return;
      this.build(this.pair);
      this.go(this.column);
    }
  }

  const players = new WeakMap();

  window.aioPlayer = (host) => {
    if (!players.has(host)) players.set(host, load(host).then((run) => new Player(host, run)));
    players.get(host).catch(() => players.delete(host));
    return players.get(host);
  };
})();
