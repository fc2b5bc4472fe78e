// All connects, or all calls, newest first. What is filtered stands in the URL.
import { calls, connects } from './api.js';
import { h, icon, say } from './dom.js';
import { poll } from './poll.js';
import { badge, between, CALL_STATES, clock, STATES } from './words.js';

const SELECTIONS = [
  ['', 'all', null],
  ['active', 'active', 'talk'],
  ['failed_ours', 'failed (ours)', 'cross'],
  ['stuck', 'stuck', 'wait'],
  ['callback_failing', 'callback failing', 'warn'],
];
const ABOUT = {
  active: 'Not over yet.',
  failed_ours: 'By a fault that is this service’s, or that nobody knows. Busy, no answer and declined are not among them.',
  stuck: 'A deadline passed half a minute ago and nobody could act on it. This list should be empty: see the runbook, “Overdue records”.',
  callback_failing: 'A webhook waits for a later attempt, or was given up.',
};
const KINDS = {
  connects: { title: 'Connects', read: connects, states: STATES, none: 'No connects yet. ' },
  calls: { title: 'Calls', read: calls, states: CALL_STATES, none: 'No calls yet. ' },
};
const SINCE = { '': 'any time', '15m': 'last 15 minutes', '1h': 'last hour', '24h': 'last 24 hours' };
const SINCE_MS = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000 };

export function mount(place, route, signal) {
  const kind = KINDS[route.kind];
  const home = `#/${route.kind}`;
  const hashOf = filter => hashUnder(home, filter);
  let filter = readFilter(route, kind);
  let cursor = null;
  let onFirstPage = true;
  let asked = 0;
  const rows = new Map();

  const chips = SELECTIONS.map(([only, name, glyph]) => h('a', { class: 'chip', 'data-only': only }, glyph && icon(glyph), name));
  const about = h('p', { class: 'muted about-filter' });
  const state = choice('state', { '': 'any state', ...Object.fromEntries(kind.states.map(one => [one, one])) });
  const since = choice('since', SINCE);
  const address = h('input', { type: 'search', name: 'address', placeholder: 'number or address', spellcheck: 'false', autocapitalize: 'off' });
  const body = h('tbody', { role: 'rowgroup' });
  const table = h('table', { class: 'list', role: 'table' },
    h('caption', { class: 'unseen' }, `${kind.title}, newest first`),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
      ['State', 'From', 'To', 'Started', 'Took'].map(name => h('th', { role: 'columnheader', scope: 'col' }, name)))),
    body);
  const notice = h('p', { class: 'notice', role: 'alert', hidden: true });
  const empty = h('p', { class: 'empty', hidden: true });
  const more = h('button', { type: 'button', hidden: true, onclick: () => loadMore() }, 'Load more');
  const freshness = h('p', { class: 'muted freshness' });

  place.append(
    h('header', { class: 'intro' }, h('h1', null, kind.title), about),
    h('form', { class: 'filters', role: 'search', onsubmit: apply },
      h('div', { class: 'chips', role: 'group', 'aria-label': 'Which' }, chips),
      h('div', { class: 'fields' },
        h('label', null, h('span', { class: 'unseen' }, 'State'), state),
        h('label', null, h('span', { class: 'unseen' }, 'Started'), since),
        h('label', { class: 'find' }, h('span', { class: 'unseen' }, 'From or to'), address))),
    notice, h('div', { class: 'card' }, table, empty), h('p', { class: 'actions' }, more, freshness));

  for (const field of [address, state, since]) field.addEventListener('change', apply);
  showFilter();
  const refreshing = poll(refresh, signal);
  return {
    title: kind.title,
    update(next) {
      filter = readFilter(next, kind);
      cursor = null;
      onFirstPage = true;
      rows.clear();
      body.replaceChildren();
      showFilter();
      refreshing.now();
    },
  };

  function apply(event) {
    event.preventDefault();
    const next = hashOf({ ...filter, state: state.value, since: since.value, address: address.value.trim() });
    if (next !== hashOf(filter)) location.hash = next;
  }

  function showFilter() {
    state.value = filter.state;
    since.value = filter.since;
    address.value = filter.address;
    about.textContent = ABOUT[filter.only] ?? '';
    for (const chip of chips) {
      chip.setAttribute('href', hashOf({ ...filter, only: chip.dataset.only }));
      if (chip.dataset.only === filter.only) chip.setAttribute('aria-current', 'true');
      else chip.removeAttribute('aria-current');
    }
  }

  function query(extra) {
    const { since: span, ...rest } = filter;
    const after = span && new Date(Date.now() - SINCE_MS[span]).toISOString();
    const given = Object.entries({ ...rest, created_after: after, limit: '50', ...extra }).filter(([, value]) => value);
    return new URLSearchParams(given).toString();
  }

  /** Only the newest answer counts: an older one that comes late is dropped. */
  async function load(extra) {
    const mine = ++asked;
    try {
      const answer = await kind.read(query(extra), signal);
      if (mine !== asked || signal.aborted) return null;
      notice.hidden = true;
      return answer;
    } catch (error) {
      if (mine === asked && !signal.aborted) {
        notice.hidden = false;
        notice.textContent = error.message;
      }
      return null;
    }
  }

  async function refresh() {
    if (!onFirstPage) return false;
    const answer = await load({});
    if (!answer) return true;
    showRows(answer.data, true);
    showEnd(answer);
    freshness.textContent = 'Kept up to date.';
    return true;
  }

  async function loadMore() {
    onFirstPage = false;
    refreshing.stop();
    const answer = await load({ cursor });
    if (!answer) return;
    showRows(answer.data, false);
    showEnd(answer);
    say(`${answer.data.length} more.`);
    freshness.replaceChildren('Not refreshed while older ones are shown. ',
      h('button', { type: 'button', class: 'quiet', onclick: backToNewest }, 'Back to the newest'));
  }

  function backToNewest() {
    onFirstPage = true;
    refreshing.now();
    scrollTo(0, 0);
  }

  function showEnd(answer) {
    cursor = answer.next_cursor;
    more.hidden = !answer.has_more;
    empty.hidden = rows.size > 0;
    table.hidden = rows.size === 0;
    empty.replaceChildren(...(hashOf(filter) !== home
      ? ['Nothing matches. ', h('a', { href: home }, 'Show all')]
      : [kind.none, h('a', { href: '#/' }, 'Place the first one')]));
  }

  /** Rows are kept by id, so that a refresh leaves focus and selection where they are. */
  function showRows(items, whole) {
    const wanted = new Set(items.map(item => item.id));
    for (const [id, row] of rows) {
      if (!whole || wanted.has(id)) continue;
      row.element.remove();
      rows.delete(id);
    }
    let after = whole ? null : body.lastElementChild;
    for (const item of items) {
      const row = rows.get(item.id) ?? newRow(item, home);
      rows.set(item.id, row);
      row.show(item);
      const place = after ? after.nextElementSibling : body.firstElementChild;
      if (row.element !== place) body.insertBefore(row.element, place);
      after = row.element;
    }
  }
}

