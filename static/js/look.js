// What HTML cannot do alone: say that a request got lost, and close the phone menu with Escape.
// Everything works without this file.
(() => {
  const said = document.getElementById("said");

  const say = (text) => {
    const line = document.createElement("p");
    line.className = "said__line said__line--error";
    line.textContent = text;
    said.replaceChildren(line);
  };

  if (said) {
    document.addEventListener("htmx:sendError", () => say(said.dataset.offline));
    document.addEventListener("htmx:timeout", () => say(said.dataset.offline));
    document.addEventListener("htmx:responseError", () => say(said.dataset.failed));
  }

  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
