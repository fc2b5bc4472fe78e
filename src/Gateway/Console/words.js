// How numbers, states and causes are said. SignalWire's words stay exact; the rest is plain English.
import { h, icon } from './dom.js';

/** 840 ms · 3.20 s · 41.5 s · 1 min · 12 min 5 s · 3 h 20 min */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 3600 ? pair(seconds, 60, 'min', 's') : pair(Math.floor(seconds / 60), 60, 'h', 'min');
}

function pair(amount, size, unit, smaller) {
  const rest = amount % size;
  return `${Math.floor(amount / size)} ${unit}${rest > 0 ? ` ${rest} ${smaller}` : ''}`;
}

/** Since the first event: +0.000 s, +12:05.300 */
export function offset(ms) {
  if (ms < 60_000) return `+${(ms / 1000).toFixed(3)} s`;
  const minutes = Math.floor(ms / 60_000);
  return `+${minutes}:${((ms % 60_000) / 1000).toFixed(3).padStart(6, '0')}`;
}

/** The reader's own clock; the day only when it is not today. */
export function clock(at) {
  const time = new Date(at);
  const today = time.toDateString() === new Date().toDateString();
  return today ? time.toLocaleTimeString() : time.toLocaleString();
}

/** The reader's own clock to the millisecond, to compare with logs: 07:31:29.412 */
export function exactClock(at) {
  const time = new Date(at);
  return `${time.toTimeString().slice(0, 8)}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

export const between = (from, to) => duration(Math.max(0, Date.parse(to) - Date.parse(from)));

export const STATES = ['connecting', 'connected', 'disconnected', 'failed'];
export const CALL_STATES = ['created', 'ringing', 'answered', 'ended'];
const STATE_ICONS = { connecting: 'wait', connected: 'talk', disconnected: 'stop', failed: 'cross', answered: 'talk', ended: 'stop' };

/** State as glyph and word, never colour alone. */
export function badge(state) {
  return h('span', { class: `badge is-${state}` }, icon(STATE_ICONS[state] ?? 'wait'), state);
}

const RELEASE_CAUSES = {
  lost_race: 'another leg won',
  caller_gone: 'the caller gave up',
  no_answer: 'nobody answered in time',
  api_request: 'the API asked for it',
  max_duration: 'max_duration was reached',
  connect_over: 'its connect is over',
  caller_hung_up: 'the caller hung up',
  not_confirmed: 'it was not confirmed',
  script_hung_up: 'its script ended it',
  no_such_address: 'there is no such address',
  engine_error: 'an error of the engine',
};

export const releaseCause = cause => RELEASE_CAUSES[cause] ?? cause;

/** A, B1, connect. */
export const who = leg => (leg === null || leg === undefined ? 'connect' : leg === 0 ? 'A' : `B${leg}`);
