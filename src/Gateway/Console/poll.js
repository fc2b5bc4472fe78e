// Reading the same thing again and again, as long as somebody looks at it.

const EVERY_MS = 2000;

/**
 * Calls `read` now and then every two seconds, or more rarely when the service takes long: never more than a tenth of its time is
 * asked for. A tab that nobody sees asks for nothing.
 * @param read async: throws nothing; false: it need not be called again until `now`
 * @returns {{now: () => void, stop: () => void}}
 */
export function poll(read, signal) {
  let timer = null;
  let round = 0;
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : now()), { signal });
  signal.addEventListener('abort', stop);
  now();
  return { now, stop };

  function stop() {
    clearTimeout(timer);
    round++;
  }

  async function now() {
    stop();
    const mine = round;
    if (document.hidden || signal.aborted) return;
    const began = performance.now();
    const again = await read();
    if (again === false || mine !== round || signal.aborted) return;
    timer = setTimeout(now, Math.max(EVERY_MS, 10 * (performance.now() - began)));
  }
}
