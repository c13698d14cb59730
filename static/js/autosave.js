// What somebody writes in a long form stays in this browser until the server has it. A closed tab,
// a dead battery or an ended session loses nothing. Everything works without this file.
(() => {
  const DAYS = 14;
  const PREFIX = "draft:";

  const store = (key, draft) => {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      return true;
    } catch {
      return false; // Full, or switched off: then it is as without this file.
    }
  };
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  };

  // The server says by the form's name that it has it.
  for (const saved of document.querySelectorAll("[data-saved]")) {
    keys()
      .filter((key) => key.endsWith(`:${saved.dataset.saved}`))
      .forEach((key) => localStorage.removeItem(key));
  }
  const oldest = Date.now() - DAYS * 86400000;
  keys()
    .filter((key) => !(read(key)?.at > oldest))
    .forEach((key) => localStorage.removeItem(key));

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const key = `${PREFIX}${form.dataset.user}:${form.dataset.autosave}`;
  const status = document.getElementById("autosave-status");
  const found = document.getElementById("autosave-found");

  const written = () =>
    [...new FormData(form)].filter(
      ([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string",
    );
  // An empty row more or less is no difference.
  const said = (fields) => JSON.stringify(fields.filter(([name, value]) => value && name !== "shown"));
  const clock = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });

  const keep = () => {
    const at = Date.now();
    if (store(key, { at, fields: written() })) {
      status.textContent = `${form.dataset.kept} ${clock(at)}`;
    }
  };

  let soon;
  let sending = false;
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(keep, 400);
  });
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(soon);
    keep();
  });
  // A closed tab does not wait for the timer.
  window.addEventListener("pagehide", () => {
    if (soon && !sending) {
      clearTimeout(soon);
      keep();
    }
  });

  // What came back from the server with a question is what was sent.
  if ("bound" in form.dataset) return keep();

  const draft = read(key);
  if (!draft || said(draft.fields) === said(written())) return;
  found.querySelector("[data-when]").textContent = clock(draft.at);
  found.hidden = false;
  found.querySelector("[data-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    found.hidden = true;
    form.querySelector("input:not([type=hidden]), textarea").focus();
  });
  // The server draws it, rows and all, and judges nothing yet.
  found.querySelector("[data-take]").addEventListener("click", () => {
    const again = document.createElement("form");
    again.method = "post";
    const shown = draft.fields.find(([name]) => name === "shown")?.[1] ?? "kort";
    const token = ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value];
    for (const [name, value] of [...draft.fields, token, ["show", shown]]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      again.append(field);
    }
    again.hidden = true;
    document.body.append(again);
    again.submit();
  });
})();
