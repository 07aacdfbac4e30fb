// Makes the staff pages quicker under the hand; every page works without it.
import htmx from "htmx.org";
import "./desk.js";

// Styles of the page come from our own file only (content security policy): htmx must not write any into it.
htmx.config.includeIndicatorCSS = false;
window.htmx = htmx;

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
document.documentElement.classList.add("js");

// The summary of what is wrong is read out first.
$(".zt-say--bad[tabindex]")?.focus();

// Sheets that fold out close with Escape, with a press elsewhere, and when another opens.
const folds = () => $$("details.zt-fold[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const fold of folds()) {
    fold.open = false;
    $("summary", fold).focus();
  }
});
document.addEventListener("click", (event) => {
  for (const fold of folds()) if (!fold.contains(event.target)) fold.open = false;
});

// “/” goes to the search box, as people who work with lists are used to.
document.addEventListener("keydown", (event) => {
  const search = $(".zt-bar__search input");
  if (event.key !== "/" || !search || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  search.focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});
for (const button of $$("[data-print]")) button.hidden = false;

// One press is one act: a second press within a second is not sent.
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  const now = Date.now();
  if (event.target.method === "post" && now - (sent.get(event.target) ?? 0) < 1000) event.preventDefault();
  sent.set(event.target, now);
});
