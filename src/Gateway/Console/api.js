// The one place that talks to the service: credentials, problem details, and the two ways to read (once, and as it happens).

const BASE = '/api/v1';
const STORED = 'console.credentials';
const DEVELOPMENT = { project: 'dev', token: 'dev' };

/** Fires `unauthorized` when the service does not accept the credentials. */
export const session = new EventTarget();

let credentials = stored() ?? DEVELOPMENT;

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED));
  } catch {
    return null;
  }
}

export const project = () => credentials.project;
export const isDevelopment = () => credentials.project === DEVELOPMENT.project && credentials.token === DEVELOPMENT.token;

export function signIn(name, token) {
  credentials = { project: name, token };
  sessionStorage.setItem(STORED, JSON.stringify(credentials));
}

/** An answer that says no: RFC 9457, or as much of it as came. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `The service answered ${status}.`);
    this.status = status;
    this.code = body.code ?? null;
    this.traceId = body.traceId ?? null;
    this.errors = Array.isArray(body.errors) ? body.errors : [];
  }
}

/** The service could not be reached at all. */
export class Unreachable extends Error {
  constructor() {
    super('The service does not answer. Is it running?');
  }
}

function authorization() {
  const bytes = new TextEncoder().encode(`${credentials.project}:${credentials.token}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** A response that is good, or a Problem. `credentials: 'omit'` keeps the browser's own password dialog away on a 401. */
async function send(path, { base = BASE, headers, ...options } = {}) {
  let response;
  try {
    response = await fetch(base + path, {
      cache: 'no-store',
      credentials: 'omit',
      ...options,
      headers: { Accept: 'application/json', ...headers, Authorization: authorization() },
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Unreachable();
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  if (response.status === 401) session.dispatchEvent(new Event('unauthorized'));
  throw new Problem(response.status, body ?? {});
}

const json = async (path, options) => (await send(path, options)).json();
const one = id => `/connects/${encodeURIComponent(id)}`;

export const connects = (query, signal) => json(`/connects?${query}`, { signal });
export const calls = (query, signal) => json(`/calls?${query}`, { signal });
export const call = (id, signal) => json(`/calls/${encodeURIComponent(id)}`, { signal });
export const connect = (id, signal) => json(one(id), { signal });
/** Places a call by the calling API. */
export const dial = params => json('/calling/calls', {
  base: '/api', method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ command: 'dial', params }),
});
export const endConnect = id => json(one(id), { method: 'DELETE' });

export const cluster = signal => json('/cluster', { signal });
export const queues = signal => json('/queues?limit=100', { signal });
export const queueMembers = (name, signal) => json(`/queues/${encodeURIComponent(name)}/members`, { signal });
export const deliveries = (query, signal) => json(`/webhooks/deliveries?${query}`, { signal });
export const redeliver = id => json(`/webhooks/deliveries/${encodeURIComponent(id)}/redeliver`, { method: 'POST' });
const endpointPath = id => `/webhooks/endpoints/${encodeURIComponent(id)}`;
export const endpoint = (id, signal) => json(endpointPath(id), { signal });
export const muteEndpoint = id => json(`${endpointPath(id)}/mute`, { method: 'POST' });
export const unmuteEndpoint = id => json(`${endpointPath(id)}/unmute`, { method: 'POST' });
export const redeliverAll = (id, since) =>
  json(`${endpointPath(id)}/redeliver?${new URLSearchParams({ since: since.toISOString() })}`, { method: 'POST' });

/** The whole timeline, and how far the service's clock is ahead of ours (to half a second: a Date header has no more). */
export async function timeline(id, signal) {
  const response = await send(`${id.startsWith('call_') ? `/calls/${encodeURIComponent(id)}` : one(id)}/timeline`, { signal });
  const date = Date.parse(response.headers.get('Date') ?? '');
  const aheadMs = Number.isNaN(date) ? 0 : date + 500 - Date.now();
  return { entries: (await response.json()).data, aheadMs: Math.abs(aheadMs) < 1500 ? 0 : aheadMs };
}

/** `text` is JSON or YAML, sent as it was written, so that lines and columns of errors are those on the screen. */
export function startConnect(text, idempotencyKey) {
  const type = text.trimStart().startsWith('{') ? 'application/json' : 'application/yaml';
  return json('/connects', { method: 'POST', body: text, headers: { 'Content-Type': type, 'Idempotency-Key': idempotencyKey } });
}

export function openEvents(id, after, signal) {
  const headers = { Accept: 'text/event-stream', ...(after > 0 && { 'Last-Event-ID': String(after) }) };
  return send(`${one(id)}/events`, { signal, headers });
}
