// Clicks through a self-check as its reader does. Each turn of a route says which
// step it is at, how it is answered and where that leads; what is otherwise is wrong.
(async (routes, scripts) => {
  const base = document.title.replace(/^\S+ \d+: /, ""), address = location.href.split("#")[0];
  const wrong = [];
  let clicks = 0;

  const shown = () => [...document.querySelectorAll(".sc > .step")].filter(e => e.checkVisibility()).map(e => e.id).join(" ");
  const first = document.querySelector(".step").id;
  const named = (links, label) => [...links].find(a => a.textContent.trim() === label);
  const arrived = async to => {
    for (let i = 0; i < 200 && shown() !== to; i++) await new Promise(r => setTimeout(r, 5));
    return shown() === to;
  };

  // what presses, for one turn.
  const key = (step, turn) => {
    if (turn.Kind === "answer") return named(step.querySelectorAll(".answers a"), turn.Label);
    const rows = step.querySelectorAll("fieldset");
    if (scripts) {
      step.querySelector("form").reset();
      turn.Marks.forEach((column, row) => { if (column >= 0) rows[row].querySelectorAll("input")[column].click(); });
      return step.querySelector(".continue");
    }
    const list = turn.Kind === "band" ? ".bands a" : ".jumps a";
    return [...step.querySelectorAll(list)].find(a => a.textContent.includes(turn.Label));
  };

  // left is what the page has left behind that others could find.
  const left = (n, to) => {
    const title = n > 1 ? new RegExp("^\\S+ " + n + ": ") : /^/;
    const want = scripts ? address : address + "#" + to;
    return [
      location.href !== want && "the address is " + location.href,
      scripts && document.title.replace(title, "") !== base && "the title is " + document.title,
      !scripts && document.title !== base && "the title is " + document.title,
      scripts && typeof history.state !== "number" && "the history holds " + JSON.stringify(history.state),
      localStorage.length + sessionStorage.length && "something is stored",
      scripts && document.activeElement.id !== to && "the focus is at " + document.activeElement.outerHTML.slice(0, 60),
      [...document.querySelectorAll(".opening")].some(e => e.checkVisibility()) && "the introduction shows again",
    ].filter(Boolean);
  };

  // summed compares the reader's own answers with those given.
  const summed = turns => {
    const lines = [...document.querySelectorAll(".my-answers li")].map(li =>
      li.querySelector(".name").textContent + " " + li.querySelector(".answer").textContent);
    const want = turns.map(t => t.Name + ": " + t.Said);
    return scripts && JSON.stringify(lines) !== JSON.stringify(want) ? ["the summary is " + lines.join(" | ") + ", want " + want.join(" | ")] : [];
  };

  // Routes come in order: each begins as the one before it, up to some turn. The
  // reader goes back to that, and from there on another way.
  const same = (a, b) => a.At === b.At && a.Kind === b.Kind && a.Label === b.Label && String(a.Marks) === String(b.Marks);
  let last = [];
  const back = async route => {
    let shared = 0;
    while (shared < last.length && same(last[shared], route[shared])) shared++;
    const anew = [...document.querySelectorAll(".restart .anew")].find(a => a.checkVisibility());
    if (last.length) history.go(shared - last.length);
    else if (anew) anew.click();
    return await arrived(route[shared].At) ? shared : -1;
  };

  for (const route of routes) {
    const told = text => wrong.push(route.map(t => t.Name + ": " + t.Said).join("; ") + "\n\t\t" + text);
    const from = await back(route);
    if (from < 0) { told("going back leads to " + shown()); break; }
    last = [];
    for (const [i, turn] of route.entries()) {
      if (i < from) continue;
      const step = document.getElementById(turn.At), press = key(step, turn);
      if (!press || !press.checkVisibility()) { told("there is nothing to press at " + turn.Name); break; }
      press.click();
      clicks++;
      if (!await arrived(turn.To)) { told(turn.Name + " leads to " + shown() + ", want " + turn.To); break; }
      for (const fault of [...left(i + 2, turn.To), ...summed(route.slice(0, i + 1))]) told("after " + turn.Name + ": " + fault);
      if (i === route.length - 1) last = route;
    }
  }
  return { Wrong: wrong, Clicks: clicks };
})
