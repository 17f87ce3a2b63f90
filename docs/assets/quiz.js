// Predict, then see: asks what the first program of an example prints, and shows it after an answer. extra.js loads this
// file when the switch is on, and calls `aioQuiz` with what the address names. The choices stand in `template.quiz`;
// `pages/quiz.py` makes them.
(() => {
  const el = (tag, css, ...kids) => {
    const node = document.createElement(tag);
    if (css) node.className = css;
    node.append(...kids);
    return node;
  };

  const sign = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "ic");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    svg.innerHTML = `<path d="${path}"/>`;
    return svg;
  };
  const RIGHT = "M3 8.5 6.5 12 13 4.5";
  const WRONG = "M3.5 3.5l9 9M12.5 3.5l-9 9";

  // The text behind the example tells what the run did: all up to the next heading or example.
  const told = (template) => {
    const found = [];
    let next = template.closest(".ex").nextElementSibling;
    for (; next && !next.matches("h1, h2, h3, h4, .ex, script"); next = next.nextElementSibling) found.push(next);
    return found;
  };

  // Shows the run, says how the guess was, and takes the reader there.
  const answer = (template, ask, lead, rest, css) => {
    const said = el("p", `q-said ${css}`, ...(css ? [sign(css === "right" ? RIGHT : WRONG)] : []));
    said.append(el("span", "", el("b", "", lead), ` ${rest}`));
    said.tabIndex = -1;
    template.classList.add("over");
    for (const one of told(template)) one.classList.remove("q-told");
    ask.replaceChildren(said);
    said.focus({ preventScroll: true });
    said.scrollIntoView({ block: "nearest" });
  };

  const question = (template) => {
    const section = template.closest("section");
    const choices = [...template.content.children];
    const name = `${section.id}_guess`;
    const title = el("p", "q-title", choices.length ? "What will it print, and how does it end?" : "Think first: what will it print, and how does it end?");
    title.id = name;
    const ask = el("div", "q-ask", title);
    ask.setAttribute("role", "group");
    ask.setAttribute("aria-labelledby", name);
    if (choices.length) {
      const list = el("ol", "plain q-choices");
      for (const { firstChild, lastChild, dataset } of choices) {
        const pick = el("button", "", el("span", "", firstChild.textContent), " ", el("b", "", lastChild.textContent));
        pick.type = "button";
        pick.onclick = () =>
          dataset.why
            ? answer(template, ask, "No.", `${dataset.why} Here is what happened:`, "wrong")
            : answer(template, ask, "Right.", "And here is the run:", "right");
        list.append(el("li", "", pick));
      }
      ask.append(list);
    } else {
      ask.append(el("p", "q-luck", "The order of its lines is partly luck, so there is nothing to choose from."));
    }
    const show = el("button", "q-show", choices.length ? "Show without guessing" : "Show it");
    show.type = "button";
    show.onclick = () => answer(template, ask, "Here it is.", "", "");
    ask.append(show);
    (section.querySelector(".c-side") ?? section).prepend(ask);
    for (const one of told(template)) one.classList.add("q-told");
    return ask;
  };

  const asked = new Map();
  window.aioQuiz = (named) => {
    const step = named.split("@");
    for (const template of document.querySelectorAll("template.quiz:not(.over)")) {
      // who follows a link to a step is to see it
      if (step[1] && step[0] === template.closest("section").id) template.classList.add("over");
      else if (!asked.has(template)) asked.set(template, question(template));
    }
  };
})();
