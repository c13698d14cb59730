// What stands around the notes while people meet: the clock counts down, and what has data-every
// is asked for anew. Everything works without this file; then the clock shows whole minutes.
(() => {
  let ahead = null; // How far the server's clock is ahead of this one, in milliseconds.
  let tag = "";
  let clockSaid = "";

  const line = document.createElement("p");
  line.className = "vh";
  line.setAttribute("role", "status");
  document.body.append(line);

  const learn = (response, asked) => {
    const date = Date.parse(response.headers.get("Date"));
    // The server rounds down to the second.
    if (date) ahead = date + 500 - (asked + Date.now()) / 2;
  };

  // What was said in the phase that is over does not stand there in the next, which is announced.
  const goOn = (fresh) => {
    for (const id of ["said", "board-status"]) document.getElementById(id)?.replaceChildren();
    line.textContent = fresh.querySelector(".now__say, .board__call h2")?.textContent || "";
  };

  // Put what is new in place of what stands there; the focus stays where it was.
  const put = (old, html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById(old.id);
    if (!fresh) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    // Somebody is choosing just now.
    if (focused && focused.tagName === "SELECT") return (tag = "");
    // A board that opened has a place to write now, and nobody writes yet.
    const opens = old.dataset.state && old.dataset.state !== "open" && fresh.dataset.state === "open";
    if (opens && !document.querySelector("[data-composer]")) return location.reload();
    if (old.dataset.phase !== fresh.dataset.phase) goOn(fresh);
    old.replaceWith(document.adoptNode(fresh));
    const joined = document.querySelector(".join__n b");
    if (joined && fresh.dataset.joined) joined.textContent = fresh.dataset.joined;
    // Only then does htmx know which button of #acts was pressed.
    if (window.htmx) window.htmx.process(fresh);
    const again = focused && focused.id && document.getElementById(focused.id);
    if (again) again.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("board:now"));
    tick();
  };

  const ask = async () => {
    const old = document.querySelector("[data-now]");
    if (!old || document.hidden) return;
    const asked = Date.now();
    const headers = { "HX-Request": "true", "HX-Target": old.id };
    if (tag) headers["If-None-Match"] = tag;
    try {
      const response = await fetch(old.dataset.now, { headers, cache: "no-store" });
      learn(response, asked);
      if (response.status !== 200 || response.redirected) return;
      tag = response.headers.get("ETag") || "";
      const html = await response.text();
      // It may have been replaced meanwhile.
      const now = document.getElementById(old.id);
      if (now) put(now, html);
    } catch {
      // No network: the next round asks again.
    }
  };

  const say = (clock, left) => {
    const state = clock.dataset.ends + (left <= 0 ? " over" : left <= 60 ? " minute" : "");
    if (state === clockSaid) return;
    // Only what happens while somebody looks on is announced, not what a page began with.
    if (clockSaid.startsWith(clock.dataset.ends)) line.textContent = left <= 0 ? clock.dataset.over : clock.dataset.minute;
    clockSaid = state;
  };

  const tick = () => {
    const clock = document.querySelector(".clock[data-ends]");
    if (!clock || ahead === null) return;
    const left = Math.ceil((Date.parse(clock.dataset.ends) - Date.now() - ahead) / 1000);
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const text = left > 0 ? clock.dataset.left.replace("{time}", time) : clock.dataset.over;
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("clock--over", left <= 0);
    say(clock, left);
  };

  let rounds = 0;
  setInterval(() => {
    rounds += 1;
    const every = Number((document.querySelector("[data-every]") || { dataset: {} }).dataset.every);
    if (every && rounds % every === 0) ask();
    else if (ahead === null && document.querySelector(".clock")) ask();
    tick();
  }, 1000);

  // The board's own script hears of it first; the wall shows the notes as well.
  let soon = 0;
  const look = () => {
    clearTimeout(soon);
    soon = setTimeout(ask, 300);
  };
  document.addEventListener("board:pulse", look);
  if (document.querySelector(".wall__board")) document.addEventListener("board:change", look);
  document.addEventListener("visibilitychange", look);
  if (document.querySelector(".clock")) ask();
})();
