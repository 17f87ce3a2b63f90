// The page for a program of one's own has a plain text area until it is reached: then the editor comes. extra.js calls this
// with the place of the program, and whether nothing can be run there.
const openOwn = (host, none) => {
  const why = host.querySelector(".own-none");
  if (none) {
    why.textContent =
      "This page was opened from a folder, and a browser starts no Python from there. On the published site it does.";
    return;
  }
  why.remove();
  for (const part of host.querySelectorAll("[hidden]")) part.hidden = false;
  const does = async what => (await running(saidOf(host)))?.does(host, what);
  host.querySelector("[data-begin]").onclick = () => does("begin");
  const program = host.querySelector(".own-program");
  program.onpointerdown = () => (program.dataset.pointed = "");
  program.onfocus = () => does("adopt");
};
