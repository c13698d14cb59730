// While the room gathers notes, one can be dragged onto another. The way without a mouse is to
// choose the notes and press Saml, and that is all this does.
(() => {
  const form = document.getElementById("selected");
  const isTime = () => document.querySelector("#board-now[data-phase=group]") !== null;
  const noteOf = (event) => event.target.closest && event.target.closest(".slip.note:not(.slip--hid)");
  let held = null;
  let over = null;

  const mark = (slip) => {
    if (over) over.classList.remove("slip--over");
    over = slip;
    if (over) over.classList.add("slip--over");
  };

  // Only what is about to be dragged is draggable, so that text can be selected elsewhere.
  document.addEventListener("pointerdown", (event) => {
    const slip = noteOf(event);
    if (slip) slip.draggable = isTime() && !event.target.closest("a, button, input, label, summary");
  });

  document.addEventListener("dragstart", (event) => {
    held = isTime() ? noteOf(event) : null;
    if (held) event.dataTransfer.setData("text/plain", held.id);
  });

  document.addEventListener("dragover", (event) => {
    const slip = held && noteOf(event);
    mark(slip && slip !== held ? slip : null);
    if (over) event.preventDefault();
  });

  document.addEventListener("dragend", () => {
    mark(null);
    held = null;
  });

  document.addEventListener("drop", (event) => {
    if (!over || !form || !window.htmx) return;
    event.preventDefault();
    const box = (slip) => slip.querySelector("[name=note]").value;
    const values = {
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      act: "gather",
      under: over.dataset.reflection,
      note: [box(held), box(over)],
    };
    window.htmx.ajax("POST", form.getAttribute("hx-post"), { source: over, swap: "none", values });
  });
})();
