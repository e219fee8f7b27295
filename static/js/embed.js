// In another site: gives the frames of this guide the height that they ask for. A
// message counts only if the window that sent it is that of such a frame.
(function () {
  var ours = document.currentScript.src.replace(/[^/]*$/, "");

  // A frame in a sandbox has no origin of its own.
  function originOf(frame) {
    var closed = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin");
    return closed ? "null" : new URL(frame.src).origin;
  }

  addEventListener("message", function (event) {
    var high = event.data && event.data.iopguide;
    if (typeof high !== "number" || !(high > 0 && high < 1e5)) return;
    Array.prototype.forEach.call(document.getElementsByTagName("iframe"), function (frame) {
      if (frame.contentWindow !== event.source || frame.src.indexOf(ours) || originOf(frame) !== event.origin) return;
      var edges = getComputedStyle(frame).boxSizing === "border-box" ? frame.offsetHeight - frame.clientHeight : 0;
      frame.style.cssText += ";height:" + (high + edges) + "px!important;max-height:none!important";
    });
  });
})();
