// Makes the public pages a little kinder; every page works without it.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

document.documentElement.classList.add("js");

// The summary of what is wrong is read out first, and its links go to the field.
const summary = $(".govuk-error-summary");
if (summary) {
  summary.setAttribute("tabindex", "-1");
  summary.focus();
  for (const link of $$("a[href^='#']", summary)) {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".govuk-form-group") ?? field).scrollIntoView({ block: "start" });
      field.focus({ preventScroll: true });
    });
  }
}

// Typed words stay in this tab until they are sent or erased.
const draft = $("textarea[data-draft]");
const KEY = "zt-draft";
const store = (() => {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
})();
if (draft && store) {
  if (!draft.value && store.getItem(KEY)) draft.value = store.getItem(KEY);
  draft.addEventListener("input", () => store.setItem(KEY, draft.value));
}
if (store && $("[data-forget]")) store.removeItem(KEY);
for (const way of $$("[data-leave]")) {
  way.addEventListener("click", (event) => {
    event.preventDefault();
    store?.removeItem(KEY);
    // What was on the screen goes at once; the page that we leave is not kept in the history.
    document.body.hidden = true;
    window.location.replace(way.href);
  });
}

// How many characters are left, said only when it begins to matter.
for (const counter of $$("[data-count-for]")) {
  const field = document.getElementById(counter.dataset.countFor);
  const most = Number(counter.dataset.most);
  const tell = () => {
    const left = most - [...field.value].length;
    const text = left < 0 ? counter.dataset.over : left < most * 0.2 ? counter.dataset.left : "";
    counter.textContent = text.replace("{n}", Math.abs(left).toLocaleString());
    counter.classList.toggle("govuk-error-message", left < 0);
  };
  field.addEventListener("input", tell);
  tell();
}

for (const button of $$("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// One press is one answer: a second press within a second is not sent.
for (const form of $$("form")) {
  let last = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - last < 1000) event.preventDefault();
    last = now;
  });
}
