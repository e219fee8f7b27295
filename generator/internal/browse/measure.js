// Measures of an open page, for a report. Each returns findings, as "place: what", and
// how many things it looked at. Nothing of the page is changed but the focus.
({
  // shown reports whether an element is there to be seen.
  shown(e) {
    return e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getClientRects().length > 0;
  },

  // place names an element by its words or its address.
  place(e) {
    const words = (e.innerText || e.getAttribute("aria-label") || e.getAttribute("href") || "").trim().replace(/\s+/g, " ");
    return "<" + e.localName + "> “" + words.slice(0, 40) + "”";
  },

  // targets are what can be tapped, each with the room that it takes.
  targets() {
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter(e => this.shown(e))
      .map(e => ({ e, box: (e.labels && e.labels[0] || e).getBoundingClientRect() }))
      .filter(t => t.box.width > 1 && t.box.height > 1 && t.box.right > 0 && t.box.bottom + scrollY > 0);
  },

  // within reports whether a link stands in a sentence: its size is that of the line.
  within(e) {
    if (e.localName !== "a" || getComputedStyle(e).display !== "inline") return false;
    const block = e.closest("p, li, dd, dt, td, th, figcaption, blockquote, h1, h2, h3, h4, small, div");
    return block && block.textContent.trim().length > e.textContent.trim().length;
  },

  small(targets) {
    const near = (a, b) => {
      const x = (a.left + a.right) / 2, y = (a.top + a.bottom) / 2;
      const dx = Math.max(b.left - x, 0, x - b.right), dy = Math.max(b.top - y, 0, y - b.bottom);
      return Math.hypot(dx, dy) < 12;
    };
    return targets.filter(({ e, box }) =>
      (box.width < 23.5 || box.height < 23.5) && !this.within(e) &&
      targets.some(o => o.e !== e && !e.contains(o.e) && !o.e.contains(e) && near(box, o.box)))
      .map(({ e, box }) => this.place(e) + " is " + Math.round(box.width) + " by " + Math.round(box.height));
  },

  // help are the ways to reach somebody, of which chats are on other sites.
  help(targets, chats) {
    return targets.filter(({ e }) => e.closest("#help") && (/^(tel|sms):/.test(e.getAttribute("href")) || chats.includes(e.href)));
  },

  // ring is what shows where the focus is.
  ring(e) {
    const of = x => { const c = getComputedStyle(x); return [c.outlineStyle, c.outlineWidth, c.outlineColor, c.boxShadow,
      c.borderColor, c.backgroundColor, c.textDecorationLine, c.color].join(); };
    return of(e) + (e.parentElement ? of(e.parentElement) : "");
  },

  unfocused(targets) {
    const found = [];
    for (const { e } of targets) {
      if (e.disabled || e.tabIndex < 0) continue;
      e.blur();
      const before = this.ring(e);
      e.focus({ preventScroll: true, focusVisible: true });
      if (document.activeElement === e && this.ring(e) === before) found.push(this.place(e) + " looks the same with the focus");
      e.blur();
    }
    return found;
  },

  // color reads a color as a browser computes it: red, green, blue, and how much it covers.
  color(text) {
    const m = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(text);
    return m && [+m[1], +m[2], +m[3], m[4] === undefined ? 1 : +m[4]];
  },

  over(top, under) { return [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1); },

  // behind is the color behind the words of an element; null where that is a picture.
  behind(e) {
    const layers = [];
    for (let x = e; x; x = x.parentElement) {
      const c = getComputedStyle(x);
      if (c.backgroundImage !== "none") return null;
      if (x.localName === "svg" || c.position === "absolute" && x !== e && !x.children.length) return null;
      const color = this.color(c.backgroundColor);
      if (!color) return null;
      layers.push(color);
      if (color[3] === 1) break;
    }
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    return layers.reverse().reduce((under, top) => this.over(top, under), canvas);
  },

  light(c) {
    const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  },

  // pale finds words that do not stand out from what is behind them.
  pale() {
    const found = [], seen = new Set();
    let texts = 0, unread = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n; (n = walker.nextNode());) {
      const e = n.parentElement;
      if (seen.has(e) || !n.data.trim() || /^(script|style|template|noscript|option|title)$/.test(e.localName) || !this.shown(e)) continue;
      seen.add(e);
      const box = e.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || e.closest("[aria-hidden=true], :disabled")) continue;
      const c = getComputedStyle(e), ink = this.color(e.closest("svg") ? c.fill : c.color), back = ink && this.behind(e);
      if (!back) { unread++; continue; }
      texts++;
      const a = this.light(this.over(ink, back)), b = this.light(back);
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = parseFloat(c.fontSize), large = size >= 24 || size >= 18.66 && +c.fontWeight >= 700;
      if (ratio < (large ? 3 : 4.5)) found.push(this.place(e) + " has " + ratio.toFixed(2) + " to 1 in " + this.scheme());
    }
    return { Pale: found, Texts: texts, Unread: unread };
  },

  scheme() { return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"; },

  // stored lists what the page keeps on the device, cookies apart, and empties what is
  // of this tab alone.
  async stored() {
    const found = [], add = (what, names) => { for (const n of names) found.push(what + " " + n); };
    const safe = async read => { try { return await read(); } catch { return []; } };
    add("local storage:", await safe(() => Object.keys(localStorage)));
    add("session storage:", await safe(() => Object.keys(sessionStorage)));
    add("a database", await safe(async () => (await indexedDB.databases()).map(d => d.name)));
    add("a cache", await safe(() => caches.keys()));
    add("a service worker for", await safe(async () => (await navigator.serviceWorker.getRegistrations()).map(r => new URL(r.scope).pathname)));
    await safe(() => sessionStorage.clear());
    return found;
  },

  dark() { return this.pale(); },

  all(chats) {
    const targets = this.targets(), help = this.help(targets, chats), root = document.documentElement;
    return Object.assign(this.pale(), {
      Wide: root.scrollWidth > root.clientWidth ? ["is " + root.scrollWidth + " pixels wide"] : [],
      Small: this.small(targets), Targets: targets.length,
      SmallHelp: help.filter(({ box }) => box.width < 43.5 || box.height < 43.5)
        .map(({ e, box }) => this.place(e) + " is " + Math.round(box.width) + " by " + Math.round(box.height)),
      HelpTargets: help.length,
      Unfocused: this.unfocused(targets), Focusable: targets.length,
    });
  },
})
