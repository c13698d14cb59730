// Titles to choose from while somebody types in a search box. Enter searches as always; the
// arrows choose a title, and Enter then goes to it. Everything works without this file.
(() => {
  const PAUSE = 200;

  const attach = (input) => {
    const box = input.closest(".joined");
    const said = document.createElement("span");
    const answers = new Map();
    let list = null;
    let chosen = -1;
    let timer = 0;
    let asking = null;

    said.className = "vh";
    said.setAttribute("role", "status");
    box.append(said);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");

    const choose = (place) => {
      const options = list.children;
      if (chosen >= 0) options[chosen].setAttribute("aria-selected", "false");
      chosen = place;
      if (chosen < 0) return input.removeAttribute("aria-activedescendant");
      options[chosen].setAttribute("aria-selected", "true");
      options[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[chosen].id);
    };

    const close = () => {
      clearTimeout(timer);
      if (asking) asking.abort();
      asking = null;
      if (!list) return;
      list.remove();
      list = null;
      chosen = -1;
      said.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-controls");
      input.removeAttribute("aria-activedescendant");
    };

    const show = (html) => {
      close();
      const part = new DOMParser().parseFromString(html, "text/html");
      const found = part.getElementById("suggestions");
      if (!found || !found.children.length) return;
      list = box.appendChild(document.adoptNode(found));
      said.textContent = list.dataset.said;
      input.setAttribute("aria-expanded", "true");
      input.setAttribute("aria-controls", list.id);
      // The focus stays in the box, or a click would close the list before it arrives.
      list.addEventListener("pointerdown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => go(event.target.closest("[data-url]")));
    };

    const go = (option) => {
      if (option) location.assign(option.dataset.url);
    };

    const ask = async () => {
      const text = input.value.trim();
      if (text.length < 2) return close();
      if (answers.has(text)) return show(answers.get(text));
      if (asking) asking.abort();
      const mine = (asking = new AbortController());
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", text);
      try {
        const answer = await fetch(address, { signal: mine.signal });
        const html = answer.ok ? await answer.text() : "";
        answers.set(text, html);
        if (mine === asking && document.activeElement === input) show(html);
      } catch {
        // Without a network, or overtaken by the next letter: the box is a box as before.
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });

    input.addEventListener("blur", close);

    // Somebody typed while this file was on its way.
    if (document.activeElement === input && input.value !== input.defaultValue) {
      timer = setTimeout(ask, PAUSE);
    }

    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && !list) {
        if (step > 0) ask();
      } else if (step) {
        // Beyond either end lies the box itself, with what was typed.
        const places = list.children.length + 1;
        choose(((chosen + 1 + step + places) % places) - 1);
        event.preventDefault();
      } else if (event.key === "Enter" && list && chosen >= 0) {
        event.preventDefault();
        go(list.children[chosen]);
      } else if (event.key === "Enter") {
        close();
      } else if (event.key === "Escape" && list) {
        // The first Escape closes the list; the next one empties the box, as browsers do.
        event.preventDefault();
        close();
      }
    });
  };

  document.querySelectorAll("[data-suggest]").forEach(attach);
})();
