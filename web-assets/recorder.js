// Makes the recorder's page a recorder: taps are kept on the phone first and sent when there is a signal. Without it the forms do the core.
import { makeUuid, openKept } from "./recorder-kept.mjs";
import { makeQueue } from "./recorder-queue.mjs";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const page = $("[data-recorder]");
const data = JSON.parse($("#recorder-data").textContent);
const words = Object.fromEntries($$("[data-k]", $("#recorder-words").content).map((part) => [part.dataset.k, part.textContent]));
const form = $("form[data-tap]");
const shot = $("form[data-shot]");
const step = $("#step");
const sign = $("[data-sign]");
const told = $("[data-told]");
const list = $("[data-list]");
const TWICE_MS = 350;
const POLL_MS = 15000;
const LONGEST_WAIT_MS = 30000;
const ANSWER_MS = 20000;

let guard = $("[name=csrfmiddlewaretoken]", form).value;
let live = data.state;
let skew = live.now - Date.now();
let since = live.step && live.step === step.value ? live.since : Date.now() + skew;
let waiting = data.waiting;
let trips = data.trips;
let mood = "ok";
let pause = 1000;
let timer = 0;
const mine = data.last ? [data.last] : [];

const say = (key, n) => words[key].replace("#", n);
const fault = (code) => Object.assign(new Error(code), { code });

function tell(text, bad = false) {
  told.hidden = !text;
  told.textContent = text;
  told.classList.toggle("zt-say--bad", bad);
}

function line(tap) {
  $("[data-none]", list)?.remove();
  const row = document.createElement("li");
  row.dataset.uuid = tap.uuid;
  const time = new Date(tap.at).toTimeString().slice(0, 5);
  for (const [tag, text] of [["span", time], ["b", tap.label], ["q", tap.quote], ["span", tap.stepTitle]]) {
    if (!text) continue;
    const part = document.createElement(tag);
    part.textContent = text;
    row.append(part, " ");
  }
  list.prepend(row);
}

async function send(walk, taps) {
  if (!navigator.onLine) throw fault("offline");
  const here = (place) => place.replace(data.number, encodeURIComponent(walk));
  const plain = taps.map(({ file, walk: _walk, account: _account, label: _label, stepTitle: _title, ...tap }) => tap);
  const post = () => {
    if (!taps[0].file) {
      const body = JSON.stringify({ taps: plain, sent: Date.now(), account: data.account });
      return fetch(here(page.dataset.taps), { method: "POST", body, redirect: "manual", headers: { "Content-Type": "application/json", "X-CSRFToken": guard }, signal: limit() });
    }
    const body = new FormData();
    body.set("tap", JSON.stringify(plain[0]));
    body.set("sent", Date.now());
    body.set("account", data.account);
    body.set("file", taps[0].file, taps[0].file.name || "photo.jpg");
    return fetch(here(page.dataset.photo), { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": guard }, signal: limit() });
  };
  let answer = await post();
  if (answer.status === 403 && (await look())) answer = await post();
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 || answer.status === 409) throw fault("signin");
  if (answer.status === 404) throw fault("walk");
  if (taps[0].file && [413, 415, 422].includes(answer.status)) {
    const wrong = await answer.json().then((said) => said.wrong, () => "");
    return { kept: [], refused: [{ uuid: taps[0].uuid, wrong }] };
  }
  if (!answer.ok) throw fault("server");
  return answer.json();
}

function limit() {
  const stop = new AbortController();
  window.setTimeout(() => stop.abort(), ANSWER_MS);
  return stop.signal;
}

// Where the live walk stands; it also brings a fresh mark for the forms, which a page from the phone's own store lacks.
async function look() {
  try {
    const answer = await fetch(page.dataset.state, { redirect: "manual", signal: limit() });
    if (!answer.ok) return false;
    const found = await answer.json();
    if (found.account !== data.account) return false;
    guard = found.guard;
    for (const field of $$("[name=csrfmiddlewaretoken]")) field.value = guard;
    skew = found.now - Date.now();
    if (found.step && found.step !== live.step) moveTo(found.step, found.since);
    live = found;
    return true;
  } catch {
    return false;
  }
}

function moveTo(name, at) {
  if (![...step.options].some((option) => option.value === name)) return;
  step.value = name;
  since = at;
  showWords();
}

function showWords() {
  const found = data.steps.find((one) => one.name === step.value);
  const box = $("[data-words]");
  box.replaceChildren(
    ...(found?.told ?? []).map((text, place) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      const inner = document.createElement("span");
      button.className = "btn zr-row";
      button.name = "press";
      button.value = `word:${place}`;
      button.dataset.press = "";
      inner.textContent = text;
      button.append(inner);
      row.append(button);
      return row;
    }),
  );
}

