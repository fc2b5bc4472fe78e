// The callbacks of one connect: a row a logical event, with its attempts; what was not asked for is shown, greyed.
import { redeliver } from './api.js';
import { h, icon, refill, say } from './dom.js';
import { clock, duration, who } from './words.js';

const STATE_OF = { 'call.created': 'created', 'call.ringing': 'ringing', 'call.answered': 'answered', 'call.ended': 'ended' };
const STATES = {
  queued: ['wait', 'under way'],
  delivered: ['check', 'delivered'],
  parked: ['wait', 'parked'],
  dead: ['cross', 'dead letter'],
  suppressed: ['cut', 'not sent'],
};
const MOST_SHOWN = 6;

/**
 * Pure: entries, in the order of their sequence, to callbacks, in the order in which they came due.
 * callback { id, leg, type, told, sequence, state, attempts: [{ number, outcome, status, ms, sequence }], nextAt, reason }
 */
export function foldCallbacks(entries) {
  const callbacks = new Map();
  const asked = new Map();
  for (const entry of entries) {
    const { kind, details } = entry;
    if (kind === 'call.created') asked.set(entry.leg, details.call_state_events ?? null);
    const told = STATE_OF[kind];
    if (told && asked.get(entry.leg) && !asked.get(entry.leg).includes(told)) {
      callbacks.set(`${entry.leg} ${told}`, { ...begun(entry, 'calling.call.state', told), id: null, state: 'suppressed' });
    }
    if (kind.startsWith('webhook.')) step(callbacks, entry);
  }
  return [...callbacks.values()];
}

function begun(entry, type, told) {
  return { id: entry.details.webhook_id, leg: entry.leg, type, told, sequence: entry.sequence, state: 'queued', attempts: [], nextAt: null, reason: null };
}

function step(callbacks, entry) {
  const { kind, details } = entry;
  const [type, told] = details.what.split(' ');
  if (!callbacks.has(details.webhook_id)) callbacks.set(details.webhook_id, begun(entry, type, told));
  const callback = callbacks.get(details.webhook_id);
  const next = details.next_in_seconds;
  callback.nextAt = typeof next === 'number' ? Date.parse(entry.at) + next * 1000 : null;
  if (kind === 'webhook.attempted') {
    const { attempt: number, outcome, status, milliseconds: ms } = details;
    callback.attempts.push({ number, outcome, status, ms, sequence: entry.sequence });
    if (outcome === 'ok') callback.state = 'delivered';
    else if (callback.state === 'dead' && next !== null) callback.state = 'parked';
  } else if (kind === 'webhook.parked') {
    callback.state = 'parked';
    callback.reason = details.reason;
  } else if (kind === 'webhook.given_up') {
    callback.state = 'dead';
    callback.reason = details.outcome;
  }
}

/** @param place is filled; @param redelivered is called once a dead letter is on its way again */
export function showCallbacks(place, callbacks, linkTo, redelivered) {
  refill(place, callbacks, () => [h('table', { class: 'callbacks', role: 'table' },
    h('caption', { class: 'unseen' }, 'Callbacks of this connect, in the order in which they came due'),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
      ['Who', 'Event', 'Now', 'Attempts', ''].map(name => h('th', { role: 'columnheader', scope: 'col' }, name || h('span', { class: 'unseen' }, 'Do'))))),
    h('tbody', { role: 'rowgroup' }, callbacks.map(one => row(one, linkTo, redelivered))))]);
}

function row(callback, linkTo, redelivered) {
  const cell = (name, ...children) => h('td', { role: 'cell', class: name }, ...children);
  const [glyph, word] = STATES[callback.state];
  const now = callback.state === 'suppressed' ? 'not in call_state_events' : word;
  return h('tr', { role: 'row', class: `is-${callback.state}` },
    cell('who', h('span', { class: 'leg' }, who(callback.leg))),
    cell('event', h('a', { href: linkTo(callback.sequence) }, callback.told), h('span', { class: 'muted' }, callback.type)),
    cell('now', h('span', { class: 'badge' }, icon(glyph), now), waits(callback)),
    cell('attempts', attempts(callback, linkTo)),
    cell('do', callback.state === 'dead' && redeliverButton(callback.id, redelivered)));
}

function waits({ state, reason, nextAt }) {
  if (state === 'dead') return h('span', { class: 'muted' }, reason);
  if (nextAt === null || state === 'delivered') return null;
  const soon = nextAt > Date.now() ? `next ${clock(nextAt)}` : 'next one is due';
  return h('span', { class: 'muted' }, state === 'parked' && reason ? `${reason}; ${soon}` : soon);
}

function attempts({ attempts: made, state }, linkTo) {
  if (made.length === 0) return h('span', { class: 'muted' }, state === 'suppressed' ? '' : 'none yet');
  const earlier = made.length - MOST_SHOWN;
  return h('ol', null,
    earlier > 0 && h('li', { class: 'muted' }, `${earlier} earlier`),
    made.slice(-MOST_SHOWN).map(one => h('li', { class: one.outcome === 'ok' ? 'is-good' : 'is-bad' },
      h('a', { href: linkTo(one.sequence) }, icon(one.outcome === 'ok' ? 'check' : 'cross'),
        `${one.number}. ${one.status ?? one.outcome}`), h('span', { class: 'muted' }, duration(one.ms)))));
}

/** @param redelivered () => void */
export function redeliverButton(id, redelivered) {
  const button = h('button', { type: 'button', class: 'small', 'data-key': `${id} redeliver`, onclick: send }, icon('again'), 'Redeliver');
  return button;

  async function send() {
    button.disabled = true;
    try {
      await redeliver(id);
      say('Sent again.');
      redelivered();
    } catch (error) {
      say(error.message);
      button.replaceChildren(icon('warn'), error.message);
    }
  }
}