const choice = (name, options) => h('select', { name }, Object.entries(options).map(([value, text]) => h('option', { value }, text)));

/** What the URL asks for; words that are not known ask for nothing. */
function readFilter({ query }, { states }) {
  const among = (name, known) => (known.includes(query.get(name)) ? query.get(name) : '');
  return {
    only: among('only', SELECTIONS.map(([only]) => only)),
    state: among('state', states),
    since: among('since', Object.keys(SINCE)),
    address: query.get('address') ?? '',
  };
}

function hashUnder(home, filter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  return query ? `${home}?${query}` : home;
}

function newRow(item, home) {
  const cell = name => h('td', { role: 'cell', class: name });
  const [state, from, to, started, took] = ['state', 'from', 'to', 'started', 'took'].map(cell);
  const link = h('a', { href: `${home}/${encodeURIComponent(item.id)}` });
  state.append(link);
  from.textContent = item.from;
  to.append(icon('arrow'), h('span', null, item.to));
  started.append(h('time', { datetime: item.created_at, title: item.created_at }, clock(item.created_at)));
  let last = '';
  return {
    element: h('tr', { role: 'row' }, state, from, to, started, took),
    show(now) {
      const next = `${now.state} ${now.reason} ${now.ended_at}`;
      if (next === last) return;
      last = next;
      const ours = now.fault === 'ours' || now.fault === 'unknown';
      link.replaceChildren(badge(now.state), now.reason ? h('span', { class: 'reason' }, ours ? `${now.reason}, fault ${now.fault}` : now.reason) : '');
      took.textContent = now.ended_at ? between(now.created_at, now.ended_at) : 'still on';
    },
  };
}
