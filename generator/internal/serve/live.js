// The part of the preview that runs in an open page. The server puts it last
// into each page, so that it sees the page as it was sent, before any other
// script has touched it.
//
// base is the page as the server sent it last. A new version is compared with
// base, not with what the page has become since: so only what the author
// changed is changed, and all that a reader did (scrolled, typed, opened) or
// that a script did stays. twins leads from each node of base to the one that
// stands for it in the page.
//
// place.js keeps the reader where they are, also where a page cannot be changed in
// place and is loaded again. panel.js shows what is wrong, and the bar.
(function () {
  "use strict";
  const own = "/_preview/";
  const self = document.currentScript.dataset;
  const twins = new WeakMap();
  let base = document.documentElement.cloneNode(true);
  let build = self.build, page = self.page, scripts = self.scripts;
  let touched = false; // the page was changed
  const superseded = new WeakMap(); // by style sheet: the ones that it takes the place of
  let queue = new Promise((done) => addEventListener("DOMContentLoaded", done)); // updates, one after the other
  let printed = Promise.resolve(); // kept once the page is not being printed

  pair(base, document.documentElement);
  strip(base);
  const panel = self.wait === undefined && import(own + "panel.js");
  const place = import(own + "place.js");
  queue = queue.then(() => place).then((p) => p.back());

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

  // Elements that cannot be changed in place: the page is loaded again. The last
  // are what self-check.js holds on to.
  const fixed = 'script:not([type="application/ld+json"]), template, base, meta[http-equiv]';
  const held = fixed + ", .sc, .again, .my-answers, .my-answers > *";

  class Reload extends Error {}

  function check(node, never) {
    if (node.nodeType === 1 && (node.matches(never) || node.querySelector(never))) throw new Reload();
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
      if (old.data !== now.data) reword(live, old.data, now.data);
    } else if (old.nodeName === "TITLE") {
      retitle(old.textContent, now.textContent);
      return keep(old, now);
    } else if (old.matches(fixed)) {
      if (old.outerHTML !== now.outerHTML) throw new Reload();
      return keep(old, now);
    } else {
      attributes(old, now, live);
      children(old, now, live);
    }
    twins.set(now, live);
  }

  function attributes(old, now, live) {
    for (const a of now.attributes) {
      if (old.getAttribute(a.name) === a.value) continue;
      live.setAttribute(a.name, a.value);
      touched = true;
    }
    for (const a of old.attributes) {
      if (now.hasAttribute(a.name)) continue;
      live.removeAttribute(a.name);
      touched = true;
    }
  }

  // reword changes only the part of a text that is another one, so that what is
  // selected in the rest stays selected.
  function reword(live, old, now) {
    if (!live.parentNode) throw new Reload();
    touched = true;
    if (live.data !== old) {
      live.data = now;
      return;
    }
    let a = 0, b = 0;
    const most = Math.min(old.length, now.length);
    while (a < most && old[a] === now[a]) a++;
    while (b < most - a && old[old.length - 1 - b] === now[now.length - 1 - b]) b++;
    live.replaceData(a, old.length - a - b, now.slice(a, now.length - b));
  }

  // retitle keeps what a script has put before or after the page's own title.
  function retitle(old, now) {
    if (old === now) return;
    touched = true;
    document.title = document.title.includes(old) ? document.title.replace(old, () => now) : now;
  }

  // keep notes that what stands for old stands for now, which is the same.
  function keep(old, now) {
    if (twins.has(old)) twins.set(now, twins.get(old));
    for (let a = old.firstChild, b = now.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) keep(a, b);
  }

  // children makes the children of live those of now, from the last to the first.
  function children(old, now, live) {
    const from = Array.from(old.childNodes), to = Array.from(now.childNodes);
    const { same, equal, moved } = matched(from, to);
    const stay = new Set(same.values());
    for (const node of from) if (!stay.has(node)) remove(node, live);
    let next = null;
    for (const node of to.reverse()) {
      const was = same.get(node);
      if (!was) {
        next = insert(node, live, next);
        continue;
      }
      if (moved.has(node)) move(was, live, next);
      if (equal.has(node)) keep(was, node);
      else morph(was, node);
      const t = twins.get(node);
      if (t && t.parentNode === live) next = t;
    }
  }

  function insert(node, live, next) {
    check(node, fixed);
    const copy = document.importNode(node, true);
    live.insertBefore(copy, next);
    pair(node, copy);
    touched = true;
    return copy;
  }

  function move(node, live, next) {
    live.insertBefore(twin(node, live), next);
    touched = true;
  }

  function remove(node, live) {
    check(node, held);
    twin(node, live).remove();
    touched = true;
  }

  // How two nodes are told to be one, the surest way first. What is said is the
  // same in a step of a self-check whose number is another now.
  const html = (node) => (node.nodeType === 1 ? node.outerHTML : node.nodeName + " " + node.data);
  const said = (node) => (node.nodeType === 1 && node.textContent.trim() ? node.nodeName + " " + node.textContent : Symbol());
  const named = (node) => node.nodeName + " " + (node.id || "");

  // matched finds for each node of to the one of from that it is, which of them
  // are equal to it in all, and which stand elsewhere.
  function matched(from, to) {
    const same = new Map(), equal = new Set(), moved = new Set();
    const within = (s, e, t, f, [tell, ...rest]) => {
      if (!tell || s === e || t === f) return;
      let i = s, j = t;
      for (const [m, n] of [...align(from.slice(s, e).map(tell), to.slice(t, f).map(tell)), [e - s, f - t]]) {
        within(i, s + m, j, t + n, rest);
        if (s + m < e && t + n < f) {
          same.set(to[t + n], from[s + m]);
          if (tell === html) equal.add(to[t + n]);
        }
        i = s + m + 1;
        j = t + n + 1;
      }
    };
    within(0, from.length, 0, to.length, [html, said, named]);
    const stay = new Set(same.values());
    for (const node of to) {
      if (same.has(node)) continue;
      const words = said(node), was = from.find((f) => !stay.has(f) && said(f) === words);
      if (!was) continue;
      stay.add(was);
      same.set(node, was);
      moved.add(node);
    }
    return { same, equal, moved };
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
    const p = await place;
    await printed;
    page = mark.dataset.page;
    strip(doc);
    p.steady(() => {
      touched = false;
      morph(base, doc.documentElement);
      base = doc.documentElement;
      return touched;
    });
  }

  // restyle loads the style sheets, pictures and icons again that are among the
  // changed ones; without a list, all of them. An old sheet stays until a newer
  // one is there.
  function restyle(changed, version) {
    const is = (url) => !changed || changed.includes(address(url));
    for (const link of base.querySelectorAll("link[rel~=stylesheet], link[rel~=icon]")) {
      const old = twins.get(link);
      if (!old || !old.isConnected || !is(old.href)) continue;
      const copy = old.cloneNode(), older = (superseded.get(old) || []).concat(old);
      superseded.set(copy, older);
      copy.setAttribute("href", versioned(old, "href", version));
      copy.onload = copy.onerror = () => older.forEach((e) => e.remove());
      twins.set(link, copy);
      old.after(copy);
      if (!old.relList.contains("stylesheet")) old.remove(); // no load event
    }
    for (const img of document.images) {
      if (img.hasAttribute("src") && is(img.src)) img.src = versioned(img, "src", version);
    }
  }

  // versioned is the address in an attribute, with a version that makes a browser
  // load it again.
  function versioned(e, attribute, version) {
    const url = e.getAttribute(attribute);
    return url.startsWith("data:") ? url : url.split("?")[0] + "?v=" + version;
  }

  // address returns the address that url has in the server's messages.
  function address(url) {
    const p = new URL(url, location.href).pathname.replace(/(^|\/)index\.html$/, "$1");
    try {
      return decodeURIComponent(p);
    } catch (_) {
      return p;
    }
  }

  // ---- what the server tells ----

  function update(message, arriving) {
    if (self.wait !== undefined) {
      if (self.wait !== message.serial) queue = queue.then(reload);
      return;
    }
    onPanel((p) => p.show(message, page));
    if (message.build === build || !message.build) return;
    const known = message.from === build && message.changed;
    build = message.build;
    if (message.follow && message.follow !== page && !arriving) follow(message.follow);
    queue = queue.then(() => apply(known, message)).catch(reload);
  }

  async function apply(changed, message) {
    await printed;
    if (message.scripts !== scripts) throw new Reload();
    restyle(changed, message.build);
    if (changed && !changed.includes(page) && !changed.includes(address(location.href))) return;
    await refresh();
    onPanel((p) => p.show(message, page));
  }

  // reload loads the page again, and comes back to where its reader was.
  async function reload() {
    await printed;
    await (await place).keep();
    location.reload();
    await new Promise(() => {}); // nothing comes after
  }

  // follow goes to the page that was saved, unless something was typed here. A
  // page that was only followed to is not gone back to.
  async function follow(to) {
    await printed;
    const p = await place;
    if (!p.typed()) p.follow(to);
  }

  addEventListener("beforeprint", () => {
    printed = new Promise((done) => addEventListener("afterprint", done, { once: true }));
  });

  // The stream is closed while the page is hidden: a browser has only six
  // connections to a host, and a writer may have more pages open.
  let stream = null, retry = 0;
  let arriving = true; // nobody saved a page while this one was open

  function connect() {
    clearTimeout(retry);
    if (stream || document.hidden) return;
    stream = new EventSource(own + "events?page=" + encodeURIComponent(page || location.pathname));
    let full = false; // the server has no room for this page, and ends the stream
    stream.addEventListener("update", (event) => {
      full = false;
      stopped("");
      update(JSON.parse(event.data), arriving);
      arriving = false;
    });
    stream.addEventListener("full", () => {
      full = true;
      stopped("Too many pages of the preview are open: this one does not follow. Close some of them.");
    });
    stream.onerror = () => {
      if (!full) stopped("The preview has stopped. Start iopguide serve again.");
      if (stream.readyState !== EventSource.CLOSED) return; // it tries again by itself
      disconnect();
      retry = setTimeout(connect, 1000);
    };
  }

  function stopped(words) {
    onPanel((p) => p.stopped(words));
  }

  // onPanel does something with the panel, where there is one. An old browser
  // cannot show it.
  function onPanel(act) {
    if (panel) panel.then(act).catch(() => {});
  }

  function disconnect() {
    if (stream) stream.close();
    stream = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => {
    if (event.persisted) arriving = true;
    connect();
  });
  connect();
})();
