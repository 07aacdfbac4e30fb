// Makes the desk quick: keys, the bar that appears with a selection, drafts that keep themselves. Every page works without it.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// A key does what the button that bears it does; never while somebody types, never with a modifier.
const typing = (element) => element?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const rows = () => $$("[data-row]");
let at = -1;

function stand(place) {
  const all = rows();
  if (!all.length) return;
  all[at]?.classList.remove("is-at");
  at = Math.max(0, Math.min(place, all.length - 1));
  all[at].classList.add("is-at");
  const link = $("a.zd-row", all[at]);
  link?.focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!rows().length) return;
    event.preventDefault();
    stand(at + (event.key === "ArrowDown" ? 1 : -1));
    return;
  }
  if (event.key === "x" && at >= 0) {
    const tick = $("input[type=checkbox]", rows()[at]);
    if (tick) {
      tick.click();
      return;
    }
  }
  const wanted = event.key.toLowerCase();
  const target = $$("[data-key]").find((e) => e.dataset.key === wanted && e.getClientRects().length);
  if (!target) return;
  event.preventDefault();
  if (target.tagName === "SUMMARY") {
    target.parentElement.open = true;
    ($("input:not([type=hidden]), select, textarea, button", target.parentElement) ?? target).focus();
  } else target.click();
});

// The bar for many rows appears with the first one ticked, and says how many.
for (const bar of $$("[data-bulk]")) {
  const form = bar.closest("form");
  const say = $("[data-count]", bar);
  const tell = () => {
    const n = $$("input[name=row]:checked", form).length;
    bar.classList.toggle("is-on", n > 0);
    if (n) say.textContent = say.dataset.count.replace("{n}", n);
  };
  form.addEventListener("change", tell);
  tell();
}

// Nothing typed is lost: the draft goes to the server soon after the last key, and again when the page is left.
const reception = $("form[data-draft]");
if (reception) {
  const mark = $("[data-saved]", reception);
  let dirty = false;
  let timer = 0;
  const send = async (last) => {
    if (!dirty) return;
    dirty = false;
    const body = new FormData(reception);
    if (last && navigator.sendBeacon) {
      navigator.sendBeacon(reception.dataset.draft, body);
      return;
    }
    try {
      const answer = await fetch(reception.dataset.draft, { method: "POST", body, headers: { "X-Draft": "1" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      mark.textContent = await answer.text();
    } catch {
      dirty = true;
      mark.textContent = mark.dataset.failed ?? "";
      timer = window.setTimeout(send, 10000);
    }
  };
  reception.addEventListener("input", () => {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(send, 1500);
  });
  reception.addEventListener("submit", () => {
    dirty = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send(true);
  });
  // What is being typed at this moment is not replaced by what the server answers to an earlier state.
  document.addEventListener("htmx:before:swap", (event) => {
    const active = document.activeElement;
    if (active && active.closest("#judged") && active.matches("input:not([type=radio]):not([type=checkbox]), textarea") && active.value !== active.defaultValue) event.preventDefault();
  });
}

// The drawing opens where the case stands.
for (const box of $$("[data-drawing]")) {
  const here = $$("text", box).find((text) => text.textContent.includes("▼"));
  if (here) box.scrollLeft = here.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth / 2;
  if (here) box.scrollTop = here.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
}
