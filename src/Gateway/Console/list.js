// All connects, newest first. What is filtered stands in the URL.
import { connects } from './api.js';
import { h, icon, say } from './dom.js';
import { badge, between, clock, STATES } from './words.js';

const REFRESH_MS = 2000;

export function mount(place, route, signal) {
  let filter = readFilter(route);
  let cursor = null;
  let onFirstPage = true;
  let asked = 0;
  let timer = null;
  const rows = new Map();

  const chips = ['', ...STATES].map(state => h('a', { class: 'chip', 'data-state': state }, state ? badge(state) : 'all'));
  const address = h('input', { type: 'search', name: 'address', placeholder: 'number or address', spellcheck: 'false', autocapitalize: 'off' });
  const body = h('tbody', { role: 'rowgroup' });
  const table = h('table', { class: 'list', role: 'table' },
    h('caption', { class: 'unseen' }, 'Connects, newest first'),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
      ['State', 'From', 'To', 'Started', 'Took'].map(name => h('th', { role: 'columnheader', scope: 'col' }, name)))),
    body);
  const notice = h('p', { class: 'notice', role: 'alert', hidden: true });
  const empty = h('p', { class: 'empty', hidden: true });
  const more = h('button', { type: 'button', hidden: true, onclick: () => loadMore() }, 'Load more');
  const freshness = h('p', { class: 'muted freshness' });

  place.append(
    h('header', { class: 'intro' }, h('h1', null, 'Connects')),
    h('form', { class: 'filters', role: 'search', onsubmit: applyAddress },
      h('div', { class: 'chips', role: 'group', 'aria-label': 'State' }, chips),
      h('label', { class: 'find' }, h('span', { class: 'unseen' }, 'From or to'), address)),
    notice, h('div', { class: 'card' }, table, empty), h('p', { class: 'actions' }, more, freshness));

  address.addEventListener('change', applyAddress);
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : refresh()), { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  showFilter();
  refresh();
  return {
    title: 'Connects',
    update(next) {
      filter = readFilter(next);
      cursor = null;
      onFirstPage = true;
      rows.clear();
      body.replaceChildren();
      showFilter();
      refresh();
    },
  };

  function applyAddress(event) {
    event.preventDefault();
    if (address.value.trim() !== filter.address) location.hash = hashOf({ ...filter, address: address.value.trim() });
  }

  function showFilter() {
    address.value = filter.address;
    for (const chip of chips) {
      const state = chip.dataset.state;
      chip.setAttribute('href', hashOf({ ...filter, state }));
      if (state === filter.state) chip.setAttribute('aria-current', 'true');
      else chip.removeAttribute('aria-current');
    }
  }

  function query(extra) {
    const given = Object.entries({ ...filter, limit: '50', ...extra }).filter(([, value]) => value);
    return new URLSearchParams(given).toString();
  }

  /** Only the newest answer counts: an older one that comes late is dropped. */
  async function load(extra) {
    const mine = ++asked;
    try {
      const answer = await connects(query(extra), signal);
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
    clearTimeout(timer);
    if (document.hidden || !onFirstPage) return;
    const answer = await load({});
    if (signal.aborted) return;
    if (answer) {
      showRows(answer.data, true);
      showEnd(answer);
      freshness.textContent = 'Kept up to date every 2 s.';
    }
    if (onFirstPage) timer = setTimeout(refresh, REFRESH_MS);
  }

  async function loadMore() {
    onFirstPage = false;
    clearTimeout(timer);
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
    refresh();
    scrollTo(0, 0);
  }

  function showEnd(answer) {
    cursor = answer.next_cursor;
    more.hidden = !answer.has_more;
    empty.hidden = rows.size > 0;
    table.hidden = rows.size === 0;
    empty.replaceChildren(...(filter.state || filter.address
      ? ['Nothing matches. ', h('a', { href: '#/connects' }, 'Show all')]
      : ['No calls yet. ', h('a', { href: '#/' }, 'Place the first one')]));
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
      const row = rows.get(item.id) ?? newRow(item);
      rows.set(item.id, row);
      row.show(item);
      const place = after ? after.nextElementSibling : body.firstElementChild;
      if (row.element !== place) body.insertBefore(row.element, place);
      after = row.element;
    }
  }
}

function readFilter({ query }) {
  const state = query.get('state') ?? '';
  return { state: STATES.includes(state) ? state : '', address: query.get('address') ?? '' };
}

function hashOf(filter) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  return query ? `#/connects?${query}` : '#/connects';
}

function newRow(item) {
  const cell = name => h('td', { role: 'cell', class: name });
  const [state, from, to, started, took] = ['state', 'from', 'to', 'started', 'took'].map(cell);
  const link = h('a', { href: `#/connects/${encodeURIComponent(item.id)}` });
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
      link.replaceChildren(badge(now.state), now.reason ? h('span', { class: 'reason' }, now.reason) : '');
      took.textContent = now.ended_at ? between(now.created_at, now.ended_at) : 'still on';
    },
  };
}
