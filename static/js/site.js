// What the pages do beyond HTML. Each behaviour finds its elements by a data- attribute and listens on the document,
// so that it also works on what htmx brings later. Every page works without this file.
"use strict";

const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(found, event);
  });

// ---------------------------------------------------------------- leaving quickly
(() => {
  const link = () => document.querySelector("[data-exit]");
  let shifts = [];

  // A form that does not save by itself is sent off as the button would without this file: the server keeps what stands in it.
  function keep(form) {
    if (!form || form.matches("[data-autosave]") || form.querySelector("[data-autosave]")) return;
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    typed.set("leave", "1");
    return fetch(form.action, { method: "POST", body: typed, keepalive: true, redirect: "manual" }).catch(() => {});
  }

  // The screen is blank at once; what was typed in the last second gets half a second to be saved before the session ends.
  async function leave() {
    const overlay = document.createElement("div");
    overlay.className = "exit-overlay";
    document.body.append(overlay);
    document.title = "…";
    const saves = [];
    document.dispatchEvent(new CustomEvent("cpd:leaving", { detail: saves }));
    saves.push(keep(link().form));
    await Promise.race([Promise.all(saves), new Promise((done) => setTimeout(done, 500))]);
    window.location.replace(link().dataset.exit);
  }

  on("click", "[data-exit]", (_, event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (!link() || event.repeat) return;
    if (event.key !== "Shift") return void (shifts = []);
    shifts = [...shifts.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
    if (shifts.length === 3) leave();
  });
})();

// ---------------------------------------------------------------- saving what is typed
const token = {
  of: () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "",
  // After signing in again in another tab the page's own token is stale: take the new one from a fresh copy of the page.
  async renew() {
    const page = await fetch(location.href, { redirect: "manual" });
    if (!page.ok) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!fresh) return false;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => (input.value = fresh.value));
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh.value }));
    return true;
  },
};

