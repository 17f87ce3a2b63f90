// The output of a run once more, each line when it was printed: the recorder's clock jumps, and life does not.

const NS = "http://www.w3.org/2000/svg";
const LEAST_S = 0.2;

// A time as the drawing tells it (record/times.py): the roundest number that the clock had passed within its lateness.
export const shown = seconds => {
  const us = Math.round(seconds * 1e6);
  const late = Math.min(0.0007 + 0.007 * seconds, Math.max(0.02, Math.min(0.0016 * seconds, 0.15))) * 1e6;
  const unit = [1_000_000, 100_000, 10_000].find(unit => us - (us % unit) >= us - late);
  const round = unit ? (us - (us % unit)) / 1e6 : us / 1e6;
  return `${round.toLocaleString("en", { maximumFractionDigits: 2 })} s`;
};

// A button that plays it, where there is something to wait for; `moments` are the seconds of its lines. On `drawn()`, the
// picture, a line moves along. Lines that are yet to come keep their room.
export const life = (pre, moments, drawn) => {
  const last = moments.at(-1);
  if (!(last - moments[0] >= LEAST_S)) return null;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "run-life" });
  const lines = [...pre.querySelectorAll(".l")];
  let begun = 0;
  let frame;
  let cursor;

  const stop = () => {
    cancelAnimationFrame(frame);
    begun = 0;
    cursor?.remove();
    for (const line of lines) line.classList.remove("later");
    button.textContent = `Play at the speed of life (last line at ${shown(last)})`;
  };
  const step = now => {
    const seconds = (now - begun) / 1000;
    lines.forEach((line, n) => line.classList.toggle("later", moments[n] > seconds));
    const newest = lines.findLast((_, n) => moments[n] <= seconds);
    if (newest) pre.scrollTop += newest.getBoundingClientRect().bottom - pre.getBoundingClientRect().bottom; // in a window
    move(seconds);
    if (seconds < last && pre.isConnected) frame = requestAnimationFrame(step);
    else stop();
  };
  const move = seconds => {
    if (!cursor) return;
    const { t0, t1, x0, x1 } = cursor.parentNode.dataset;
    const part = Math.max(0, Math.min(1, (seconds * 1000 - t0) / (t1 - t0)));
    cursor.setAttribute("x", `${+x0 + (x1 - x0) * part}%`);
  };
  const play = () => {
    begun = performance.now();
    const picture = drawn();
    if (picture?.dataset.scale === "time") {
      cursor = document.createElementNS(NS, "svg"); // only that can be moved by percent
      cursor.setAttribute("class", "run-now");
      cursor.setAttribute("overflow", "visible");
      cursor.setAttribute("aria-hidden", "true");
      const line = document.createElementNS(NS, "line");
      line.setAttribute("y1", "22");
      line.setAttribute("y2", "100%");
      cursor.append(line);
      picture.append(cursor);
    }
    button.textContent = "Show all of it";
    step(begun);
  };
  button.onclick = () => (begun ? stop() : play());
  stop();
  return { button, stop };
};
