// What the preview shows over a page: the mistakes to mend, and a bar that tells
// of the page. All stands after the body, out of the way of the page's own styles
// and scripts. The style sheets are made here: the page's policy need not allow them.
const own = "/_preview/";
const style = new CSSStyleSheet(), room = new CSSStyleSheet();
let dock = null, overlay = null, bar = null;
let words = ""; // why the preview does not follow, "" if it does
let mistakes = ""; // those that the overlay shows, as JSON
let told = ""; // what the bar shows, as JSON

// show shows what a message and the server tell of a page.
export function show(message, page) {
  if (!dock) build();
  showMistakes(message);
  ask(page === "/404.html" ? location.pathname : page); // what is missing is known by its address
}

// stopped says why the page does not follow what is saved; "" if it does.
export function stopped(why) {
  if (why === words) return;
  words = why;
  if (!dock) build();
  bar.stop.textContent = words;
}

// ---- the dock ----

function build() {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style, room];
  dock = el("div", { id: "preview-dock", lang: "en", dir: "ltr" });
  overlay = el("section", { id: "preview-overlay", "aria-label": "Mistakes in the site", hidden: "" });
  bar = makeBar();
  dock.append(overlay, bar.section);
  new ResizeObserver(reserve).observe(dock);
  fetch(own + "overlay.css").then((answer) => answer.text()).then((css) => style.replace(css))
    .finally(() => document.documentElement.append(dock)); // not before it has its style
}

// reserve keeps room below the page, so that its end, what has the focus, and the
// way to help that hangs at the foot of the window (frame.css) are not below the dock.
let reserved = "";

function reserve() {
  const high = Math.ceil(dock.getBoundingClientRect().height) + "px";
  if (high === reserved) return;
  reserved = high;
  room.replaceSync("@media screen { html { padding-bottom: " + high + "; scroll-padding-bottom: calc(5rem + " + high + "); }" +
    " html .to-help a { inset-block-start: calc(100vh - 4.25rem - " + high + "); } }");
}

function el(tag, attributes, ...inside) {
  const e = document.createElement(tag);
  for (const name in attributes) e.setAttribute(name, attributes[name]);
  e.append(...inside.filter((i) => i));
  return e;
}

function button(name, text, press) {
  const e = el("button", { type: "button", class: name }, text);
  e.addEventListener("click", press);
  return e;
}

function count(n, word) {
  return n + " " + word + (n === 1 ? "" : "s");
}

// ---- what is wrong ----

function showMistakes(message) {
  const n = message.errors.length + (message.more || 0), now = JSON.stringify([message.errors, message.more]);
  bar.mistakes.textContent = count(n, "mistake");
  if (now === mistakes) return;
  mistakes = now;
  const focused = overlay.contains(document.activeElement);
  overlay.replaceChildren(...(n ? contents(message, n) : []));
  hide(!n);
  if (focused && n) overlay.querySelector(".preview-hide").focus();
}

// hide hides the overlay, or shows it. While there are mistakes the bar leads back to it.
function hide(hidden) {
  overlay.hidden = hidden;
  bar.mistakes.hidden = !hidden || !overlay.firstChild;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !dock || !dock.contains(event.target)) return;
  if (overlay.contains(event.target)) hideOverlay();
  else if (state === "open") turn("line", bar.toggle);
});

function hideOverlay() {
  hide(true);
  bar.mistakes.focus();
}

function contents(message, n) {
  const list = el("ol", { class: "preview-problems", tabindex: "0", "aria-label": "Mistakes" });
  for (const e of message.errors) list.append(problem(e));
  if (message.more) list.append(el("li", {}, "and " + message.more + " more"));
  return [
    el("div", { class: "preview-head" },
      el("p", { class: "preview-title", role: "alert" }, count(n, "mistake") + " to mend"),
      el("p", { class: "preview-note" }, "The page is the last good version. It follows once all is mended."),
      button("preview-hide", "Hide", hideOverlay)),
    list,
  ];
}

