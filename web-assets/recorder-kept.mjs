// Keeps taps in the browser's own database until they are sent; the counter is the database's, so that two tabs never share a number.
const NAME = "zoutong-recorder";

const answered = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

const over = (work) =>
  new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onabort = work.onerror = () => reject(work.error ?? new Error("aborted"));
  });

export function makeUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export async function openKept() {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("taps", { keyPath: "counter", autoIncrement: true });
    asked.result.createObjectStore("own").put(makeUuid(), "device");
  };
  const base = await answered(asked);
  const write = () => base.transaction("taps", "readwrite", { durability: "strict" });
  const device = await answered(base.transaction("own").objectStore("own").get("device"));

  return {
    device,
    // Resolves only when the transaction is over: until then a cut would lose the tap, and nobody is told that it is kept.
    async add(tap) {
      const work = write();
      const put = work.objectStore("taps").add({ ...tap, device });
      await over(work);
      return put.result;
    },
    async waiting(account, limit = Infinity, without = new Set()) {
      const all = await answered(base.transaction("taps").objectStore("taps").getAll());
      return all.filter((tap) => tap.account === account && !without.has(tap.walk)).slice(0, limit);
    },
    async drop(uuids) {
      const gone = new Set(uuids);
      const work = write();
      const store = work.objectStore("taps");
      const cursor = store.openCursor();
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at) return;
        if (gone.has(at.value.uuid)) at.delete();
        at.continue();
      };
      await over(work);
    },
  };
}
