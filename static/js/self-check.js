// A self-check when scripts run: one step at a time, with the reader's answers
// below it. The answers are in memory only. The history holds the number of a
// step and the address stays as it is, so neither tells what was chosen.
(function () {
  const sc = document.querySelector(".sc");
  const one = (name, from = sc) => from.querySelector(name);
  const all = (name, from = sc) => [...from.querySelectorAll(name)];
  const steps = () => all(".step"), answers = one(".my-answers"), list = one("ol", answers);
  const again = one(".again"), text = one("pre", answers), copied = one(".copied");

  let trail; // by number: a step that was shown, what was answered, and for how many points
  let first; // the number of the first of them
  let here; // the number of the one that shows
  let ahead = ""; // what stands before the page's own title

  // begin forgets all answers. Step n is then the first question.
  function begin(n) {
    first = here = n;
    trail = [];
    trail[n] = { step: steps()[0] };
    all("form").forEach(form => form.reset());
    all(".status").forEach(status => { status.textContent = ""; });
  }

  // words are those of an element, without the numbers of its sources.
  function words(element) {
    const copy = element.cloneNode(true);
    all(".mark", copy).forEach(mark => mark.remove());
    return copy.textContent.trim();
  }

  function show() {
    const step = trail[here].step, going = here > first, title = document.title.slice(ahead.length);
    ready();
    steps().forEach(s => { s.hidden = s !== step; });
    sc.classList.toggle("going", going);
    ahead = going ? sc.dataset.step + " " + (here - first + 1) + ": " : "";
    document.title = ahead + title;
    answers.hidden = !going;
    one(".tools").hidden = !("r" in step.dataset);
    text.hidden = true;
    list.textContent = text.textContent = copied.textContent = "";
    for (let n = first; n < here; n++) list.append(line(n));
  }

  // ready takes from links within the page what would leave a trace in its
  // address, and shows the buttons that need scripts.
  function ready() {
    all('a[href^="#"]', document).forEach(a => {
      a.dataset.to = a.hash.slice(1);
      if (sc.contains(a)) a.setAttribute("href", "");
    });
    all(".continue").forEach(button => { button.hidden = false; });
  }

  // line is a line of the summary.
  function line(n) {
    const { step, answer, sum } = trail[n], { name } = step.dataset;
    const li = one("template").content.firstChild.cloneNode(true), change = one("button", li);
    one(".name", li).textContent = name + ":";
    one(".asked", li).textContent = words(one("h2", step));
    one(".answer", li).textContent = answer;
    one(".sum", li).textContent = sum;
    change.lastChild.textContent = name;
    change.onclick = () => history.go(n - here);
    return li;
  }

  // arrive shows step n to a reader who goes there.
  function arrive(n) {
    here = n;
    show();
    reach(trail[n].step);
  }

  function reach(element) {
    element.focus({ preventScroll: true });
    element.scrollIntoView({ behavior: "instant" });
  }

  // go goes on to a step that nobody has been to.
  function go(step, answer, sum) {
    if (step === steps()[0]) {
      begin(here + 1);
    } else {
      trail.length = here + 1;
      Object.assign(trail[here], { answer, sum });
      trail.push({ step });
      here++;
    }
    again.hidden = true;
    history.pushState(here, "");
    arrive(here);
  }

  // count adds up the points of a step and goes where they lead, or says which
  // row has none. A mark that decides leads on whatever the others are.
  function count(step) {
    const given = [];
    let sum = 0, missed, to;
    all("fieldset", step).forEach(row => {
      const mark = one(":checked", row), legend = words(one("legend", row));
      if (mark) {
        sum += +mark.value;
        given.push(legend + ": " + words(mark.parentNode));
        to = to || mark.dataset.to;
      } else if (!missed) {
        missed = row;
        one(".status", step).textContent = sc.dataset.missed + " " + legend;
      }
    });
    if (!to && missed) return one("input", missed).focus();
    const total = to ? "" : one(".total", step).textContent + sum;
    const band = all(".bands li", step).find(b => sum >= b.dataset.low && sum <= b.dataset.high);
    go(document.getElementById(to || one("a", band).dataset.to), given.join("\n"), total);
  }

  // handout is the page as plain text.
  function handout() {
    sc.classList.add("handout");
    const plain = sc.innerText;
    sc.classList.remove("handout");
    return plain;
  }

  const tools = {
    print() { print(); },
    copy() {
      text.textContent = handout();
      text.hidden = false;
      getSelection().selectAllChildren(text);
      if (document.execCommand("copy")) copied.textContent = sc.dataset.copied;
    },
    share() { navigator.share({ text: handout() }).catch(() => {}); },
  };

  // clean makes the address that of the page, and n the number of its entry.
  function clean(n) { history.replaceState(n, "", location.href.split("#")[0]); }

  document.addEventListener("click", event => {
    const a = event.target.closest("a[data-to], .leave"), to = a && document.getElementById(a.dataset.to);
    const button = event.target.closest(".continue");
    if (button) {
      event.preventDefault();
      count(button.closest(".step"));
    }
    if (!a) return;
    event.preventDefault();
    if (!to) {
      location.replace(a.href);
    } else if (steps().includes(to)) {
      go(to, words(a), "");
    } else {
      if (to.tabIndex < 0) to.tabIndex = -1;
      reach(to);
    }
  });
  all("[data-do]").forEach(button => { button.onclick = tools[button.dataset.do]; });
  one("[data-do=share]").hidden = !navigator.share;

  // Steps that this page does not know, or no longer has, are of an earlier life
  // of it: begin again.
  addEventListener("popstate", () => {
    const n = +history.state;
    if (location.hash) clean(n);
    if (!trail[n] || !sc.contains(trail[n].step)) begin(n);
    arrive(n);
  });
  addEventListener("pagehide", () => { begin(here); show(); });
  addEventListener("pageshow", event => { if (event.persisted) again.hidden = !history.state; });

  document.documentElement.classList.add("js");
  history.scrollRestoration = "manual";
  one(".day").textContent = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  begin(+history.state);
  again.hidden = !here;
  clean(here);
  show();
})();
