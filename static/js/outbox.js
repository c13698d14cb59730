// A note is never lost: it is kept in the browser before it is sent, under a number made here,
// and let go only when the board has said that it holds it. So are half-written notes.
// Everything works without this file; then a note is kept once its page has come back.
(() => {
  const panel = document.getElementById("outbox");
  if (!panel || !window.board) return;
  const said = panel.dataset;
  const status = document.getElementById("board-status");
  const line = panel.querySelector("[role=status]");
  const key = `board ${document.querySelector("[data-board]").dataset.board} `;
  const composers = () => [...document.querySelectorAll("[data-composer]")];

  // --- What is kept ------------------------------------------------------------------------

  const memory = new Map();
  let keeps = true; // Whether the browser keeps anything; some do not, in a private window.
  try {
    localStorage.setItem("board test", "1");
    localStorage.removeItem("board test");
  } catch {
    keeps = false;
  }
  const read = (name) => memory.get(key + name) || (keeps && localStorage.getItem(key + name));
  const forget = (name) => {
    memory.delete(key + name);
    if (keeps) localStorage.removeItem(key + name);
  };
  const keep = (name, value) => {
    try {
      if (!keeps) throw 0;
      localStorage.setItem(key + name, value);
    } catch {
      memory.set(key + name, value); // It is full, or there is none.
    }
  };
  const names = (kind) =>
    [...memory.keys(), ...(keeps ? Object.keys(localStorage) : [])]
      .filter((name) => name.startsWith(key + kind))
      .map((name) => name.slice(key.length));
  const notes = () => {
    const all = names("note ").map((name) => JSON.parse(read(name)));
    return all.sort((one, two) => one.place - two.place);
  };
  const save = (note) => keep(`note ${note.id}`, JSON.stringify(note));

  const newId = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  // A note of this number is one's own, whichever way it comes back, in every tab.
  const ownId = () => {
    const id = newId();
    window.board.mine.add(id);
    window.board.share({ mine: id });
    return id;
  };

  // --- What is shown -----------------------------------------------------------------------

  const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const listFor = (note) => document.getElementById("own") || document.getElementById(`notes-${note.quadrant}`);
  const markOf = (quadrant) => document.querySelector(`[data-quadrant="${quadrant}"] .mark`).textContent;
  let trouble = ""; // Why nothing is sent: "" for no connection, "slow", "out".
  let shownAs = "";

  const showWaiting = (note) => {
    const slip = copyOf("waiting-slip");
    slip.id = `w-${note.id}`;
    slip.classList.add(`q-${note.quadrant}`);
    slip.querySelector(".mark").textContent = markOf(note.quadrant);
    slip.querySelector(".slip__text").textContent = note.text;
    const list = listFor(note);
    list.insertBefore(slip, list.id === "own" ? list.querySelector(".slip") : null);
  };

  const showRefused = (note) => {
    const slip = copyOf("refused-note");
    slip.id = `w-${note.id}`;
    slip.querySelector(".error").append(note.refused.sentence);
    const box = slip.querySelector("textarea");
    box.value = note.text;
    box.id = `text-${note.id}`;
    slip.querySelector("label").htmlFor = box.id;
    box.addEventListener("input", () => save(Object.assign(note, { text: box.value })));
    const act = (name, shown, change) => {
      const button = slip.querySelector(`[data-act=${name}]`);
      button.hidden = !shown;
      button.addEventListener("click", () => {
        const next = slip.nextElementSibling || document.querySelector("[data-composer] [name=text]");
        forget(`note ${note.id}`);
        slip.remove();
        if (change) save({ ...note, id: ownId(), refused: null, ...change });
        const focus = next && (next.querySelector("textarea") || next);
        if (focus) focus.focus();
        show();
        send();
      });
    };
    act("again", note.refused.again, { late: false });
    act("anyway", note.refused.cpr, { anyway: true });
    act("late", note.refused.late, { late: true });
    act("drop", true, null);
    const place = document.getElementById(`wrong-${note.quadrant}`) || document.getElementById("wrong-write");
    (place || document.getElementById("outbox-refused")).append(slip);
  };

  const show = () => {
    const all = notes();
    const waiting = all.filter((note) => !note.refused && note.shown);
    const ids = new Set(all.filter((note) => note.refused || note.shown).map((note) => `w-${note.id}`));
    for (const slip of document.querySelectorAll("[data-waiting], [data-refused]")) {
      const isRefused = slip.dataset.refused !== undefined;
      const note = all.find(({ id }) => slip.id === `w-${id}`);
      if (!ids.has(slip.id) || isRefused !== Boolean(note.refused)) slip.remove();
    }
    for (const note of all) {
      if (document.getElementById(`w-${note.id}`)) continue;
      if (note.refused) showRefused(note);
      else if (note.shown) showWaiting(note);
    }
    const isKept = !waiting.some(({ id }) => memory.has(`${key}note ${id}`));
    const words = [waiting.length, trouble, isKept].join();
    if (words === shownAs) return;
    shownAs = words;
    line.replaceChildren();
    if (!waiting.length) return;
    const box = copyOf("outbox-box");
    box.querySelector("strong").textContent = (waiting.length === 1 ? said.one : said.many).replace("{n}", waiting.length);
    const why = trouble === "out" ? said.out : trouble === "slow" ? said.slow : isKept ? said.kept : said.memory;
    box.querySelector("p + p").prepend(`${why} `);
    box.querySelector("a").hidden = trouble !== "out";
    line.append(box);
    if (status) status.textContent = "";
  };

  // --- How it is sent ----------------------------------------------------------------------

  const tokens = () => document.querySelectorAll("[name=csrfmiddlewaretoken]");

  // The token was too old: take the one of a fresh page. Tells whether there is such a page.
  const renew = async () => {
    const response = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(15000) });
    if (response.status >= 500) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("#acts [name=csrfmiddlewaretoken]");
    if (!response.ok || !fresh) return false;
    for (const token of tokens()) token.value = fresh.value;
    return true;
  };

  const post = (note) => {
    const body = new URLSearchParams({ id: note.id, quadrant: note.quadrant, text: note.text });
    body.set("csrfmiddlewaretoken", tokens()[0].value);
    if (note.anyway) body.set("anyway", "1");
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    // Browsers refuse to send more than 64 kB on after the page is gone.
    const keepalive = `${body}`.length < 6e4;
    const options = { method: "POST", body, headers, redirect: "manual", keepalive, signal: AbortSignal.timeout(20000) };
    return fetch(note.late ? said.late : said.post, options);
  };

  // The list of one's own notes in the tray is there for participants alone.
  const lay = (slip) => {
    const list = document.getElementById("own-late");
    if (!slip || !list || document.getElementById(slip.id)) return;
    list.append(document.adoptNode(slip));
    document.getElementById("own-tray").hidden = false;
  };

  const receive = (html) => {
    window.board.put(html, true);
    window.board.share({ own: html });
    const page = new DOMParser().parseFromString(html, "text/html");
    const words = page.querySelector("#board-status");
    lay(page.querySelector("[data-kept] > li"));
    trouble = "";
    show();
    if (status && words) status.textContent = words.textContent;
  };

  const stored = (note, html) => {
    forget(`note ${note.id}`);
    const slip = document.getElementById(`w-${note.id}`);
    if (slip) slip.remove();
    receive(html);
  };

  const refuse = (note, html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const sentence = page.querySelector(".error");
    if (sentence && sentence.querySelector(".vh")) sentence.querySelector(".vh").remove();
    note.refused = {
      sentence: sentence ? sentence.textContent.trim() : said.unsaved,
      cpr: page.querySelector("[name=anyway]") !== null,
      late: page.querySelector("[data-late]") !== null,
      again: true,
    };
    save(note);
    trouble = "";
    show();
  };

  // Sends one note; tells how many seconds to wait before the next try, 0 when it is done.
  const sendOne = async (note, isSecond = false) => {
    const response = await post(note);
    const html = await response.text();
    const { status: code, headers } = response;
    if (response.type === "opaqueredirect") {
      trouble = "out";
      return 30;
    }
    if ((code === 200 || code === 201) && html.includes(note.id)) return stored(note, html) || 0;
    if (code === 429) {
      trouble = "slow";
      return Math.min(Number(headers.get("Retry-After")) || 10, 120) + Math.random() * 3;
    }
    if (code === 403 && !html.includes("data-refused-note")) {
      if (!headers.has("HX-Redirect") && !isSecond && (await renew())) return sendOne(note, true);
      trouble = "out";
      return 30;
    }
    if (code >= 400 && code < 500 && code !== 408) return refuse(note, html) || 0;
    throw new Error(code);
  };

  // One tab at a time; where a browser cannot see to that, a note sent twice is stored once.
  const alone = (act) => (navigator.locks ? navigator.locks.request(`${key}outbox`, act) : act());
  let isSending = false;
  let timer = 0;
  let misses = 0;

  const empty = async () => {
    let note;
    let wait = 0;
    const stuck = new Set(); // What the server chokes on keeps no other note waiting.
    const later = () => Math.min(2 ** ++misses, 15) * (0.75 + Math.random() / 2);
    while (!wait && stuck.size < 3 && (note = notes().find((one) => !one.refused && !stuck.has(one.id)))) {
      try {
        wait = await sendOne(note);
        misses = 0;
      } catch ({ message }) {
        trouble = "";
        if (message >= 500) stuck.add(note.id);
        else wait = later();
      }
    }
    return wait || (stuck.size && later());
  };

  const send = async () => {
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    const slow = setTimeout(expose, 1000);
    const wait = await alone(empty);
    clearTimeout(slow);
    isSending = false;
    if (wait) {
      expose();
      timer = setTimeout(send, wait * 1000);
    } else show();
  };

  // Whatever still waits is shown as waiting.
  const expose = () => {
    for (const note of notes()) if (!note.shown && !note.refused) save({ ...note, shown: true });
    show();
  };

  // --- How it is written -------------------------------------------------------------------

  const boxOf = (form) => form.elements.text;
  const nameOf = (form) => form.getAttribute("id"); // form.id is its field of that name.
  const SIGN = /^\s*(\+|\?|%|÷|->|→)\s+(?=\S)/;
  const MEANS = { "+": "works", "?": "question", "%": "does_not_work", "÷": "does_not_work", "->": "take_forward", "→": "take_forward" };

  const pick = (form, quadrant) => {
    for (const radio of form.querySelectorAll("[type=radio][name=quadrant]")) radio.checked = radio.value === quadrant;
  };
  const draft = (form) => {
    const { value } = boxOf(form);
    if (value) keep(`draft ${nameOf(form)}`, JSON.stringify({ text: value, quadrant: form.elements.quadrant.value }));
    else forget(`draft ${nameOf(form)}`);
    offerSplit(form);
  };

  const complain = (form, sentence) => {
    const place = document.getElementById(nameOf(form).replace("composer", "wrong"));
    const old = place.querySelector(":scope > .error");
    if (old) old.remove();
    if (!sentence) return;
    const line = document.createElement("p");
    line.className = "error";
    line.textContent = sentence;
    place.prepend(line);
  };

  const write = (form) => {
    const box = boxOf(form);
    const sign = SIGN.exec(box.value);
    const text = (sign ? box.value.slice(sign[0].length) : box.value).trim();
    const quadrant = sign ? MEANS[sign[1]] : form.elements.quadrant.value;
    box.focus();
    complain(form, text ? "" : said.empty);
    if (!text) return;
    const all = notes();
    const place = all.length ? all[all.length - 1].place + 1 : 1;
    const note = { id: ownId(), quadrant, text, place, late: form.dataset.late !== undefined };
    save(note);
    box.value = "";
    draft(form);
    send();
  };

  // A line grows into a box: it takes several lines, and Enter is ours to give a meaning.
  const grow = (line) => {
    const box = document.createElement("textarea");
    for (const { name, value } of line.attributes) if (name !== "type" && name !== "value") box.setAttribute(name, value);
    box.rows = 1;
    box.value = line.value;
    const hasFocus = document.activeElement === line;
    line.replaceWith(box);
    if (hasFocus) box.focus();
  };

  for (const form of composers()) {
    if (boxOf(form).tagName === "INPUT") grow(boxOf(form));
    const kept = read(`draft ${nameOf(form)}`);
    if (!kept || boxOf(form).value) continue;
    const { text, quadrant } = JSON.parse(kept);
    boxOf(form).value = text;
    pick(form, quadrant);
  }

  document.addEventListener("submit", (event) => {
    const isOurs = event.target.matches("[data-composer]") && !(event.submitter && event.submitter.hasAttribute("formaction"));
    if (!isOurs) return;
    event.preventDefault();
    write(event.target);
  });

  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-composer]");
    if (!form || !form.elements.quadrant) return;
    const sign = event.target.name === "text" && SIGN.exec(event.target.value);
    if (sign) pick(form, MEANS[sign[1]]);
    // Whoever picks a field by hand has the last word.
    complain(form, "");
    if (event.target.type === "radio") boxOf(form).value = boxOf(form).value.replace(SIGN, "");
    draft(form);
  });

  const choose = (quadrant, form) => {
    const [several] = composers().filter((one) => one.querySelector(`[type=radio][value=${quadrant}]`));
    const single = document.getElementById(`composer-${quadrant}`);
    const target = form && form.querySelector("[type=radio]") ? form : single || several;
    if (!target) return;
    if (target === single && form && form !== single && !boxOf(single).value) {
      boxOf(single).value = boxOf(form).value;
      boxOf(form).value = "";
      draft(form);
    }
    pick(target, quadrant);
    boxOf(target).value = boxOf(target).value.replace(SIGN, "");
    draft(target);
    boxOf(target).focus();
  };

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-composer]");
    const digit = /^(?:Digit|Numpad)([1-4])$/.exec(event.code);
    if (event.altKey && !event.ctrlKey && !event.metaKey && digit && composers().length) {
      event.preventDefault();
      choose(["works", "question", "does_not_work", "take_forward"][digit[1] - 1], form);
    } else if (form && event.key === "Enter" && event.target.name === "text") {
      if (event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // --- Several lines -----------------------------------------------------------------------

  const splitOf = (form) => form.querySelector("[data-split]");
  const linesIn = (form) => boxOf(form).value.split("\n").filter((line) => line.trim()).length;
  const offerSplit = (form) => splitOf(form) && (splitOf(form).hidden = linesIn(form) < 2);
  composers().forEach(offerSplit);

  document.addEventListener("paste", (event) => {
    const form = event.target.name === "text" && event.target.closest("[data-composer]");
    // Once it stands in the box.
    if (form) setTimeout(() => linesIn(form) > 1 && /\S\s*[\r\n]+\s*\S/.test(boxOf(form).value) && splitOf(form).click());
  });

  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    for (const input of target.querySelectorAll("[name$='-id']")) window.board.mine.add(input.value);
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const name = detail.requestConfig.elt.dataset.lines;
    const form = detail.xhr.status === 201 && document.getElementById(`composer-${name}`);
    if (!form) return;
    detail.shouldSwap = false;
    receive(detail.xhr.responseText);
    document.getElementById(`lines-${name}`).replaceChildren();
    boxOf(form).value = "";
    draft(form);
    boxOf(form).focus();
  });

  document.addEventListener("click", (event) => {
    const close = event.target.closest(".lines [data-close]");
    if (!close || !composers().length) return;
    event.preventDefault();
    close.closest(".lines").replaceChildren();
  });

  // --- When it begins, and begins again ----------------------------------------------------

  // Where one can write no more, also from now on, what was begun is not thrown away either.
  const putAway = () => {
    const { closed, tray } = document.getElementById("board-now").dataset;
    const writing = document.activeElement.closest("[data-composer]");
    if (closed) for (const form of composers()) form.remove();
    if (composers().length) return;
    let next = "#board-now a";
    for (const name of names("draft ")) {
      const { text, quadrant } = JSON.parse(read(name));
      const id = newId();
      save({ id, quadrant, text, place: 0, refused: { sentence: closed || said.unsaved, late: tray === "", again: false } });
      forget(name);
      if (writing && name === `draft ${nameOf(writing)}`) next = `#w-${id} textarea`;
    }
    show();
    if (writing) document.querySelector(next)?.focus();
  };
  document.addEventListener("board:now", putAway);
  putAway();
  const memoryLine = document.getElementById("outbox-memory");
  if (memoryLine) memoryLine.hidden = keeps;
  // Tabs share what is kept: a note sent in one takes with it what is half written in another.
  const keepDrafts = () => composers().forEach((form) => boxOf(form).value && draft(form));
  window.addEventListener("storage", (event) => {
    if (event.key?.startsWith(`${key}note`)) show();
    if (event.key?.startsWith(`${key}draft`) && event.newValue === null) keepDrafts();
  });
  window.addEventListener("pagehide", keepDrafts);
  window.addEventListener("online", send);
  window.addEventListener("focus", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  window.addEventListener("beforeunload", (event) => {
    if (names("note ").some((name) => memory.has(key + name))) event.preventDefault();
  });
  for (const note of notes()) window.board.mine.add(note.id);
  expose();
  send();
})();
