// Webhooks that were not delivered at the first attempts: dead letters, what waits for a later attempt, and how each URL does.
import * as api from './api.js';
import { redeliverButton } from './attempts.js';
import { h, icon, refill, say } from './dom.js';
import { poll } from './poll.js';
import { clock } from './words.js';

const STATES = { dead: 'dead letters', parked: 'waiting', delivered: 'delivered', all: 'all' };
const ABOUT = {
  dead: 'Given up: every attempt of the schedule failed, the receiver refused it for good, or its URL is muted. They are kept for a week.',
  parked: 'They failed at first and wait for their next attempt. Those behind them in line went on.',
  delivered: 'A receiver took them.',
  all: 'Every callback of this project that is past its first attempts.',
};
const OUTCOMES = { dead: 'cross', parked: 'wait', delivered: 'check' };
const CIRCUITS = { closed: ['check', 'called normally'], open: ['warn', 'left alone for now: it failed too often'], probing: ['wait', 'being tried again'] };
const LIMIT = 100;
const MOST_ENDPOINTS = 8;
const KEPT_MS = 90 * 86_400_000;

export function mount(place, route, signal) {
  let filter = readFilter(route);
  const chips = Object.entries(STATES).map(([state, name]) => h('a', { class: 'chip', 'data-state': state }, OUTCOMES[state] && icon(OUTCOMES[state]), name));
  const about = h('p');
  const scope = h('p', { class: 'scope', hidden: true });
  const notice = h('p', { class: 'notice', role: 'alert', hidden: true });
  const endpoints = h('div', { class: 'endpoints' });
  const list = h('div', { class: 'card' });
  place.append(
    h('header', { class: 'intro' }, h('h1', null, 'Callbacks'), about),
    h('div', { class: 'chips', role: 'group', 'aria-label': 'Which' }, chips),
    scope, notice,
    h('section', { 'aria-label': 'How each URL does' }, endpoints),
    list);
  showFilter();
  const reading = poll(read, signal);
  return {
    title: 'Callbacks',
    update(next) {
      filter = readFilter(next);
      endpoints.shown = list.shown = null;
      showFilter();
      reading.now();
    },
  };

  function showFilter() {
    about.textContent = ABOUT[filter.state];
    for (const chip of chips) {
      chip.setAttribute('href', hashOf({ ...filter, state: chip.dataset.state }));
      if (chip.dataset.state === filter.state) chip.setAttribute('aria-current', 'true');
      else chip.removeAttribute('aria-current');
    }
    scope.hidden = !filter.endpoint && !filter.connect_id;
    scope.replaceChildren(filter.connect_id ? 'Only those of one connect. ' : 'Only those of one URL. ',
      h('a', { href: hashOf({ state: filter.state }) }, 'Show all'));
  }

  async function read() {
    const mine = filter;
    try {
      const state = filter.state === 'all' ? '' : filter.state;
      const given = Object.entries({ ...filter, state, limit: String(LIMIT) }).filter(([, value]) => value);
      const page = await api.deliveries(new URLSearchParams(given), signal);
      const ids = [...new Set([filter.endpoint, ...page.data.map(one => one.endpoint)].filter(Boolean))].slice(0, MOST_ENDPOINTS);
      const views = await Promise.all(ids.map(id => api.endpoint(id, signal).catch(() => null)));
      if (mine !== filter || signal.aborted) return;
      notice.hidden = true;
      refill(endpoints, views, () => views.filter(Boolean).map(view => endpointCard(view, filter, act)));
      refill(list, page, () => [deliveryTable(page, filter, reading.now)]);
    } catch (error) {
      if (signal.aborted) return;
      notice.hidden = false;
      notice.textContent = error.message;
    }
  }

  /** What a button of an endpoint does. */
  async function act(button, what, done) {
    button.disabled = true;
    try {
      say(done(await what()));
    } catch (error) {
      notice.hidden = false;
      notice.textContent = error.message;
      say(error.message);
    }
    endpoints.shown = null;
    reading.now();
  }
}

