// Where the reader of a page is: how far down, what has the focus, what was typed
// and opened, and the step of a self-check. It stays so when the page is changed,
// and comes back when it is loaded again.
const kept = "preview-place", followed = "preview-followed";

const all = (name) => Array.from(document.querySelectorAll(name));
const fields = () => all("input, textarea, select");
const steps = () => all(".sc > .step");
const focusable = () => all("a[href], button, input, textarea, select, summary, [tabindex]");

// steady makes a change, which reports whether it was one. What is at the top of
// the window stays where it is, and the focus where it was.
export function steady(change) {
  const eye = scrollY > 0 ? standing() : [], at = [scrollX, scrollY], active = document.activeElement || document.body;
  if (!change()) return;
  again(active);
  const still = eye.find(([e]) => e.isConnected && e.getClientRects().length);
  if (still) scrollBy({ top: still[0].getBoundingClientRect().top - still[1], behavior: "instant" });
  else if (!at[1]) scrollTo({ left: at[0], top: 0, behavior: "instant" });
}

// standing returns elements in sight from the top down, and how far down they are.
function standing() {
  const found = new Map();
  for (let y = 1; y < innerHeight; y += 16) {
    const e = document.elementFromPoint(document.documentElement.clientWidth / 2, y);
    if (e && e.closest("main")) found.set(e, e.getBoundingClientRect().top);
  }
  const whole = ([, top]) => top >= 0; // rather than one that begins above
  return [...[...found].filter(whole), ...[...found].filter((f) => !whole(f))];
}

// again lets a script that shows a part of the page by the number in its history
// show it anew, as self-check.js does, without moving its reader.
function again(active) {
  const way = active.isConnected && wayTo(active);
  if (typeof history.state === "number") dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  if (!way) return;
  const now = active.isConnected ? active : way.reduce((e, i) => e && e.children[i], document.documentElement);
  if (now === document.body) document.activeElement.blur();
  else if (now && now.nodeName === active.nodeName && now !== document.activeElement) now.focus({ preventScroll: true });
}

// wayTo leads to an element from the root: the number of each child on the way.
function wayTo(e) {
  const way = [];
  for (; e.parentElement; e = e.parentElement) way.unshift(Array.prototype.indexOf.call(e.parentElement.children, e));
  return way;
}

// keep writes down where the reader is. The entries of the history that lead
// through a self-check are made anew by back, so they are left first.
export async function keep() {
  const place = {
    page: location.pathname,
    scroll: [scrollX, scrollY],
    focus: focusable().indexOf(document.activeElement),
    open: all("details").map((d) => d.open),
    fields: fields().map((f) => ({ type: f.type, value: f.value, checked: f.checked })),
    turns: turns(),
  };
  sessionStorage.setItem(kept, JSON.stringify(place));
  if (!place.turns.length) return;
  await new Promise((done) => {
    addEventListener("popstate", done, { once: true });
    setTimeout(done, 500); // the entries may be gone
    history.go(1 - place.turns.length);
  });
}

// turns are the steps of a self-check that its reader went through, each with
// what was answered there; the last one is the one that shows.
function turns() {
  const here = steps().find((s) => !s.hidden);
  const gone = all(".my-answers li").map((li) => ({
    name: li.querySelector(".name").textContent.slice(0, -1), answer: li.querySelector(".answer").textContent }));
  return here && gone.length ? [...gone, { name: here.dataset.name }] : [];
}

// back brings the reader back, as far as the page is still as it was.
export function back() {
  const place = JSON.parse(sessionStorage.getItem(kept));
  sessionStorage.removeItem(kept);
  if (!place || place.page !== location.pathname) return;
  all("details").forEach((d, i) => { if (place.open[i] !== undefined) d.open = place.open[i]; });
  fields().forEach((f, i) => fill(f, place.fields[i]));
  retrace(place.turns);
  const focus = focusable()[place.focus];
  if (focus) focus.focus({ preventScroll: true });
  scrollTo({ left: place.scroll[0], top: place.scroll[1], behavior: "instant" });
}

function fill(field, was) {
  if (!was || was.type !== field.type || field.type === "file") return;
  if (field.type === "checkbox" || field.type === "radio") field.checked = was.checked;
  else field.value = was.value;
}

// retrace goes through the steps again that are still there, if the last one is.
// self-check.js takes any link to a step for an answer.
function retrace(turns) {
  const there = turns.map((t) => ({ ...t, step: steps().find((s) => s.dataset.name === t.name) })).filter((t) => t.step);
  if (!there.length || there[there.length - 1].name !== turns[turns.length - 1].name) return;
  for (let i = 1; i < there.length; i++) {
    const link = document.createElement("a");
    link.dataset.to = there[i].step.id;
    link.textContent = there[i - 1].answer;
    document.body.append(link);
    link.click();
    link.remove();
  }
}

// typed reports whether something was typed, ticked or answered that would be lost.
export function typed() {
  return document.querySelector(".my-answers li") !== null || fields().some((f) => f.tagName === "SELECT" ? false
    : f.type === "checkbox" || f.type === "radio" ? f.checked !== f.defaultChecked : f.value !== f.defaultValue);
}

// follow goes to another page. The history keeps the pages that a person went
// to, and of those that were followed to, the last.
export function follow(to) {
  const here = sessionStorage.getItem(followed) === location.pathname;
  sessionStorage.setItem(followed, to);
  if (here) location.replace(to);
  else location.assign(to);
}
