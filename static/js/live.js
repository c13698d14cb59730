// Follows a board: what others write shows up by itself. A stream is a speed-up, asking every
// few seconds is the floor, and without this file the page shows what stood there when it came.
// Announces board:pulse and board:change on the document; puts slips through window.board.put.
(() => {
  const root = document.querySelector("[data-board]");
  if (!root) return;
  const { changes, one, many } = root.dataset;
  const onPhone = root.classList.contains("phone__board");
  const own = document.getElementById("own");
  const each = (scope, what) => [...scope.querySelectorAll(what)];
  const mine = new Set(each(document, "#own > [data-reflection]").map((slip) => slip.dataset.reflection));
  const now = () => performance.now();
  const jitter = (ms) => ms * (0.75 + Math.random() / 2);

  let cursor = Number(root.dataset.cursor);
  let pulse = Number(root.dataset.pulse);
  let events = root.dataset.events || "";

  // --- The slips ---------------------------------------------------------------------------

  const held = new Map(); // New notes that wait while somebody has chosen some.
  const late = new Map(); // Changes to a slip that somebody is busy with.
  const selected = document.getElementById("selected");
  const shows = selected && selected.querySelector("[data-held]");
  const isChoosing = () => selected && document.querySelector("[name=note]:checked") !== null;
  const isBusy = (slip) => slip.contains(document.activeElement) || slip.querySelector("details[open]") !== null;
  const isUnderPointer = (slip) => slip.parentElement.matches(":hover");
  const textFor = (n, data) => (n === 1 ? data.one : data.many).replace("{n}", n);

  // What lies behind one's own note is read there.
  const isRead = ({ dataset }) => own.contains(document.getElementById(`r-${dataset.under}`));
  const count = (list) => {
    if (!list) return;
    const line = document.getElementById(list.id.replace("notes-", "count-").replace(/^own$/, "count-own"));
    const n = each(list, ":scope > [data-reflection]:not([data-deleted], .slip--hid)").length - (own ? each(list, ":scope > [data-under]").filter(isRead).length : 0);
    if (line) line.textContent = list === own ? n : textFor(n, root.dataset);
  };

  const insert = (slip, list, first) => {
    list.insertBefore(slip, first ? list.querySelector("[data-reflection]") : null);
    // Only then does htmx know its buttons.
    if (window.htmx) window.htmx.process(slip);
    count(list);
  };

  const remove = (slip) => {
    const list = slip.parentElement;
    slip.remove();
    count(list);
  };

  // One's own slip is drawn for oneself alone: where one is missing it is fetched once things are quiet.
  const awaited = new Set();
  let fetching = 0;
  const fetchOwn = async () => {
    fetching = 0;
    const isHere = (id) => document.getElementById(`r-${id}`) !== null;
    const isComplete = [...awaited].every(isHere);
    awaited.clear();
    if (isComplete) return;
    const response = await fetch(location.pathname, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const list = page.getElementById("own");
    if (list) put(list.innerHTML, true);
  };
  const awaitOwn = (slip) => {
    awaited.add(slip.dataset.reflection);
    // Two hundred phones do not ask in the same moment.
    if (!fetching) fetching = setTimeout(() => fetchOwn().catch(() => {}), 1000 + Math.random() * 2000);
  };

  // One's own slip keeps its looks: only what was changed in it comes from outside.
  const mend = (old, slip) => {
    old.querySelector(".slip__text").replaceWith(slip.querySelector(".slip__text"));
    const { seq, version, quadrant, touched } = slip.dataset;
    const part = (what, into) => {
      const [had, has] = [old.querySelector(what), slip.querySelector(what)];
      if (had && !has) had.remove();
      else if (has && !had) into.append(has);
    };
    part(".slip__vote", old.lastElementChild);
    const meta = old.querySelector(".slip__meta");
    part(".votes", meta);
    const behind = (one) => one.querySelector(".grp")?.textContent;
    if (behind(old) !== behind(slip)) old.querySelector(".grp")?.remove();
    part(".grp", meta);
    part(".slip__under", meta);
    if (window.htmx) window.htmx.process(old);
    old.classList.replace(`q-${old.dataset.quadrant}`, `q-${quadrant}`);
    const mark = old.querySelector(".mark");
    const field = document.getElementById(`notes-${quadrant}`).closest("section");
    if (mark) mark.textContent = field.querySelector(".mark").textContent;
    const words = old.querySelector(".slip__text").textContent.trim();
    const label = old.querySelector(".own__edit .vh");
    if (label) label.textContent = ` ${words.length > 40 ? `${words.slice(0, 39)}…` : words}`;
    for (const one of each(old, ".slip__vote .vh")) one.textContent = `: ${words.slice(0, 40)}`;
    Object.assign(old.dataset, { seq, version, quadrant, touched });
  };

  const change = (old, slip, isOwn) => {
    const list = old.parentElement;
    const target = isOwn ? own : document.getElementById(`notes-${slip.dataset.quadrant}`);
    if ("deleted" in slip.dataset) {
      // One that nobody here can bring back does not stay as an empty place.
      if (onPhone || !slip.querySelector("button")) return remove(old);
    } else if (list === own && !isOwn) return mend(old, slip);
    if (isBusy(old) || (target !== list && isUnderPointer(old))) return late.set(old.id, [slip, isOwn]);
    if (target !== list && !("deleted" in slip.dataset)) {
      remove(old);
      return insert(slip, target, isOwn);
    }
    const box = slip.querySelector("[name=note]");
    if (box) box.checked = old.querySelector("[name=note]:checked") !== null;
    old.replaceWith(slip);
    if (window.htmx) window.htmx.process(slip);
    count(list);
  };

  // What lies around a note changes without a number: the board's pulse tells which is newer.
  const isNewer = ({ dataset: one }, { dataset: two }) =>
    Number(one.seq) - Number(two.seq) || Number(one.touched || 0) - Number(two.touched || 0);

  // A note that was taken in from the tray lies there no more.
  const leaveTray = (id) => {
    const slip = document.getElementById(id);
    if (!slip) return;
    slip.remove();
    document.getElementById("own-tray").hidden = !document.querySelector("#own-late > li");
  };

  // Tells whether somebody else's note is new on the page.
  const place = (slip, isOwn) => {
    const { reflection, quadrant } = slip.dataset;
    const old = document.getElementById(`r-${reflection}`);
    const isMine = isOwn || mine.has(reflection);
    if (old) {
      const moves = isOwn && own && old.parentElement !== own;
      const waiting = late.get(old.id);
      late.delete(old.id);
      if (isNewer(slip, waiting ? waiting[0] : old) > 0 || moves) change(old, slip, isOwn && own !== null);
      else if (waiting) late.set(old.id, waiting);
      return false;
    }
    if ("deleted" in slip.dataset) return held.delete(reflection) && false;
    // The answer to its writer is on the way, or it was out of sight for a while.
    if (isMine && own && !isOwn) return awaitOwn(slip);
    const list = isOwn && own ? own : document.getElementById(`notes-${quadrant}`);
    if (!list) return false;
    leaveTray(`l-${reflection}`);
    if (!isMine && isChoosing()) held.set(reflection, slip);
    else insert(slip, list, list === own);
    return !isMine;
  };

  const offer = () => {
    if (!shows) return;
    shows.hidden = !held.size;
    if (held.size) shows.textContent = textFor(held.size, shows.dataset);
  };

  const put = (html, isOwn = false) => {
    const box = document.createElement("template");
    box.innerHTML = html;
    const slips = each(box.content, "[data-reflection]").filter((slip) => !slip.parentElement || !slip.parentElement.closest("[data-reflection]"));
    for (const slip of slips) slip.removeAttribute("hx-swap-oob");
    const fresh = slips.filter((slip) => place(slip, isOwn)).length;
    offer();
    if (fresh) announce(fresh);
    return slips.length;
  };

  const letIn = () => {
    const slips = [...held.values()];
    held.clear();
    for (const slip of slips) insert(slip, document.getElementById(`notes-${slip.dataset.quadrant}`));
    offer();
  };

  const catchUp = () => {
    for (const [id, [slip, isOwn]] of [...late]) {
      const old = document.getElementById(id);
      late.delete(id);
      if (old) change(old, slip, isOwn);
    }
    if (held.size && !isChoosing()) letIn();
  };
  setInterval(() => (late.size || held.size) && catchUp(), 1000);
  if (shows) shows.addEventListener("click", letIn);

  // --- What is said ------------------------------------------------------------------------

  const line = document.getElementById("board-news");
  let news = 0;
  let saidAt = -1e9;
  let saying = 0;
  const say = () => {
    line.textContent = textFor(news, line.dataset);
    news = saying = 0;
    saidAt = now();
  };
  const announce = (n) => {
    news += n;
    if (line && !saying) saying = setTimeout(say, Math.max(300, saidAt + 10000 - now()));
  };

  // --- How it comes here -------------------------------------------------------------------

  let heard = -1e9; // When the stream, ours or that of another tab, last gave a sign of life.
  let source = null;
  let isGreeted = false;
  let tries = 0;
  let misses = 0;
  let timer = 0;
  let retry = 0;
  const isStreaming = () => now() - heard < 20000;
  const tell = (what) => document.dispatchEvent(new CustomEvent(what));

  const beat = (number) => {
    if (!number || number === pulse) return;
    pulse = number;
    tell("board:pulse");
  };

  const take = (html, to) => {
    const slips = html ? put(html) : 0;
    if (slips || to !== cursor) tell("board:change");
    cursor = to;
    return slips;
  };

  const ask = async () => {
    const after = cursor;
    const response = await fetch(`${changes}?after=${after}&pulse=${pulse}`, { cache: "no-store", signal: AbortSignal.timeout(15000) });
    if (response.status !== 200 && response.status !== 304) throw new Error(response.status);
    const html = response.status === 200 ? await response.text() : "";
    const to = Number(response.headers.get("X-Cursor"));
    events = response.headers.get("X-Events") || "";
    // A lower number than ours comes from a board that was restored from a copy.
    const slips = to >= cursor || to < after ? take(html, to) : put(html);
    beat(Number(response.headers.get("X-Pulse")));
    if (slips >= 100) await ask();
  };

  const round = async () => {
    clearTimeout(timer);
    if (!isStreaming()) {
      try {
        await ask();
        misses = 0;
      } catch {
        misses += 1;
      }
    }
    const pause = isStreaming() ? 5000 : document.hidden ? 30000 : Math.min(2000 * 2 ** misses, 30000);
    clearTimeout(timer);
    timer = setTimeout(round, jitter(pause));
  };

  const others = window.BroadcastChannel && new BroadcastChannel(`board ${changes} ${onPhone}`);
  const share = (said) => others && others.postMessage(said);
  if (others) {
    others.onmessage = ({ data }) => {
      if (data.own) return put(data.own, true);
      if (data.mine) return mine.add(data.mine);
      heard = now();
      beat(data.pulse);
      if (data.to === undefined) return;
      // Something was missed between the page and the first word of the other tab.
      if (data.from > cursor) ask().catch(() => {});
      else if (data.to >= cursor) take(data.html, data.to);
    };
  }

  const alive = (said = {}) => {
    heard = now();
    tries = 0;
    // Between the page and the first word of its stream something may have been touched.
    if (!isGreeted) ask().catch(() => {});
    isGreeted = true;
    share(said);
  };

  // Looks after the stream: one that fell silent is left, and a new one tried after a while.
  const later = () => {
    clearTimeout(retry);
    retry = setTimeout(check, source ? 21000 : jitter(Math.min(1000 * 2 ** tries, 60000)));
  };

  const check = () => {
    if (source && !isStreaming()) lose();
    else if (!source && events) open();
    else later();
  };

  const lose = () => {
    source.close();
    source = null;
    heard = -1e9;
    tries += 1;
    later();
    round();
  };

  const open = () => {
    const address = new URL(events, location);
    address.searchParams.set("after", cursor);
    // Without one the stream says the pulse at once, and that it is alive.
    address.searchParams.delete("pulse");
    isGreeted = false;
    source = new EventSource(address);
    source.addEventListener("heartbeat", () => alive());
    source.addEventListener("pulse", (event) => {
      beat(Number(event.data));
      alive({ pulse });
    });
    source.addEventListener("change", (event) => {
      const from = cursor;
      const to = Number(event.lastEventId);
      take(event.data, to);
      alive({ from, to, html: event.data });
    });
    source.addEventListener("error", lose);
    later();
  };

  // One stream for all tabs of a browser, where it can keep count of them.
  if (window.EventSource && events) {
    if (navigator.locks) navigator.locks.request(`stream ${changes}`, () => new Promise(open)).catch(open);
    else open();
  }
  document.addEventListener("visibilitychange", () => document.hidden || round());
  window.addEventListener("online", round);
  round();

  window.board = { put, mine, share };
})();