function endpointCard(view, filter, act) {
  const [glyph, words] = CIRCUITS[view.circuit];
  const muted = view.muted_until && Date.parse(view.muted_until) > Date.now();
  const since = new Date(Date.now() - KEPT_MS);
  const button = (key, glyphName, text, what, done) => h('button', {
    type: 'button', class: 'small', 'data-key': `${view.id} ${key}`, onclick: event => act(event.currentTarget, what, done),
  }, icon(glyphName), text);
  return h('section', { class: 'card endpoint', 'aria-label': view.url ?? view.id },
    h('h2', null, view.url ?? view.id, ' ', h('code', { class: 'muted' }, view.id)),
    h('p', null, h('span', { class: `badge circuit-${view.circuit}` }, icon(glyph), words),
      muted && h('span', { class: 'badge muted-until' }, icon('cut'), `muted until ${clock(view.muted_until)}: nothing is sent`)),
    h('dl', { class: 'facts' }, [['under way', view.waiting], ['waiting', view.parked], ['dead', view.dead]]
      .map(([name, count]) => h('div', null, h('dt', null, name), h('dd', null, String(count))))),
    h('p', { class: 'actions' },
      view.dead > 0 && !muted && button('all', 'again', `Redeliver all ${view.dead}`, () => api.redeliverAll(view.id, since), answer => `${answer.redelivered} sent again.`),
      muted ? button('mute', 'sound', 'Unmute', () => api.unmuteEndpoint(view.id), () => 'Unmuted.')
        : button('mute', 'cut', 'Mute for a day', () => api.muteEndpoint(view.id), () => 'Muted for a day.'),
      filter.endpoint !== view.id && h('a', { href: hashOf({ ...filter, connect_id: '', endpoint: view.id }), 'data-key': `${view.id} only` }, 'Only this URL')));
}

function deliveryTable(page, filter, changed) {
  if (page.data.length === 0) {
    return h('p', { class: 'empty' }, filter.state === 'dead' ? [icon('check'), ' No dead letters.'] : 'None.');
  }
  const rows = page.data.map(one => deliveryRow(one, changed));
  return h('div', null,
    h('table', { class: 'deliveries', role: 'table' },
      h('caption', { class: 'unseen' }, `Callbacks: ${STATES[filter.state]}, newest first`),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
        ['Now', 'Event', 'To', 'Happened', 'Next'].map(name => h('th', { role: 'columnheader', scope: 'col' }, name)))),
      h('tbody', { role: 'rowgroup' }, rows)),
    page.has_more && h('p', { class: 'muted' }, `The newest ${LIMIT}. The API pages through all of them.`));
}

function deliveryRow(one, changed) {
  const cell = (name, ...children) => h('td', { role: 'cell', class: name }, ...children);
  const connect = one.connect_id && `#/connects/${encodeURIComponent(one.connect_id)}`;
  const tries = one.attempts === 1 ? '1 attempt' : `${one.attempts} attempts`;
  const leg = one.call_id?.split('_').at(3);
  return h('tr', { role: 'row' },
    cell('now', h('span', { class: `badge delivery-${one.state}` }, icon(OUTCOMES[one.state]), one.state), h('span', { class: 'muted' }, `${one.outcome}, ${tries}`)),
    cell('event', connect ? h('a', { href: connect, 'data-key': `${one.id} connect` }, one.event_state) : one.event_state,
      h('span', { class: 'muted' }, `${one.event_type}${leg ? ` of B${leg}` : ''}`)),
    cell('to', one.url),
    cell('happened', h('time', { datetime: one.created_at, title: one.created_at }, clock(one.created_at))),
    cell('next', one.state === 'dead' ? redeliverButton(one.id, changed)
      : one.next_attempt_at && h('time', { datetime: one.next_attempt_at }, clock(one.next_attempt_at))));
}

function readFilter({ query }) {
  const state = query.get('state') ?? '';
  return { state: Object.keys(STATES).includes(state) ? state : 'dead', endpoint: query.get('endpoint') ?? '', connect_id: query.get('connect_id') ?? '' };
}

function hashOf(filter) {
  return `#/callbacks?${new URLSearchParams(Object.entries(filter).filter(([, value]) => value))}`;
}
