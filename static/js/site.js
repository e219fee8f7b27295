// What pages gain when scripts run. Without them every page is complete.
(function () {
  var menu = document.querySelector(".menu-small");
  var button = document.querySelector(".print");

  // Escape closes the menu, and gives the focus back to its button.
  if (menu) {
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.firstElementChild.focus();
      }
    });
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", function () { print(); });
  }
})();
