// The part of the preview that runs in an open page. The server puts it last
// into each page, so that it sees the page as it was sent, before any other
// script has touched it.
//
// base is the page as the server sent it last. A new version is compared with
// base, not with what the page has become since: so only what the author
// changed is changed, and all that a reader did (scrolled, typed, opened) or
// that a script did stays. twins leads from each node of base to the one that
// stands for it in the page.
(function () {
  "use strict";
  const own = "/_preview/";
  const self = document.currentScript.dataset;
  const twins = new WeakMap();
  let base = document.documentElement.cloneNode(true);
  let build = self.build, page = self.page, scripts = self.scripts;
  let shown = ""; // the errors that the overlay shows, as JSON
  let queue = Promise.resolve(); // updates, one after the other

  pair(base, document.documentElement);
  strip(base);

  // ---- the page ----

  // pair notes that live stands for node, and so on below.
  function pair(node, live) {
    twins.set(node, live);
    for (let a = node.firstChild, b = live.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) pair(a, b);
  }

  // strip takes out what is not compared: this script, and what browsers
  // without scripts see, which is parsed in another way where scripts run.
  function strip(root) {
    for (const e of root.querySelectorAll('noscript, script[src="' + own + 'live.js"]')) e.remove();
  }

  // Elements that cannot be changed in place: the page is loaded again.
  const fixed = 'script:not([type="application/ld+json"]), template, base, meta[http-equiv]';

  class Reload extends Error {}

  function check(node) {
    if (node.nodeType === 1 && (node.matches(fixed) || node.querySelector(fixed))) throw new Reload();
  }

  // twin returns what stands for node in the page, if it still stands below live.
  function twin(node, live) {
    const t = twins.get(node);
    if (!t || t.parentNode !== live) throw new Reload();
    return t;
  }

  // morph makes what stands for old like now.
  function morph(old, now) {
    const live = twins.get(old);
    if (old.nodeType !== 1) {
      if (old.data !== now.data) live.data = now.data;
      twins.set(now, live);
      return;
    }
    if (old.matches(fixed)) {
      if (old.outerHTML !== now.outerHTML) throw new Reload();
      keep(old, now);
      return;
    }
    for (const a of now.attributes) {
      if (old.getAttribute(a.name) !== a.value) live.setAttribute(a.name, a.value);
    }
    for (const a of old.attributes) {
      if (!now.hasAttribute(a.name)) live.removeAttribute(a.name);
    }
    children(old, now, live);
    twins.set(now, live);
  }

  // keep notes that what stands for old stands for now, which is the same.
  function keep(old, now) {
    if (twins.has(old)) twins.set(now, twins.get(old));
    for (let a = old.firstChild, b = now.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) keep(a, b);
  }

  function children(old, now, live) {
    const from = Array.from(old.childNodes), to = Array.from(now.childNodes);
    let i = 0, j = 0;
    for (const [m, n] of align(from.map(text), to.map(text)).concat([[from.length, to.length]])) {
      between(from.slice(i, m), to.slice(j, n), live, from[m]);
      if (m < from.length) keep(from[m], to[n]);
      i = m + 1;
      j = n + 1;
    }
  }

  // between changes a run of nodes of which none is the same: those alike are
  // changed in place, the others come and go. next follows the run.
  function between(from, to, live, next) {
    let k = 0;
    for (const node of to) {
      const m = from.findIndex((f, at) => at >= k && alike(f, node));
      if (m < 0) {
        check(node);
        const after = k < from.length ? from[k] : next;
        const copy = document.importNode(node, true);
        live.insertBefore(copy, after ? twin(after, live) : null);
        pair(node, copy);
        continue;
      }
      while (k < m) remove(from[k++], live);
      twin(from[k], live);
      morph(from[k++], node);
    }
    while (k < from.length) remove(from[k++], live);
  }

  function remove(node, live) {
    check(node);
    twin(node, live).remove();
  }

  function alike(a, b) {
    return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");
  }

  function text(node) {
    return node.nodeType === 1 ? node.outerHTML : node.nodeName + " " + node.data;
  }

  // align returns the places, in order, at which a and b have the same: all at
  // both ends, and the longest run of them in between.
  function align(a, b) {
    const head = [], tail = [];
    let s = 0, ea = a.length, eb = b.length;
    for (; s < ea && s < eb && a[s] === b[s]; s++) head.push([s, s]);
    while (ea > s && eb > s && a[ea - 1] === b[eb - 1]) tail.unshift([--ea, --eb]);
    return head.concat(common(a, b, s, ea, eb), tail);
  }

  // common returns the longest common subsequence of a[s:ea] and b[s:eb].
  function common(a, b, s, ea, eb) {
    const w = eb - s + 1, pairs = [];
    if ((ea - s + 1) * w > 1e6) return pairs;
    const longest = new Uint16Array((ea - s + 1) * w);
    for (let i = ea - 1; i >= s; i--) {
      for (let j = eb - 1; j >= s; j--) {
        const at = (i - s) * w + (j - s);
        longest[at] = a[i] === b[j] ? longest[at + w + 1] + 1 : Math.max(longest[at + w], longest[at + 1]);
      }
    }
    for (let i = s, j = s; i < ea && j < eb;) {
      const at = (i - s) * w + (j - s);
      if (a[i] === b[j]) pairs.push([i++, j++]);
      else if (longest[at + w] >= longest[at + 1]) i++;
      else j++;
    }
    return pairs;
  }

  // refresh makes the page like the one that the server has now.
  async function refresh() {
    const answer = await fetch(location.pathname + location.search);
    const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
    const mark = doc.querySelector('script[src="' + own + 'live.js"]');
    if (!mark || mark.dataset.scripts !== scripts || !mark.dataset.build) throw new Reload();
    page = mark.dataset.page;
    strip(doc);
    morph(base, doc.documentElement);
    base = doc.documentElement;
  }

  // restyle loads the style sheets, pictures and icons again that are among the
  // changed ones; without a list, all of them. The old sheet stays until the new
  // one is there.
  function restyle(changed, version) {
    const is = (url) => !changed || changed.includes(path(url));
    for (const link of base.querySelectorAll("link[rel~=stylesheet], link[rel~=icon]")) {
      const old = twins.get(link);
      if (!old || !old.isConnected || !is(old.href)) continue;
      const copy = old.cloneNode();
      copy.href = versioned(old.href, version);
      copy.onload = copy.onerror = () => old.remove();
      twins.set(link, copy);
      old.after(copy);
      if (!old.relList.contains("stylesheet")) old.remove(); // no load event
    }
    for (const img of document.images) {
      if (img.hasAttribute("src") && is(img.src)) img.src = versioned(img.src, version);
    }
  }

  function versioned(url, version) {
    const u = new URL(url);
    if (u.protocol === "data:") return url;
    u.searchParams.set("v", version);
    return u.href;
  }

  // path returns the address that url has in the server's messages.
  function path(url) {
    const p = new URL(url, location.href).pathname.replace(/(^|\/)index\.html$/, "$1");
    try {
      return decodeURIComponent(p);
    } catch (_) {
      return p;
    }
  }

  // ---- what the server tells ----

  function update(message) {
    if (self.wait !== undefined) {
      if (self.wait !== message.serial) location.reload();
      return;
    }
    overlay(message);
    if (message.build === build || !message.build) return;
    if (message.scripts !== scripts) {
      location.reload();
      return;
    }
    const known = message.from === build && message.changed;
    build = message.build;
    queue = queue.then(() => apply(known, message.build)).catch(() => location.reload());
  }

  async function apply(changed, version) {
    restyle(changed, version);
    if (!changed || changed.includes(page) || changed.includes(path(location.href))) await refresh();
    document.dispatchEvent(new CustomEvent("preview-update", { detail: { build: version } }));
  }

  // The stream is closed while the page is hidden: a browser has only six
  // connections to a host, and a writer may have more pages open.
  let stream = null, retry = 0;

  function connect() {
    clearTimeout(retry);
    if (stream || document.hidden) return;
    stream = new EventSource(own + "events");
    stream.addEventListener("update", (event) => {
      status("");
      update(JSON.parse(event.data));
    });
    stream.onerror = () => {
      status("The preview has stopped. Start iopguide serve again.");
      if (stream.readyState !== EventSource.CLOSED) return; // it tries again by itself
      disconnect();
      retry = setTimeout(connect, 1000);
    };
  }

  function disconnect() {
    if (stream) stream.close();
    stream = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();

  // ---- what is wrong ----

  // The overlay stands after the body, out of the way of the page's own styles
  // and scripts. Its style sheet is made here: the page's policy need not allow it.
  let styled = null;

  function style() {
    if (styled || !document.adoptedStyleSheets) return;
    styled = new CSSStyleSheet();
    document.adoptedStyleSheets = Array.from(document.adoptedStyleSheets).concat(styled);
    fetch(own + "overlay.css").then((answer) => answer.text()).then((css) => styled.replaceSync(css));
  }

  function el(tag, attributes, ...inside) {
    const e = document.createElement(tag);
    for (const name in attributes) e.setAttribute(name, attributes[name]);
    e.append(...inside.filter((i) => i));
    return e;
  }

  function place(id, make) {
    let e = document.getElementById(id);
    if (!e) {
      style();
      e = make();
      document.documentElement.append(e);
    }
    return e;
  }

  function overlay(message) {
    warnings(message.warnings);
    const errors = JSON.stringify([message.errors, message.more]);
    if (errors === shown) return;
    shown = errors;
    const old = document.getElementById("preview-overlay");
    const focused = old && old.contains(document.activeElement);
    if (!message.errors.length) {
      if (old) old.remove();
      return;
    }
    const panel = place("preview-overlay", () =>
      el("section", { id: "preview-overlay", role: "alert", "aria-live": "assertive", lang: "en", dir: "ltr" }));
    panel.hidden = false;
    panel.replaceChildren(...contents(message, panel));
    if (focused) panel.querySelector(".preview-hide").focus();
  }

  function contents(message, panel) {
    const n = message.errors.length + (message.more || 0);
    const hide = el("button", { type: "button", class: "preview-hide" }, "Hide");
    hide.addEventListener("click", () => { panel.hidden = true; });
    panel.onkeydown = (event) => { if (event.key === "Escape") panel.hidden = true; };
    const list = el("ol", { class: "preview-problems", tabindex: "0", "aria-label": "Mistakes" });
    for (const e of message.errors) list.append(problem(e));
    if (message.more) list.append(el("li", {}, "and " + message.more + " more"));
    return [
      el("div", { class: "preview-head" },
        el("p", { class: "preview-title" }, n === 1 ? "1 mistake to mend" : n + " mistakes to mend"),
        el("p", { class: "preview-note" }, "The page is the last good version. It follows once all is mended."),
        hide),
      list,
    ];
  }

  function problem(e) {
    return el("li", { class: "preview-problem" },
      el("p", { class: "preview-message" }, e.message),
      e.place && el("p", { class: "preview-place" }, e.place),
      e.line && el("pre", {}, el("code", {}, e.before || "", el("mark", {}, e.marked || ""), e.after || "")),
      e.help && el("p", { class: "preview-help" }, e.help),
      ...(e.related || []).map((r) => el("p", { class: "preview-related" }, r)));
  }

  let stopped = "", warned = 0;

  function warnings(n) {
    warned = n;
    status(stopped);
  }

  // status shows, in a corner, that the preview has stopped, or how many
  // warnings there are.
  function status(words) {
    stopped = words;
    if (!words && warned) words = warned === 1 ? "1 warning" : warned + " warnings";
    const old = document.getElementById("preview-status");
    if (!words) {
      if (old) old.remove();
      return;
    }
    const e = old || place("preview-status", () => el("p", { id: "preview-status", role: "status", lang: "en", dir: "ltr" }));
    if (e.textContent !== words) e.textContent = words;
  }
})();
