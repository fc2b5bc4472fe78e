// The event list: what the lanes show, in words, and all that is known of the chosen event. A callback is one row, with its attempts.
import { h, icon } from './dom.js';
import { timeOf } from './times.js';
import { clock, offset, who } from './words.js';

const TOPICS = { call: 'Call', timer: 'Timers', webhook: 'Callbacks' };
const STORED = 'console.events.hidden';

const topicOf = entry => ({ timer: 'timer', webhook: 'webhook' })[entry.kind.split('.')[0]] ?? 'call';

/** @param linkTo (sequence) => href; @param times elapsed, absolute or delta; @param filtered () => void: other rows are shown now */
export function eventTable(linkTo, times, filtered) {
  const hidden = new Set(storedHidden());
  const chips = h('div', { class: 'toggles', role: 'group', 'aria-label': 'Events shown' });
  const body = h('tbody', { role: 'rowgroup' });
  const element = h('table', { class: 'events', role: 'table' },
    h('caption', { class: 'unseen' }, 'Events, oldest first; a callback is one row with its attempts. Arrow keys move between them.'),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
      ['#', 'When', 'Who', 'Kind', 'What happened'].map(name => h('th', { role: 'columnheader', scope: 'col' }, name)))),
    body);
  // item { topic, entries, row }: in the order of their first entry
  const items = [];
  const itemOf = new Map();
  const callbacks = new Map();
  let chosen = null;
  let details = null;

  body.addEventListener('keydown', event => {
    const links = shownItems().map(linkOf);
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

  return { element, chips, add, choose, showTimes, shown: () => shownItems().flatMap(item => item.entries.map(entry => entry.sequence)) };

  function shownItems() {
    return items.filter(item => !item.row.hidden);
  }

  function showTimes(wanted) {
    times = wanted;
    tellTimes();
  }

  function tellTimes() {
    let before = null;
    for (const { row, entries: [entry] } of shownItems()) {
      row.querySelector('time').textContent = timeOf(entry, before, times);
      before = entry;
    }
  }

  function add(entry) {
    const callback = entry.details.webhook_id;
    const known = callbacks.get(callback);
    itemOf.set(entry.sequence, known ?? newItem(entry));
    if (!known) return;
    known.entries.push(entry);
    tell(known);
    if (itemOf.get(chosen) === known) showDetails();
  }

  function newItem(entry) {
    const before = shownItems().at(-1)?.entries[0];
    const item = { topic: topicOf(entry), entries: [entry], row: newRow(entry, linkTo(entry.sequence), timeOf(entry, before, times)) };
    if (item.topic === 'webhook') callbacks.set(entry.details.webhook_id, item);
    tell(item);
    items.push(item);
    body.append(item.row);
    showTopic(item);
    showChips();
    keepOneTabStop();
    return item;
  }

  /** What is chosen is shown, whatever its topic: somebody asked for it by name. */
  function showTopic(item) {
    item.row.hidden = hidden.has(item.topic) && itemOf.get(chosen) !== item;
  }

  function showChips() {
    for (const [topic, name] of Object.entries(TOPICS)) {
      const count = items.filter(item => item.topic === topic).length;
      let chip = chips.querySelector(`[data-topic="${topic}"]`);
      if (count === 0) continue;
      if (!chip) {
        chip = h('button', { type: 'button', class: 'toggle', 'data-topic': topic, 'aria-pressed': String(!hidden.has(topic)), onclick: () => toggle(topic, chip) });
        chips.append(chip);
      }
      chip.textContent = `${name} (${count})`;
    }
  }

  function toggle(topic, chip) {
    if (!hidden.delete(topic)) hidden.add(topic);
    localStorage.setItem(STORED, JSON.stringify([...hidden]));
    chip.setAttribute('aria-pressed', String(!hidden.has(topic)));
    items.forEach(showTopic);
    tellTimes();
    keepOneTabStop();
    filtered();
  }

  /** The list is one stop for the tab key, at the chosen row or the first. */
  function keepOneTabStop() {
    const shown = shownItems();
    const stop = shown.find(item => item === itemOf.get(chosen)) ?? shown[0];
    for (const item of items) linkOf(item).tabIndex = item === stop ? 0 : -1;
  }

  function choose(sequence) {
    itemOf.get(chosen)?.row.removeAttribute('aria-current');
    chosen = sequence;
    items.forEach(showTopic);
    itemOf.get(chosen)?.row.setAttribute('aria-current', 'true');
    keepOneTabStop();
    showDetails();
  }

  function showDetails() {
    const focused = details?.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    details?.remove();
    const item = itemOf.get(chosen);
    details = item ? detailsRow(item, chosen, linkTo) : null;
    item?.row.after(details);
    if (focused) details?.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

const linkOf = item => item.row.querySelector('.sequence a');

function storedHidden() {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '[]').filter(topic => topic in TOPICS);
  } catch {
    return [];
  }
}

/** The chosen event under the picture, with steps to its neighbours among those that are shown. */
export function showChosen(place, entries, sequence, shown, linkTo) {
  const entry = entries.get(sequence);
  place.hidden = !entry;
  if (!entry) return;
  const order = shown.sort((one, other) => one - other);
  const at = order.indexOf(sequence);
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.step : null;
  const step = (to, name, sign) => h('button', {
    type: 'button', class: 'quiet', 'data-step': name, 'aria-label': `${name} event`, disabled: to === undefined,
    onclick: () => location.replace(linkTo(to)),
  }, sign);
  place.replaceChildren(
    h('span', { class: 'leg' }, `${sequence} · ${who(entry.leg)}`),
    h('span', { class: 'muted' }, offset(entry.offset_ms)),
    h('p', null, ...sentenceOf(entry)),
    h('span', { class: 'steps' }, step(order[at - 1], 'Previous', '←'), step(order[at + 1], 'Next', '→')));
  if (focused) place.querySelector(`[data-step="${focused}"]`)?.focus();
}

const sentenceOf = entry => [entry.abnormal ? h('span', { class: 'abnormal' }, icon('warn'), 'abnormal') : '', entry.sentence];

function newRow(entry, href, time) {
  const cell = (name, ...children) => h('td', { role: 'cell', class: name }, ...children);
  return h('tr', { role: 'row', 'data-sequence': entry.sequence },
    cell('sequence', h('a', { href, 'aria-label': `Event ${entry.sequence}` }, String(entry.sequence))),
    cell('when', h('time', { datetime: entry.at, title: clock(entry.at) }, time)),
    cell('who', h('span', { class: 'leg' }, who(entry.leg))),
    cell('kind', h('code')),
    cell('what'));
}

/** A row says the last of its entries; how many attempts came before stands behind it. */
function tell({ row, entries }) {
  const last = entries.at(-1);
  const attempts = entries.filter(entry => entry.kind === 'webhook.attempted').length;
  row.classList.toggle('is-abnormal', last.abnormal);
  row.querySelector('.kind code').textContent = last.kind;
  row.querySelector('.what').replaceChildren(...sentenceOf(last),
    attempts > 1 ? h('span', { class: 'count' }, `${attempts} attempts until ${offset(last.offset_ms)}`) : '');
}

function detailsRow({ entries }, chosen, linkTo) {
  const entry = entries.find(one => one.sequence === chosen);
  const facts = Object.entries({ at: entry.at, call_id: entry.call_id, ...entry.details })
    .filter(([, value]) => value !== null && value !== undefined);
  return h('tr', { role: 'row', class: 'details' }, h('td', { role: 'cell', colspan: 5 },
    entries.length > 1 && h('ol', { class: 'steps-of' }, entries.map(one => h('li', { 'aria-current': one === entry ? 'step' : null },
      h('a', { href: linkTo(one.sequence) }, String(one.sequence)), h('span', { class: 'muted' }, offset(one.offset_ms)), h('span', null, one.sentence)))),
    h('dl', null, facts.map(([name, value]) => h('div', null,
      h('dt', null, name), h('dd', null, typeof value === 'object' ? JSON.stringify(value) : String(value)))))));
}
