// Answers for the recorder's page when the bureau cannot be reached; it keeps that page and its parts, and nothing that somebody said.
const STORE = "zoutong-recorder-1";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(address, headers) {
  const answer = await fetch(address, { headers, credentials: "same-origin", redirect: "manual" });
  if (answer.ok && (!headers || answer.headers.get("X-Recorder") === "page")) await (await caches.open(STORE)).put(address, answer);
}

self.addEventListener("message", (event) => {
  if (!event.data?.keep) return;
  // Asked for with this mark, the page comes without what its owner tapped: the phone may pass into other hands.
  const all = [keep(event.data.keep, { "X-Recorder": "keep" }), ...event.data.parts.map((part) => keep(part))];
  event.waitUntil(Promise.allSettled(all));
});

async function answered(event, address) {
  const kept = () => caches.open(STORE).then((store) => store.match(address, { ignoreSearch: true, ignoreVary: true }));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(kept);
  const net = fetch(event.request);
  try {
    return (await Promise.race([net, late])) ?? (await net);
  } catch (wrong) {
    const found = await kept();
    if (found) return found;
    throw wrong;
  }
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const { origin, pathname } = new URL(event.request.url);
  const part = pathname.startsWith("/static/");
  if (origin === self.location.origin && (part || event.request.mode === "navigate")) event.respondWith(answered(event, pathname));
});
