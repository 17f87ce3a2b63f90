// What is wrong with each picture of a run on this page, as a list of lines; empty where all is well.
(_) => {
  const faults = [], root = document;
  const LINES = ".tasks, .w, .wa, .made, .g, .late, .stop";
  const COVERS = ".bg, .n circle, .n rect, circle.e, .level, .sp > rect:not(.late)";
  const SOLID = ".n circle, .n rect, circle.e, path.can, path.cut, rect.hold";
  const seen = (part) => part.checkVisibility() && !part.closest("defs, symbol");
  const rects = new Map(); // nothing moves meanwhile, and each is asked for many times
  const rect = (part) => {
    if (!rects.has(part)) rects.set(part, part.getBoundingClientRect());
    return rects.get(part);
  };
  const box = (part, by = 0) => {
    const { left, top, right, bottom } = rect(part);
    return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
  };
  // The box of a text is higher than its letters.
  const ink = (text) => {
    const whole = box(text), high = whole.bottom - whole.top;
    return { ...whole, top: whole.top + 0.2 * high, bottom: whole.bottom - 0.08 * high };
  };
  const meet = (a, b, by = 0.6) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > by &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
  const beside = (a, b, by = 0.6) => a.left >= b.left - by && a.right <= b.right + by;
  const within = (a, b, by = 0.6) => beside(a, b, by) && a.top >= b.top - by && a.bottom <= b.bottom + by;
  const named = (part) => part.closest(".n")?.querySelector("text").textContent || part.getAttribute("class") || part.tagName;

  for (const svg of root.querySelectorAll("svg.tl:not(.sw, .mini)")) {
    if (!svg.checkVisibility()) continue;
    const say = (words) => faults.push(`${svg.closest("section[id], figure[id]")?.id ?? ""}: ${words}`);
    const parts = [...svg.querySelectorAll("text, circle, rect, line, path")].filter(seen);
    const place = new Map(parts.map((part, index) => [part, index]));
    const frame = box(svg), solid = parts.filter((part) => part.matches(SOLID));
    const lines = parts.filter((part) => part.matches(LINES)), covers = parts.filter((part) => part.matches(COVERS));
    const texts = parts.filter((part) => part.tagName === "text" && part.textContent.trim());
    // The ticks of a lane are one path, whose box is all of the lane.
    const ticks = [...svg.querySelectorAll(".tick")].flatMap((path) => {
      const { a: wide, e: left } = path.getScreenCTM(), { top, bottom } = rect(path);
      return [...path.getAttribute("d").matchAll(/M(\d+)/g)].map(([, x]) => {
        const at = left + wide * x;
        return { left: at - 1.25, right: at + 1.25, top, bottom };
      });
    });
    texts.forEach((text, index) => {
      const letters = ink(text), said = text.textContent, dot = text.closest(".n"), bar = text.closest(".sp");
      if (!within(letters, frame, 1)) say(`leaves the picture: ${said}`);
      for (const other of texts.slice(index + 1))
        if (meet(letters, ink(other))) say(`on one another: ${said} | ${other.textContent}`);
      for (const part of solid)
        if (!(dot && dot.contains(part)) && meet(letters, box(part))) say(`on a text: ${said} | ${named(part)}`);
      for (const tick of ticks) if (meet(letters, tick)) say(`a tick through a text: ${said}`);
      if (dot && !beside(letters, box(dot.querySelector("circle, rect")))) say(`leaves its dot: ${said}`);
      if (bar && !beside(letters, box(bar.querySelector(":scope > :is(rect, line):not(.bg)"))))
        say(`leaves its bar: ${said}`);
      if (text.matches(".count") && !parts.some((part) => part.matches(".level") && beside(letters, box(part))))
        say(`leaves its box: ${said}`);
      const under = covers.filter((part) => within(letters, box(part), 1.2)).map((part) => place.get(part));
      for (const line of lines)
        if (place.get(line) > Math.max(-1, ...under) && meet(letters, box(line, 0.5)))
          say(`a line through a text: ${said} | ${named(line)}`);
    });
    solid.forEach((part, index) => {
      if (!within(box(part), frame, 1.6)) say(`leaves the picture: ${named(part)}`);
      if (part.matches(".hold")) return;
      for (const other of solid.slice(index + 1))
        if (!other.matches(".hold") && !(part.closest(".n") && part.closest(".n") === other.closest(".n")))
          if (meet(box(part), box(other))) say(`on one another: ${named(part)} | ${named(other)}`);
    });
    for (const part of parts.filter((part) => part.matches("line, .sp > rect, .level, .sp, path:not(.wl, .uq, .tick)")))
      if (!within(box(part), frame, 9)) say(`leaves the picture: ${named(part)}`);
  }
  return faults;
}