(() => {
  const drafts = new Map();
  const KEPT = "Not saved – your text is kept on this page.";

  // What autosaves: a form, a text, or a group of fields inside a larger form: <div data-autosave="…" data-fields>.
  function fields(box) {
    if (box.matches("form")) return new FormData(box);
    const data = new FormData();
    for (const input of box.querySelectorAll("textarea, select, input:not([type=hidden])"))
      if (input.checked || !/^(radio|checkbox)$/.test(input.type)) data.append(input.name, input.value);
    return data;
  }
  const textIn = (box) => (box.matches("[data-fields]") ? box.querySelector("textarea") : box.matches("form") ? null : box);
  const radiosIn = (box) => [...box.querySelectorAll("input[type=radio]")];
  function content(box) {
    const data = fields(box);
    if (!box.matches("form, [data-fields]")) data.set("text", box.value);
    data.set("version", box.dataset.version);
    data.delete("csrfmiddlewaretoken");
    return data;
  }
  const fingerprint = (box) => JSON.stringify([...content(box)].filter(([name]) => name !== "version"));

  function nearest(box, selector) {
    for (let place = box; place; place = place.parentElement) {
      const found = place.querySelector(selector);
      if (found) return found;
    }
    return null;
  }
  const stateOf = (box) => nearest(box, "[data-save-state]");

  // "Saving" is drawn by the style sheet, so that a screen reader hears only the outcome.
  function show(box, state, words) {
    const place = stateOf(box);
    if (!place) return;
    // One line may speak for several boxes: it does not say "saved" while one of them is not.
    draftOf(box).failed = state === "failed";
    if (state === "saved" && [...drafts].some(([other, draft]) => draft.failed && stateOf(other) === place)) return;
    place.dataset.state = state;
    if (words !== undefined && place.textContent !== words) place.textContent = words;
  }

  function showSignedOut(box) {
    show(box, "failed", `${KEPT} You are signed out. `);
    const link = document.createElement("a");
    Object.assign(link, { href: "/account/login/", target: "_blank", rel: "noopener", textContent: "Sign in in a new tab" });
    stateOf(box)?.append(link, ", then come back here.");
  }

  function draftOf(box) {
    if (!drafts.has(box)) drafts.set(box, { saved: box.dataset.savedAs ?? "", timer: 0, busy: false, pause: 5000, waiting: false });
    return drafts.get(box);
  }

  function later(box, pause) {
    const draft = draftOf(box);
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(box), pause);
  }

  const send = (box, extra = {}) =>
    fetch(box.dataset.autosave, {
      method: "POST",
      body: content(box),
      headers: { "X-CSRFToken": token.of(), Accept: "application/json" },
      redirect: "manual",
      ...extra,
    });

  async function save(box, renewed = false) {
    const draft = draftOf(box);
    const sent = fingerprint(box);
    if (draft.busy || draft.waiting || sent === draft.saved) return;
    draft.busy = true;
    show(box, "saving");
    try {
      const answer = await send(box);
      if (answer.ok) {
        const { version, saved_at: at } = await answer.json();
        setVersion(box, version);
        Object.assign(draft, { saved: sent, pause: 5000 });
        show(box, "saved", `Saved ${at}`);
      } else if (answer.status === 409) {
        draft.waiting = true;
        show(box, "failed", `${KEPT} It was also changed somewhere else.`);
        askWhich(box, await answer.json());
      } else if (answer.status === 403 && answer.headers.get("Content-Type") === "application/json") {
        show(box, "failed", `${KEPT} ${(await answer.json()).error}`);
      } else if (answer.status === 403 || answer.status === 401 || answer.type === "opaqueredirect") {
        draft.busy = false;
        if (!renewed && (await token.renew())) return save(box, true);
        showSignedOut(box);
      } else if (answer.status === 413 || answer.status === 422) {
        const { error = "It is too long to save." } = await answer.json().catch(() => ({}));
        show(box, "failed", `${KEPT} ${error}`);
      } else throw new Error(answer.status);
    } catch {
      show(box, "failed", `${KEPT} Trying again.`);
      draft.pause = Math.min(draft.pause * 2, 60000);
      later(box, draft.pause);
    } finally {
      draft.busy = false;
      if (draft.saved === sent && fingerprint(box) !== sent) later(box, 1000);
    }
  }

  function setVersion(box, version) {
    box.dataset.version = version;
    const input = nearest(box, "[data-version-input], input[name=version]");
    if (input) input.value = version;
  }

  // A judgement and its text, as one reads them.
  const withWords = (radio, text) => (radio ? `${radio.labels[0].textContent.trim()}\n\n${text}` : text);

  function askWhich(box, { theirs, version, verdict, lacks = [] }) {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", "conflict-heading");
    dialog.innerHTML = `
      <h2 id="conflict-heading" tabindex="-1" autofocus>This text was changed somewhere else</h2>
      <p>Perhaps it is open in another tab or on another device. Nothing is lost: both versions are here.</p>
      <div class="versions">
        <div><label for="conflict-mine">On this page</label><textarea id="conflict-mine" readonly></textarea></div>
        <div><label for="conflict-theirs">Saved somewhere else</label><textarea id="conflict-theirs" readonly></textarea></div>
      </div>
      <form method="dialog" class="actions">
        <button class="button" value="mine">Keep this page’s version</button>
        <button class="button secondary" value="theirs">Use the other version</button>
        <button class="button secondary" value="both">Keep both, one below the other</button>
      </form>`;
    const text = textIn(box);
    const mine = radiosIn(box).find((radio) => radio.checked);
    const other = radiosIn(box).find((radio) => radio.value === verdict);
    dialog.querySelector("#conflict-mine").value = text ? withWords(mine, text.value) : "The answers you see on this page.";
    dialog.querySelector("#conflict-theirs").value = withWords(other, theirs ?? "");
    if (!text) dialog.querySelector("[value=both]").remove();
    dialog.addEventListener("close", () => {
      const draft = draftOf(box);
      const choice = dialog.returnValue;
      dialog.remove();
      (text ?? box).focus();
      draft.waiting = false;
      if (!choice) return;
      setVersion(box, version);
      if (choice === "theirs" && !text) return location.reload();
      if (choice === "theirs") {
        text.value = theirs;
        radiosIn(box).forEach((radio) => (radio.checked = radio === other));
        box.querySelectorAll("input[type=checkbox]").forEach((tick) => (tick.checked = lacks.includes(tick.value)));
      }
      if (choice === "both") text.value = `${text.value}\n\n${theirs}`;
      (text ?? box).dispatchEvent(new Event("input", { bubbles: true }));
      draft.saved = null;
      save(box);
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  const unsaved = () => [...drafts].filter(([box, draft]) => box.isConnected && fingerprint(box) !== draft.saved);
  const begin = (box) => {
    if (!drafts.has(box)) draftOf(box).saved = fingerprint(box);
  };

  // The first touch remembers the text as the server gave it; only a later difference is worth sending.
  on("focusin", "[data-autosave]", begin);
  on("input", "[data-autosave]", (box) => {
    if (!drafts.has(box)) draftOf(box);
    later(box, 1500);
  });
  on("change", ":is(form, [data-fields])[data-autosave]", (box) => later(box, 300));
  on("focusout", ":is(textarea, [data-fields])[data-autosave]", (box) => save(box));
  on("submit", "form", async (form, event) => {
    const inForm = [...drafts].filter(([box]) => form.contains(box));
    // A save under way would make the version that the form holds an old one: let it end first.
    if (inForm.some(([, draft]) => draft.busy)) {
      event.preventDefault();
      return void setTimeout(() => form.requestSubmit(event.submitter), 100);
    }
    // Words that cannot be saved, because one is signed out or the line is down, stay on this page.
    const unsent = inForm.filter(([box, draft]) => fingerprint(box) !== draft.saved);
    if (unsent.length && !event.defaultPrevented) {
      event.preventDefault();
      await Promise.all(unsent.map(([box]) => save(box)));
      if (unsent.every(([box, draft]) => fingerprint(box) === draft.saved)) form.requestSubmit(event.submitter);
      return;
    }
    for (const [box, draft] of inForm) Object.assign(draft, { saved: fingerprint(box), waiting: true });
    delete form.dataset.changed;
  });
  window.addEventListener("online", () => unsaved().forEach(([box]) => save(box)));
  document.addEventListener("visibilitychange", () => unsaved().forEach(([box]) => save(box)));
  document.addEventListener("cpd:leaving", ({ detail: saves }) => {
    for (const [box, draft] of unsaved()) {
      saves.push(send(box, { keepalive: true }).catch(() => {}));
      draft.saved = fingerprint(box);
    }
    document.querySelectorAll("form[data-changed]").forEach((form) => delete form.dataset.changed);
  });

  // A form without autosave warns before it is left: <form data-warn-unsaved>.
  on("input", "form[data-warn-unsaved]", (form) => (form.dataset.changed = ""));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length || document.querySelector("form[data-changed]")) event.preventDefault();
  });
})();

