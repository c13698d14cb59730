// What HTML cannot do alone: say that a request got lost or would be, close the phone menu with Escape, and
// fetch the suggestions of a search box.
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
    // The browser's own page would take what was typed with it. Last, so that who sends a form
    // in another way has done so.
    window.addEventListener("submit", (event) => {
      if (navigator.onLine || event.defaultPrevented || event.target.method !== "post") return;
      event.preventDefault();
      say(said.dataset.offline);
    });
  }

  // What a search box suggests comes with the first touch of one: most visits never need it.
  const fetchSuggestions = () => {
    const box = document.activeElement?.closest("[data-suggest-script]");
    if (!box) return;
    document.removeEventListener("focusin", fetchSuggestions);
    const script = document.createElement("script");
    script.src = box.dataset.suggestScript;
    document.head.append(script);
  };
  document.addEventListener("focusin", fetchSuggestions);
  fetchSuggestions();

  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