async function begin() {
  const kept = await openKept();
  let now = 0;

  async function show() {
    now = (await kept.waiting(data.account)).length;
    const offline = !navigator.onLine || mood === "offline";
    sign.dataset.mood = mood === "signin" ? "signin" : offline ? "offline" : now ? "sending" : "online";
    if (mood === "signin") {
      const way = $("[data-k=signin_link]", $("#recorder-words").content).cloneNode(true);
      way.removeAttribute("data-k");
      sign.replaceChildren(say("signin", now), " ", way);
    } else sign.textContent = offline ? (now ? say("offline", now) : words.offline_none) : now ? say("sending", now) : words.online;
  }

  const queue = makeQueue({
    account: data.account,
    kept,
    send,
    now: () => Date.now(),
    fresh: makeUuid,
    tell(what, one) {
      if (what === "refused") tell(one.wrong, true);
      if (what === "sent") show();
    },
  });

  async function flush() {
    window.clearTimeout(timer);
    try {
      await queue.flush();
      mood = "ok";
      pause = 1000;
    } catch (wrong) {
      mood = wrong.code === "signin" ? "signin" : "offline";
      pause = Math.min(pause * 2, LONGEST_WAIT_MS);
      timer = window.setTimeout(flush, pause);
    }
    await show();
  }

  async function press(tap, file) {
    try {
      const whole = await queue.press(data.number, { role: data.role, step: step.value, quote: "", value: "", ...tap }, file);
      navigator.vibrate?.(20);
      await show();
      flush();
      return whole;
    } catch {
      sign.dataset.mood = "broken";
      sign.textContent = words.broken;
      return null;
    }
  }

  const stepTitle = () => data.steps.find((one) => one.name === step.value)?.title ?? "";

  const labelOf = (button) => button.dataset.label ?? button.dataset[button.value.split(":")[1]] ?? ($("b", button) ?? $("span", button) ?? button).textContent.trim();

  async function pressed(button) {
    const [kind, value = ""] = button.value.split(":");
    const quote = $("#quote");
    const other = $("#other");
    const tap = { kind, value, label: labelOf(button), stepTitle: stepTitle() };
    if (kind === "mood") tap.label = button.getAttribute("aria-label");
    if (["tag", "quote", "trip", "returned"].includes(kind)) tap.quote = quote.value.trim();
    if (kind === "paper" && value === "other") tap.quote = other.value.trim();
    if (kind === "word") Object.assign(tap, { quote: tap.label, value: "", label: $(".zr-fold:last-of-type summary").textContent });
    if (kind === "quote" && !tap.quote) return quote.focus();
    if (kind === "undo") return undo();
    if (tap.quote && kind !== "word") (kind === "paper" ? other : quote).value = "";
    const whole = await press(tap);
    if (!whole) return undefined;
    mine.push(whole.uuid);
    line(whole);
    $("[data-undo]").disabled = false;
    tell("outside" in button.dataset ? words.outside : `${words.kept} · ${tap.label}`);
    if (kind === "wait") {
      waiting = value === "start" ? whole.at + skew : 0;
      button.value = `wait:${waiting ? "stop" : "start"}`;
      button.textContent = waiting ? button.dataset.stop : button.dataset.start;
    }
    if (kind === "trip") showTrips(trips + 1);
    return undefined;
  }

  function showTrips(n) {
    trips = n;
    $("[data-trips]").textContent = trips > 0 ? ` ${trips}` : "";
  }

  async function undo() {
    const uuid = mine.pop();
    if (!uuid || !(await press({ kind: "undo", value: uuid, label: "" }))) return;
    list.querySelector(`[data-uuid="${uuid}"]`)?.remove();
    $("[data-undo]").disabled = !mine.length;
    tell(words.undone);
  }

  let before = ["", 0];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (!button || (before[0] === button.value && Date.now() - before[1] < TWICE_MS)) return;
    before = [button.value, Date.now()];
    pressed(button);
  });
  shot.addEventListener("submit", (event) => event.preventDefault());
  $("#file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    const whole = await press({ kind: "photo", label: $("label[for=file]").textContent, stepTitle: stepTitle() }, file);
    if (!whole) return;
    mine.push(whole.uuid);
    line(whole);
    tell(`${words.kept} · ${whole.label}`);
    $("[data-undo]").disabled = false;
    event.target.value = "";
  });
  step.addEventListener("change", () => {
    since = step.value === live.step ? live.since : Date.now() + skew;
    showWords();
    press({ kind: "step", label: "", stepTitle: stepTitle() });
  });
  window.addEventListener("online", () => {
    pause = 1000;
    flush();
    look();
  });
  window.addEventListener("offline", show);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    flush();
    look();
  });
  window.setInterval(() => document.visibilityState === "visible" && navigator.onLine && look(), POLL_MS);

  for (const tap of await kept.waiting(data.account)) if (tap.walk === data.number && tap.label) line(tap);
  await look();
  await flush();
}

function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function tick() {
  const now = Date.now() + skew;
  $("[data-clock]").textContent = duration(now - since);
  const wait = $("[data-wait]");
  if (waiting) wait.textContent = `${wait.dataset.stop} ${duration(now - waiting)}`;
}

// The service worker keeps this page and what it is made of, so that it opens in a cellar too.
async function keepPage() {
  await navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope });
  const { active } = await navigator.serviceWorker.ready;
  const parts = $$("link[href][rel~=stylesheet], link[href][rel~=icon], script[src]").map((part) => part.href || part.src);
  active.postMessage({ keep: location.pathname, parts });
}

page.classList.add("is-live");
window.setInterval(tick, 1000);
tick();
begin().catch(() => {
  sign.dataset.mood = "broken";
  sign.textContent = words.broken;
});
if ("serviceWorker" in navigator) keepPage().catch(() => {});
