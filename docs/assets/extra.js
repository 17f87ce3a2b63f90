// Names for what Material leaves without one, and what browsers do not do by themselves.
// Nothing that is to be read depends on this file.

// A link to a folded correction opens it.
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  target?.querySelector?.(":scope > details.alt")?.setAttribute("open", "");
};
addEventListener("hashchange", unfold);

document$.subscribe(() => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  requestAnimationFrame(() => {
    for (const bar of document.querySelectorAll(".md-code__nav")) {
      const code = bar.closest(".variant")?.id || bar.closest("[id]")?.id || "code";
      bar.setAttribute("aria-label", `Copy ${code}`);
    }
  });
  unfold();
});

// Browsers that do not know ::details-content print folded details folded: open them.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".ex details")) details.open = true;
});
