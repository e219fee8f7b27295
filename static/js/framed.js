// In a frame of another site: tells that site how high this page is. Of a
// self-check it tells the height of the highest step, of a copy of the page that
// nobody answers, and only again when the frame gets another width. So what it
// tells, and when, has nothing to do with the answers.
(function () {
  if (parent === window) return;
  var body = document.body, check = document.querySelector(".sc"), width, blank;

  if (check) {
    blank = document.createElement("div");
    blank.className = "measured";
    Array.prototype.forEach.call(body.children, function (child) {
      blank.appendChild(child.cloneNode(true));
    });
    blank.querySelector(".again").hidden = true;
  }

  function high(element) { return Math.ceil(element.getBoundingClientRect().height); }

  // highest shows one step after the other in the copy.
  function highest() {
    var sc = blank.querySelector(".sc"), steps = sc.querySelectorAll(".step"), most = 0;
    body.appendChild(blank);
    Array.prototype.forEach.call(steps, function (step, n) {
      Array.prototype.forEach.call(steps, function (s) { s.hidden = s !== step; });
      sc.classList.toggle("going", n > 0);
      sc.querySelector(".my-answers").hidden = n === 0;
      sc.querySelector(".tools").hidden = !("r" in step.dataset);
      most = Math.max(most, high(blank));
    });
    body.removeChild(blank);
    return most;
  }

  function tell() {
    if (innerWidth === width) return;
    width = innerWidth;
    parent.postMessage({ iopguide: blank ? highest() : high(body) }, "*");
  }

  addEventListener("load", tell);
  addEventListener("resize", tell);
})();
