// The event list: what the lanes show, in words, and all that is known of the chosen event.
import { h, icon } from './dom.js';
import { timeOf } from './times.js';
import { clock, offset, who } from './words.js';

/** @param linkTo (sequence) => href; @param times elapsed, absolute or delta */
export function eventTable(linkTo, times) {
  const body = h('tbody', { role: 'rowgroup' });
  const element = h('table', { class: 'events', role: 'table' },
    h('caption', { class: 'unseen' }, 'Events, oldest first. Arrow keys move between them.'),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
      ['#', 'When', 'Who', 'Kind', 'What happened'].map(name => h('th', { role: 'columnheader', scope: 'col' }, name)))),
    body);
  const rows = new Map();
  let chosen = null;
  let details = null;

  body.addEventListener('keydown', event => {
    const links = [...body.querySelectorAll('.sequence a')];
    const at = links.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (at < 0 || next === undefined || !links[next]) return;
    event.preventDefault();
    links[next].focus();
    location.replace(links[next].href);
  });
  // The whole row is a target for the pointer; for keys it is the link in it. Text that is being selected is left alone.
  body.addEventListener('click', event => {
    const row = event.target.closest('tr[data-sequence]');
    if (!row || event.target.closest('a') || String(getSelection()) !== '') return;
    row.querySelector('a').focus();
    location.replace(linkTo(Number(row.dataset.sequence)));
  });

  return { element, add, choose, showTimes };

  /** Tells every time anew. */
  function showTimes(wanted) {
    times = wanted;
    let before = null;
    for (const { row, entry } of rows.values()) {
      row.querySelector('time').textContent = timeOf(entry, before, times);
      before = entry;
    }
  }

  function add(entry) {
    const before = [...rows.values()].at(-1)?.entry;
    const row = newRow(entry, linkTo(entry.sequence), timeOf(entry, before, times));
    rows.set(entry.sequence, { row, entry });
    row.querySelector('a').tabIndex = rows.size === 1 && chosen === null ? 0 : -1;
    body.append(row);
  }

  function choose(sequence) {
    const before = rows.get(chosen)?.row;
    before?.removeAttribute('aria-current');
    details?.remove();
    details = null;
    const found = rows.get(sequence);
    if (!found) return;
    for (const { row } of rows.values()) row.querySelector('a').tabIndex = -1;
    chosen = sequence;
    found.row.querySelector('a').tabIndex = 0;
    found.row.setAttribute('aria-current', 'true');
    details = detailsRow(found.entry);
    found.row.after(details);
  }
}

/** The chosen event under the picture, with steps to its neighbours. */
export function showChosen(place, entries, sequence, linkTo) {
  const entry = entries.get(sequence);
  place.hidden = !entry;
  if (!entry) return;
  const order = [...entries.keys()].sort((one, other) => one - other);
  const at = order.indexOf(sequence);
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.step : null;
  const step = (to, name, sign) => h('button', {
    type: 'button', class: 'quiet', 'data-step': name, 'aria-label': `${name} event`, disabled: to === undefined,
    onclick: () => location.replace(linkTo(to)),
  }, sign);
  place.replaceChildren(
    h('span', { class: 'leg' }, `${sequence} · ${who(entry.leg)}`),
    h('span', { class: 'muted' }, offset(entry.offset_ms)),
    h('p', null, entry.abnormal && h('span', { class: 'abnormal' }, icon('warn'), 'abnormal'), entry.sentence),
    h('span', { class: 'steps' }, step(order[at - 1], 'Previous', '←'), step(order[at + 1], 'Next', '→')));
  if (focused) place.querySelector(`[data-step="${focused}"]`)?.focus();
}

function newRow(entry, href, time) {
  const cell = (name, ...children) => h('td', { role: 'cell', class: name }, ...children);
  return h('tr', { role: 'row', 'data-sequence': entry.sequence, class: entry.abnormal ? 'is-abnormal' : null },
    cell('sequence', h('a', { href, 'aria-label': `Event ${entry.sequence}` }, String(entry.sequence))),
    cell('when', h('time', { datetime: entry.at, title: clock(entry.at) }, time)),
    cell('who', h('span', { class: 'leg' }, who(entry.leg))),
    cell('kind', h('code', null, entry.kind)),
    cell('what', entry.abnormal && h('span', { class: 'abnormal' }, icon('warn'), 'abnormal'), entry.sentence));
}

function detailsRow(entry) {
  const facts = Object.entries({ at: entry.at, call_id: entry.call_id, ...entry.details })
    .filter(([, value]) => value !== null && value !== undefined);
  return h('tr', { role: 'row', class: 'details' }, h('td', { role: 'cell', colspan: 5 },
    h('dl', null, facts.map(([name, value]) => h('div', null,
      h('dt', null, name), h('dd', null, typeof value === 'object' ? JSON.stringify(value) : String(value)))))));
}
