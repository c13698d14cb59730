// A slip that comes through the stream is drawn for everybody, so without anybody's own dots:
// this puts them back from the bar. Everything works without this file.
(() => {
  let known = "";
  const rowsIn = (node) => (node.matches?.("[data-dots-of]") ? [node] : [...(node.querySelectorAll?.("[data-dots-of]") || [])]);
  const fill = (changes = []) => {
    const bar = document.getElementById("dots");
    if (!bar) {
      // The vote is over under somebody's finger: what comes next has the focus.
      const now = document.getElementById("board-now");
      if (!now || !document.activeElement.closest(".slip__vote")) return;
      now.tabIndex = -1;
      return now.focus({ preventScroll: true });
    }
    const own = JSON.parse(bar.dataset.own);
    // On a board of 2,000 notes it costs too much to look at all of them for each that is new.
    const isSame = known === bar.dataset.own;
    known = bar.dataset.own;
    const nodes = isSame ? changes.flatMap(({ addedNodes }) => [...addedNodes]) : [document];
    for (const row of nodes.flatMap(rowsIn)) {
      const number = own[row.dataset.dotsOf] || 0;
      const [, dots, back] = row.children;
      if (dots.textContent.length === number) continue;
      dots.textContent = "●".repeat(number);
      dots.setAttribute("aria-label", bar.dataset.said.replace("{n}", number));
      dots.hidden = back.hidden = !number;
    }
  };
  new MutationObserver(fill).observe(document.querySelector("main"), { childList: true, subtree: true });
  fill();
})();
