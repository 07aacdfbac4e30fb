// Knows how a tap gets from a thumb to the bureau: kept on the device first, sent until it is acknowledged, forgotten only then.
// It touches neither page nor network itself: what keeps, what sends and what makes a uuid are given to it.

const BATCH = 50;

// kept: { add(tap) → counter, waiting(account, limit, without) → taps by counter, drop(uuids) }, each durable when it resolves.
// send(walk, taps) → { kept: [uuid], refused: [{ uuid, wrong }] }; throws what has a `code`: "walk" when there is no such walk any more.
export function makeQueue({ account, kept, send, now, fresh, tell = () => {} }) {
  const closed = new Set();
  let running = null;
  let again = false;

  // The order of taps is the order in which they are kept, so no tap is begun before the one before it is kept.
  let last = Promise.resolve();

  function press(walk, tap, file = null) {
    const one = { ...tap, walk, account, file, uuid: fresh(), at: now() };
    const done = last.then(() => kept.add(one)).then((counter) => ({ ...one, counter }));
    last = done.catch(() => {});
    return done;
  }

  async function once() {
    for (;;) {
      const all = await kept.waiting(account, BATCH, closed);
      if (!all.length) return;
      const { walk } = all[0];
      const stop = all.findIndex((tap) => tap.walk !== walk || tap.file);
      const batch = all[0].file ? all.slice(0, 1) : all.slice(0, stop < 0 ? all.length : stop);
      tell("sending", batch);
      let answer;
      try {
        answer = await send(walk, batch);
      } catch (wrong) {
        if (wrong.code !== "walk") throw wrong;
        closed.add(walk);
        tell("closed", batch);
        continue;
      }
      const over = new Set([...answer.kept, ...answer.refused.map((one) => one.uuid)]);
      const gone = batch.map((tap) => tap.uuid).filter((uuid) => over.has(uuid));
      if (!gone.length) throw new Error("nothing was acknowledged");
      await kept.drop(gone);
      for (const one of answer.refused) tell("refused", one);
      tell("sent", gone);
    }
  }

  // One sender at a time; a tap that comes while it runs is seen to before it ends.
  function flush() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      try {
        do {
          again = false;
          await once();
        } while (again);
      } finally {
        running = null;
      }
    })();
    return running;
  }

  return { press, flush };
}
