// Drives the queue of the phone through random cut-offs of network, tab and device; prints what reached the bureau, in which order.
// node cuts.mjs SEED CUTS → {"cuts": {…}, "kept": [uuid, in the order of the thumb], "perhaps": [uuid], "deliveries": [[tap, …], …], "left": n}
import { makeQueue } from "../../../web-assets/recorder-queue.mjs";

const [seed, wanted] = process.argv.slice(2).map(Number);
let state = seed >>> 0;
const luck = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const hex = (n) => Array.from({ length: n }, () => Math.floor(luck() * 16).toString(16)).join("");
const fresh = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
const never = () => new Promise(() => {});
const pause = () => new Promise((resolve) => setImmediate(resolve));

const device = fresh();
const disk = [];
let counter = 0;
let moment = 1796000000000;
const cuts = { network: 0, tab: 0, device: 0 };
const deliveries = [];
const late = [];
const known = new Set();
const pressed = [];
const order = [];
let calm = false;

// What a browser that dies leaves of its work: a transaction is whole or not there, and nobody hears of it.
function makeKept(life) {
  const step = async (work) => {
    for (let n = Math.floor(luck() * 3); n > 0; n -= 1) await pause();
    if (!life.on) return never();
    const result = work();
    await pause();
    return life.on ? result : never();
  };
  return {
    add: (tap) => step(() => (disk.push({ ...tap, device, counter: (counter += 1) }), counter)),
    waiting: (account, limit, without) => step(() => disk.filter((t) => t.account === account && !without.has(t.walk)).slice(0, limit).map((t) => ({ ...t }))),
    drop: (uuids) => step(() => { for (const uuid of uuids) { const at = disk.findIndex((t) => t.uuid === uuid); if (at >= 0) disk.splice(at, 1); } }),
  };
}

function arrive(taps) {
  deliveries.push(taps.map(({ file: _f, walk: _w, account: _a, ...tap }) => tap));
  for (const tap of taps) known.add(tap.uuid);
}

function makeSend(life) {
  return async (_walk, taps) => {
    await pause();
    if (!life.on) return never();
    const what = calm ? 1 : luck();
    if (what < 0.5) cuts.network += 1;
    if (what < 0.15) throw new Error("lost on the way");
    if (what < 0.3) { late.push(taps); throw new Error("slow: given up here, and delivered later"); }
    arrive(taps);
    if (what < 0.45) throw new Error("the answer was lost");
    if (what < 0.5) arrive(taps);
    await pause();
    return life.on ? { kept: taps.map((t) => t.uuid), refused: [] } : never();
  };
}

const done = () => cuts.network + cuts.tab + cuts.device;
const born = () => {
  const life = { on: true };
  const queue = makeQueue({ account: "7", kept: makeKept(life), send: makeSend(life), now: () => (moment += 1 + Math.floor(luck() * 900)), fresh: () => { const one = fresh(); order.push(one); return one; } });
  return { life, queue };
};

let { life, queue } = born();
while (done() < wanted) {
  const what = luck();
  if (what < 0.55) {
    const press = queue.press("LD20261124-001", { kind: "tag", value: "stuck", step: "reception", role: "", quote: "" });
    press.then((tap) => pressed.push(tap.uuid));
    if (luck() < 0.7) await Promise.race([press, ...Array.from({ length: 12 }, pause)].slice(0, 1).concat(new Promise((r) => setTimeout(r, 0))));
  } else if (what < 0.85) {
    queue.flush().catch(() => {});
    for (let n = Math.floor(luck() * 6); n > 0; n -= 1) await pause();
  } else if (what < 0.92 && late.length) {
    arrive(late.splice(Math.floor(luck() * late.length), 1)[0]);
  } else if (what > 0.96) {
    life.on = false;
    cuts[luck() < 0.5 ? "tab" : "device"] += 1;
    if (luck() < 0.3) moment -= 60000 * Math.floor(luck() * 90);
    ({ life, queue } = born());
  } else await pause();
}
calm = true;
await pause();
await queue.flush();
while (late.length) arrive(late.pop());
const sure = new Set(pressed);
process.stdout.write(JSON.stringify({ cuts, kept: order.filter((u) => sure.has(u)), perhaps: order.filter((u) => !sure.has(u)), deliveries, left: disk.length }));
