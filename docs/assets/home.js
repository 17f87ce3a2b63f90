// The run at the top of the home page goes by itself, slowly, until it is paused. It stands still until somebody plays
// it for those who asked for less motion. What it shows one after the other is all there without this file.
(() => {
  const box = document.querySelector(".show");
  const bar = box?.querySelector(".bar");
  if (!bar) return;
  const button = bar.querySelector("button");
  const [word, shape] = [button.querySelector("span"), button.querySelector("path")];
  const steps = [...bar.querySelectorAll("li")];
  const code = [...box.querySelectorAll(".highlight .ln")];
  const lines = [...box.querySelectorAll(".rows .l")];
  const drawn = box.querySelector(".drawn");
  const ends = [...box.querySelectorAll(".drawn text > .b + .d")];
  const { t0, t1, x0, x1 } = drawn?.querySelector("svg")?.dataset ?? {};
  const cursor = Object.assign(document.createElement("span"), { className: "moment" });
  const PLAY = "M4.5 2.5 13 8l-8.5 5.5z";
  const PAUSE = "M4.5 3h2.5v10h-2.5zM9 3h2.5v10h-2.5z";
  // The first sentence stands before the run; a run is shown so many times, and its end for so long.
  const [ROUNDS, END] = [2, 6000];
  let [at, round, seen, timer] = [0, 0, true, 0];

  const show = (n) => {
    at = n;
    const { t, l = "", o, e = "" } = steps[n].dataset;
    const over = e.split("\n");
    const ran = new Set(l.split(" "));
    steps.forEach((step, i) => step.classList.toggle("now", i === n));
    code.forEach((line, i) => line.classList.toggle("ran", ran.has(`${i + 1}`)));
    lines.forEach((line, i) => line.classList.toggle("later", i >= +o));
    // how a task ended stands beside its name, and is not so before
    ends.forEach((end) => end.classList.toggle("later", !over.includes(end.previousElementSibling.textContent)));
    if (x0 === undefined) return;
    cursor.style.left = `${+x0 + ((x1 - x0) * (t - t0)) / (t1 - t0)}%`;
    if (!cursor.isConnected) drawn.append(cursor);
  };

  // As long as it takes to read: a little, and more for each word.
  const lasts = () => (at === steps.length - 1 ? END : 1000 + 150 * steps[at].textContent.split(/\s+/).length);

  const set = (on) => {
    clearTimeout(timer);
    timer = on && setTimeout(next, lasts());
    const over = at === steps.length - 1 && !on;
    word.textContent = on ? "Pause" : over ? "Play again" : "Play";
    shape.setAttribute("d", on ? PAUSE : PLAY);
  };

  const next = () => {
    if (!seen || document.hidden) return (timer = setTimeout(next, 500));
    const last = at === steps.length - 1;
    if (last && ++round >= ROUNDS) return set(false);
    show(last ? 1 : at + 1);
    set(true);
  };

  button.onclick = () => {
    if (timer) return set(false);
    round = 0;
    show(at === steps.length - 1 || !at ? 1 : at);
    set(true);
  };
  box.querySelector(".made a").href += "@1"; // opens the player there
  new IntersectionObserver(([{ isIntersecting }]) => (seen = isIntersecting), { threshold: 0.3 }).observe(box);
  set(!matchMedia("(prefers-reduced-motion: reduce)").matches);
})();
