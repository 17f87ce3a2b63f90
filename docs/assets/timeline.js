// In a picture of a run, what belongs together is lit together: a bar, the dots of the lines that were printed in the step
// before it, these lines, and the line of the program where the task then stands. By pointer, by focus on the output, and
// by the arrow keys on the picture itself. Nothing is told here that the picture does not tell without it.
{
  // A variant, or a run of it in this browser.
  const PLACE = "[data-browser-run], section[data-variant]";

  const clear = (variant) => {
    for (const lit of variant.querySelectorAll(".lit")) lit.classList.remove("lit");
  };

  const light = (variant, step) => {
    clear(variant);
    if (!step || step === "0") return;
    const [example, key] = [variant.dataset.example, variant.dataset.variant];
    for (const part of variant.querySelectorAll(`.timeline [data-s="${step}"]`)) {
      if (part.closest(PLACE) !== variant) continue; // a run here stands inside of its variant
      part.classList.add("lit");
      const { n, m = n, l } = part.dataset;
      for (let line = +n; line <= +m; line++)
        [...variant.querySelectorAll(`.output .l[data-n="${line}"]`)].find((one) => one.closest(PLACE) === variant)?.classList.add("lit");
      if (l) document.getElementById(`${example}_${key}_l${l}`)?.classList.add("lit");
    }
  };

  // The step in which a line was printed: that of the dot which stands for it.
  const stepOf = (variant, line) => {
    for (const dot of variant.querySelectorAll(".timeline [data-n]"))
      if (dot.closest(PLACE) === variant && +dot.dataset.n <= line && line <= +(dot.dataset.m ?? dot.dataset.n)) return dot.dataset.s;
  };

  const from = (target) => {
    const variant = target.closest?.(PLACE);
    if (!variant) return [];
    const part = target.closest(".timeline [data-s]");
    const line = target.closest(".output .l");
    return [variant, part ? part.dataset.s : line && stepOf(variant, +line.dataset.n)];
  };

  addEventListener("pointerover", ({ target }) => {
    const [variant, step] = from(target);
    if (variant && !variant.querySelector(".timeline svg:focus")) light(variant, step);
  });

  // The picture takes the focus; arrows go from one moment to the next, and say what they light.
  const walk = (event) => {
    const svg = event.currentTarget;
    const variant = svg.closest(PLACE);
    const parts = [...svg.querySelectorAll("[data-s]")].filter((part) => part.dataset.s !== "0" && part.checkVisibility?.() !== false);
    const steps = [...new Set(parts.map((part) => +part.dataset.s))].sort((a, b) => a - b);
    const now = steps.indexOf(+svg.dataset.at);
    const next = { ArrowRight: now + 1, ArrowLeft: now < 0 ? steps.length - 1 : now - 1, Home: 0, End: steps.length - 1 }[event.key];
    if (event.key === "Escape") clear(variant);
    if (next === undefined || !steps.length) return;
    event.preventDefault();
    const step = steps[Math.max(0, Math.min(steps.length - 1, next))];
    svg.dataset.at = step;
    light(variant, String(step));
    const said = parts.filter((part) => +part.dataset.s === step).map((part) => part.querySelector("title")?.textContent);
    svg.closest("figure").querySelector(".tl-said").textContent = said.filter(Boolean).join("; ");
  };

  window.aioPictures = () => {
    for (const svg of document.querySelectorAll(".timeline > svg.tl")) {
      if (svg.tabIndex === 0) continue;
      svg.tabIndex = 0;
      svg.addEventListener("keydown", walk);
      svg.addEventListener("blur", () => clear(svg.closest(PLACE)));
      const said = document.createElement("p");
      said.className = "tl-said";
      said.setAttribute("aria-live", "polite");
      svg.closest("figure").append(said);
    }
  };
  document$.subscribe(aioPictures);
}