// ---------------------------------------------------------------- counting words
(() => {
  const count = (place) => {
    const box = document.getElementById(place.dataset.wordCountFor);
    if (!box) return;
    const words = box.value.trim().split(/\s+/).filter(Boolean).length;
    const limit = Number(place.dataset.wordLimit || 0);
    const over = words - limit;
    place.classList.toggle("over", limit > 0 && over > 0);
    place.textContent = !limit ? `${words} words` : over > 0 ? `${words} words, ${over} over the limit of ${limit}` : `${words} of ${limit} words`;
  };
  const countAll = () => document.querySelectorAll("[data-word-count-for]").forEach(count);
  document.addEventListener("input", (event) => {
    if (event.target.id) document.querySelectorAll(`[data-word-count-for="${CSS.escape(event.target.id)}"]`).forEach(count);
  });
  document.addEventListener("DOMContentLoaded", countAll);
  document.addEventListener("htmx:afterSettle", countAll);
})();

// ---------------------------------------------------------------- where the focus goes
(() => {
  const focusIn = (place) => {
    const target = place.matches?.("[data-focus]") ? place : place.querySelector("[data-focus]");
    if (!target) return;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("DOMContentLoaded", () => focusIn(document));
  document.addEventListener("htmx:afterSettle", (event) => focusIn(event.target));
  on("click", ".error-summary a", (link, event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
})();

// ---------------------------------------------------------------- answers that are refusals
(() => {
  const SENTENCES = {
    403: "You cannot do that here, or you are signed out. What you typed is still on this page.",
    404: "That is no longer there. Reload the page to see what has changed.",
    409: "Somebody else changed this first. Reload the page to see it as it is now; what you typed is still here.",
    413: "That file is too large.",
  };
  function tell(sentence) {
    const notice = document.createElement("div");
    notice.className = "notice danger";
    notice.tabIndex = -1;
    notice.append(Object.assign(document.createElement("p"), { textContent: sentence }));
    document.getElementById("notices").replaceChildren(notice);
    notice.focus();
    notice.scrollIntoView({ block: "center" });
  }
  document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
    const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-problem]");
    tell(said?.textContent.trim() || SENTENCES[xhr.status] || "That did not work, and nothing was changed. Try again in a minute.");
  });
  document.addEventListener("htmx:sendError", () => tell("Not sent: there is no connection. What you typed is still on this page."));
})();

// ---------------------------------------------------------------- small things
(() => {
  // Menus close when something else is chosen.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("[data-menu][open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // Ctrl+Enter presses the one button that offers it: <button data-ctrl-enter>.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) document.querySelector("[data-ctrl-enter]:not(:disabled)")?.click();
  });

  // The desk's three widths, remembered on this device (a word, never text).
  const apply = (width) => {
    document.querySelectorAll(".desk").forEach((desk) => (desk.dataset.width = width));
    document.querySelectorAll("[data-desk-width]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.deskWidth === width));
  };
  on("click", "[data-desk-width]", (button) => {
    apply(button.dataset.deskWidth);
    try { localStorage.setItem("desk-width", button.dataset.deskWidth); } catch { /* private browsing: not remembered */ }
  });

  on("click", "[data-print]", () => window.print());
  // A password may be looked at while it is typed.
  function offerToShow(box) {
    const row = Object.assign(document.createElement("div"), { className: "with-button" });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button secondary", textContent: "Show" });
    button.setAttribute("aria-label", "Show password");
    button.addEventListener("click", () => {
      const hidden = box.type === "password";
      box.type = hidden ? "text" : "password";
      button.textContent = hidden ? "Hide" : "Show";
      button.setAttribute("aria-label", `${button.textContent} password`);
    });
    box.form?.addEventListener("submit", () => (box.type = "password"));
    box.replaceWith(row);
    row.append(box, button);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-needs-script]").forEach((element) => (element.hidden = false));
    document.querySelectorAll("input[type=password]").forEach(offerToShow);
    let width = "even";
    try { width = localStorage.getItem("desk-width") ?? width; } catch { /* private browsing */ }
    apply(width);
  });
})();
