// Shows what is chosen on the board, and the bar for it once something is. Everything works
// without this file; then the bar is always there.
(() => {
  const bar = document.getElementById("selected");
  if (!bar) return;
  const line = bar.querySelector("[data-chosen]");
  const count = () => {
    const boxes = [...document.querySelectorAll("input[name=note]")];
    for (const box of boxes) box.closest(".slip").classList.toggle("slip--sel", box.checked);
    const chosen = boxes.filter((box) => box.checked).length;
    bar.hidden = !chosen;
    line.textContent = chosen === 1 ? line.dataset.one : line.dataset.many.replace("{n}", chosen);
  };
  document.addEventListener("change", (event) => event.target.name === "note" && count());
  document.addEventListener("reset", () => setTimeout(count));
  document.addEventListener("htmx:afterSettle", count);
  document.addEventListener("board:change", count);
  window.addEventListener("pageshow", count);
  count();
})();
