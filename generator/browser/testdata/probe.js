// Measures the page that it is evaluated in.
(() => {
  const root = document.documentElement;
  const help = document.getElementById("help");
  const main = document.querySelector("main");
  const visible = e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    e.getBoundingClientRect().width > 0;
  const stops = [...document.querySelectorAll("a[href], button:enabled, input:enabled, select, textarea, summary, [tabindex]")]
    .filter(e => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
  const place = e => help && help.contains(e) ? "help" : e.closest("header") ? "header" :
    main && e.getAttribute("href") === "#" + main.id ? "skip" : "elsewhere";
  const before = stops.filter(e => !main || main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING);
  const wide = [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility() && !e.closest("svg, .visually-hidden") &&
    e.getBoundingClientRect().right > root.clientWidth + 0.5);
  return {
    Overflow: Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth,
    Widest: wide.length ? wide.at(-1).outerHTML.slice(0, 120) : "",
    Styled: help !== null && getComputedStyle(help).backgroundColor !== "rgba(0, 0, 0, 0)",
    Help: [...(help || root).querySelectorAll('#help :is(a[href^="tel:"], a[href^="sms:"], a[href^="https:"]):not(.help-more a)')].map(a => {
      const box = a.getBoundingClientRect();
      return { Href: a.getAttribute("href"), Width: box.width, Height: box.height,
        Visible: visible(a) && box.left >= 0 && box.right <= root.clientWidth };
    }),
    Focusable: before.map(place),
    Jumps: stops.filter(e => e.tabIndex > 0).map(e => e.outerHTML.slice(0, 80)),
  };
})()
