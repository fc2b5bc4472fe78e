// Server-sent events over fetch: an EventSource cannot send an Authorization header.
import { openEvents, Problem } from './api.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** The service pings every 15 s; after this long without a byte the connection is as good as lost. */
const SILENCE_MS = 40_000;

/**
 * Follows a connect after sequence `after` until its `end`, reconnecting from the last entry seen.
 * `on`: entry(entry), end(view), live(), stale(retryInMs), refused(problem).
 * @returns {{retry: () => void}} `retry` does not wait any longer.
 */
export function follow(id, after, signal, on) {
  const waker = new EventTarget();
  const retry = () => waker.dispatchEvent(new Event('wake'));
  addEventListener('online', retry, { signal });
  run();
  return { retry };

  async function run() {
    let failures = 0;
    while (!signal.aborted) {
      const attempt = new AbortController();
      const stop = () => attempt.abort();
      signal.addEventListener('abort', stop);
      try {
        const response = await openEvents(id, after, attempt.signal);
        on.live();
        for await (const message of readEvents(response.body, stop)) {
          if (signal.aborted) return;
          failures = 0;
          if (message.event === 'end') return on.end(JSON.parse(message.data));
          if (message.event !== 'entry') continue;
          const entry = JSON.parse(message.data);
          after = Math.max(after, entry.sequence);
          on.entry(entry);
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Problem && (error.status === 401 || error.status === 404)) return on.refused(error);
      } finally {
        signal.removeEventListener('abort', stop);
        stop();
      }
      if (signal.aborted) return;
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++) * (0.75 + Math.random() / 2);
      on.stale(wait);
      await pause(wait, waker, signal);
    }
  }
}

/** The messages of one response. `tooQuiet` is called when nothing has come for too long. */
async function* readEvents(body, tooQuiet) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let message = newMessage();
  let watch = setTimeout(tooQuiet, SILENCE_MS);
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(watch);
      watch = setTimeout(tooQuiet, SILENCE_MS);
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const text = line.endsWith('\r') ? line.slice(0, -1) : line;
        if (text !== '') {
          readField(message, text);
          continue;
        }
        if (message.data.length > 0 || message.event !== 'message') yield { event: message.event, data: message.data.join('\n') };
        message = newMessage();
      }
    }
  } finally {
    clearTimeout(watch);
    reader.cancel().catch(() => {});
  }
}

const newMessage = () => ({ event: 'message', data: [] });

function readField(message, line) {
  const colon = line.indexOf(':');
  if (colon === 0) return;
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'event') message.event = value;
  else if (name === 'data') message.data.push(value);
}

function pause(ms, waker, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(done, ms);
    waker.addEventListener('wake', done);
    signal.addEventListener('abort', done);
    function done() {
      clearTimeout(timer);
      waker.removeEventListener('wake', done);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
