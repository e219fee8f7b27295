// colors() lists what the page shows over what: {over, under, kind, where}, each
// once. kind is text, large (24 px, or 18.66 px and bold), or line: the border of
// something that one can use, but for the way to the help line, which its own
// ground sets off.
function colors() {
	const clear = c => c === "transparent" || /^rgba\(.*, 0\)$/.test(c);
	const found = new Map();
	const add = (over, under, kind, e) => {
		for (const u of under) {
			const key = [over, u, kind].join(" ");
			if (!found.has(key)) found.set(key, {over, under: u, kind, where: e.tagName.toLowerCase() + (e.getAttribute("class") ? "." + e.getAttribute("class") : "")});
		}
	};
	// The grounds that lie under what e holds. A gradient that fills its element
	// is all of its colors; one with a size of its own is a shade at an edge.
	const ground = e => {
		for (; e; e = e.parentElement) {
			const s = getComputedStyle(e);
			if (s.backgroundImage.includes("linear-gradient") && s.backgroundSize === "auto") return s.backgroundImage.match(/rgb\([^)]*\)/g);
			if (!clear(s.backgroundColor)) return [s.backgroundColor];
		}
		return ["rgb(255, 255, 255)"];
	};
	const size = s => parseFloat(s.fontSize) >= 24 || parseFloat(s.fontSize) >= 18.66 && s.fontWeight >= 700 ? "large" : "text";
	for (const e of document.body.querySelectorAll("*")) {
		const s = getComputedStyle(e);
		if (!e.getClientRects().length || s.visibility === "hidden" || e.closest(".visually-hidden, .skip")) continue;
		if (e.namespaceURI.endsWith("svg")) {
			if (e.tagName === "text") drawn(e, s);
			continue;
		}
		if ([...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) add(s.color, ground(e), size(s), e);
		for (const pseudo of ["::before", "::after", "::marker"]) {
			const p = getComputedStyle(e, pseudo);
			if (pseudo === "::marker" ? s.display !== "list-item" || s.listStyleType === "none" : !/["][^\u2060"]+["]/.test(p.content)) continue;
			add(p.color, clear(p.backgroundColor) || pseudo === "::marker" ? ground(e) : [p.backgroundColor], "text", e);
		}
		if (e.matches("a, button, summary, input, .answers li, .choices label") && !e.closest(".to-help") && s.borderTopStyle === "solid" && parseFloat(s.borderTopWidth) && !clear(s.borderTopColor))
			add(s.borderTopColor, ground(e.parentElement), "line", e);
	}
	// Words in a drawing lie on the shape that is painted last before them.
	function drawn(e, s) {
		const at = e.getBoundingClientRect(), x = at.x + at.width / 2, y = at.y + at.height / 2;
		let under = null;
		for (const shape of e.ownerSVGElement.querySelectorAll("path, rect, circle, ellipse, polygon")) {
			if (shape.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING || !shape.isPointInFill) continue;
			const p = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
			const fill = getComputedStyle(shape).fill;
			if (fill !== "none" && shape.isPointInFill(p)) under = fill;
		}
		add(s.fill, under ? [under] : ground(e.ownerSVGElement), size(s), e);
	}
	return [...found.values()];
}