function problem(e) {
  return el("li", { class: "preview-problem" },
    el("p", { class: "preview-message" }, e.message),
    e.where && el("p", { class: "preview-place" }, where(e)),
    e.line && el("pre", {}, el("code", {}, e.before || "", el("mark", {}, e.marked || ""), e.after || "")),
    e.help && el("p", { class: "preview-help" }, e.help),
    ...(e.related || []).map((r) => el("p", { class: "preview-related" }, where(r), ": " + r.note)));
}

// where is a place as a link that opens the editor there, if one can be opened.
function where(e) {
  return e.editor ? el("a", { href: e.editor, title: "Open in your editor" }, e.where) : el("span", {}, e.where);
}

// ---- the bar ----

const kept = "preview-bar";
let state = remembered(); // folded, line or open

function remembered() {
  try {
    return localStorage.getItem(kept) || "line";
  } catch (_) {
    return "line"; // a browser that keeps nothing
  }
}

function makeBar() {
  const made = {
    toggle: button("preview-toggle", "This page", () => turn(state === "open" ? "line" : "open", bar.toggle)),
    mistakes: button("preview-mistakes", "", () => { hide(false); overlay.querySelector(".preview-hide").focus(); }),
    facts: el("ul", { class: "preview-facts" }),
    all: el("a", { class: "preview-all", href: own }, "All pages"),
    fold: button("preview-fold", "Fold away", () => turn("folded", bar.unfold)),
    unfold: button("preview-unfold", "Preview", () => turn("line", bar.toggle)),
    stop: el("p", { class: "preview-stop", role: "status" }),
    panel: el("div", { class: "preview-panel", id: "preview-panel" }),
  };
  made.mistakes.hidden = true;
  made.toggle.setAttribute("aria-controls", "preview-panel");
  made.section = el("section", { id: "preview-bar", "aria-label": "Preview" }, made.stop, made.panel,
    el("div", { class: "preview-line" }, made.toggle, made.mistakes, made.facts, made.all, made.fold, made.unfold));
  lay(made);
  return made;
}

// turn puts the bar into another state, with the focus at what takes it back.
function turn(to, focus) {
  state = to;
  try {
    localStorage.setItem(kept, state);
  } catch (_) {} // a browser that keeps nothing
  lay(bar);
  focus.focus();
}

function lay(made) {
  made.section.className = state;
  made.panel.hidden = state !== "open";
  made.toggle.setAttribute("aria-expanded", state === "open");
  for (const e of [made.toggle, made.facts, made.all, made.fold]) e.hidden = state === "folded";
  made.unfold.hidden = state !== "folded";
}

// ask asks the server for what is to be told of a page, once at a time.
let asking = false, next = null;

async function ask(page) {
  next = page;
  if (asking) return;
  asking = true;
  while (next !== null) {
    const now = next;
    next = null;
    const answer = await fetch(own + "bar?page=" + encodeURIComponent(now)).catch(() => null);
    if (answer && answer.ok) tell(await answer.json());
  }
  asking = false;
}

function tell(report) {
  const now = JSON.stringify(report);
  if (now === told) return;
  told = now;
  const n = report.warnings.length, todo = report.facts.some((f) => f.note);
  const focused = bar.panel.contains(document.activeElement);
  bar.toggle.textContent = n ? "This page: " + count(n, "warning") : "This page";
  bar.toggle.classList.toggle("preview-todo", n > 0 || todo);
  bar.unfold.textContent = n ? "Preview: " + count(n, "warning") : "Preview";
  bar.all.textContent = report.all ? "All pages: " + count(report.all, "warning") : "All pages";
  bar.facts.replaceChildren(...report.facts.map((f) => el("li", f.note ? { class: "preview-todo" } : {}, f.text)));
  bar.panel.replaceChildren(...panel(report));
  if (focused) bar.toggle.focus();
}

// panel is what the bar tells when it is open.
function panel(report) {
  const facts = el("ul", { class: "preview-more" });
  for (const f of report.facts) {
    facts.append(el("li", f.note ? { class: "preview-todo" } : {}, el("b", {}, f.text), f.note && " " + f.note));
  }
  const list = el("ol", { class: "preview-problems" });
  for (const w of report.warnings) list.append(problem(w));
  return [facts, report.warnings.length ? list : el("p", { class: "preview-note" }, "No warnings on this page.")];
}
