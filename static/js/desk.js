// What the marking desk does beyond HTML: comments go into the feedback, and a judgement and its reasons agree.
"use strict";

// A comment is written below what is there; the box saves itself as if it had been typed. One more use is counted.
on("click", "[data-insert]", (button, event) => {
  const text = document.getElementById(button.dataset.insert);
  if (!text) return;
  event.preventDefault();
  text.value = [text.value.trim(), button.textContent.trim()].filter(Boolean).join("\n\n");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus({ preventScroll: true });
  fetch(button.dataset.used, { method: "POST", headers: { "X-CSRFToken": token.of() } }).catch(() => {});
});

// Comments for any criterion are in the page once; they come into the bank that is opened, and stay there.
const fill = (bank) => {
  const shared = document.querySelector("[data-shared-comments]");
  if (!shared || "filled" in bank.dataset) return;
  bank.dataset.filled = "";
  const comments = shared.content.cloneNode(true);
  for (const button of comments.querySelectorAll("button")) {
    button.value = bank.dataset.criterion + button.value;
    button.dataset.insert = bank.dataset.field;
  }
  bank.querySelector("li:last-child").before(comments);
};
document.addEventListener("toggle", (event) => event.target.matches("[data-bank][open]") && fill(event.target), true);

// Naming what the evidence lacks says "not yet met", and "met" takes it back. Then the comments are at hand.
on("change", "[data-judgement] :is([type=radio], [type=checkbox])", (input) => {
  const box = input.closest("[data-judgement]");
  const refused = box.querySelector("[value=not_yet_met]");
  const lacks = [...box.querySelectorAll(".lacks [type=checkbox]")];
  if (input.type === "checkbox" && input.checked) refused.checked = true;
  if (input.value === "met") lacks.forEach((lack) => (lack.checked = false));
  const bank = box.querySelector("[data-bank]");
  if (!bank) return;
  bank.open = refused.checked;
  if (bank.open) fill(bank);
});
