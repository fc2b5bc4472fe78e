// One call: its own story, whether a connect, a script or a queue had to do with it, and the ways to these.
import * as api from './api.js';
import { foldCallbacks, showCallbacks } from './attempts.js';
import { copyButton, h, refill } from './dom.js';
import { eventTable, showChosen } from './events.js';
import { drawLanes } from './lanes.js';
import { poll } from './poll.js';
import { fold } from './story.js';
import { legend } from './summary.js';
import { axisTextOf, storedTimes, timeChoice } from './times.js';
import { badge, between, clock, who } from './words.js';

/** What is over is read on for so long: a callback may still be on its way. */
const SETTLING_MS = 30_000;

export function mount(place, route, signal) {
  const { id } = route;
  const linkTo = sequence => `#/calls/${encodeURIComponent(id)}/events/${sequence}`;
  const entries = new Map();
  let view = null;
  let aheadMs = 0;
  let chosen = route.event;
  let times = storedTimes();

  const top = h('div', { class: 'summary' });
  const notice = h('p', { class: 'notice', role: 'alert', hidden: true });
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('role', 'img');
  const picture = h('div', { class: 'picture' }, svg);
  const strip = h('div', { class: 'chosen', 'aria-live': 'polite', hidden: true });
  const table = eventTable(linkTo, times, () => choose());
  const callbacks = h('div');
  const callbackCard = h('section', { class: 'card', 'aria-labelledby': 'callbacks-title', hidden: true },
    h('div', { class: 'bar' }, h('h2', { id: 'callbacks-title' }, 'Callbacks')), callbacks);
  place.append(
    h('p', { class: 'back' }, h('a', { href: '#/calls' }, '← All calls')), notice, top,
    h('section', { class: 'card lanes', 'aria-label': 'Lanes' }, h('div', { class: 'bar' }, h('h2', null, 'Lanes'), timeChoice(times, showTimes)), picture, strip, legend()),
    callbackCard,
    h('section', { class: 'card', 'aria-labelledby': 'events-title' }, h('div', { class: 'bar' }, h('h2', { id: 'events-title' }, 'Events'), table.chips), table.element));

  const reading = poll(read, signal);
  const resized = new ResizeObserver(draw);
  resized.observe(picture);
  signal.addEventListener('abort', () => resized.disconnect());
  picture.addEventListener('click', event => {
    const hit = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-sequence]');
    if (hit) location.replace(linkTo(Number(hit.dataset.sequence)));
  });
  return { title: id, update };

  async function read() {
    try {
      const [snapshot, call] = await Promise.all([api.timeline(id, signal), api.call(id, signal)]);
      aheadMs = snapshot.aheadMs;
      view = call;
      notice.hidden = true;
      const first = entries.size === 0;
      for (const entry of snapshot.entries) keep(entry);
      refill(top, [view, connects()], header);
      showCallbackCard();
      if (first) choose();
      draw();
      return !view.ended_at || Date.now() + aheadMs - Date.parse(view.ended_at) < SETTLING_MS;
    } catch (error) {
      if (signal.aborted) return false;
      if (error instanceof api.Problem && error.status === 404) showGone();
      notice.hidden = false;
      notice.textContent = error.message;
      return !(error instanceof api.Problem && error.status === 404);
    }
  }

  function keep(entry) {
    if (entries.has(entry.sequence)) return;
    entries.set(entry.sequence, entry);
    table.add(entry);
  }

  function showGone() {
    place.replaceChildren(h('section', { class: 'card empty' },
      h('h1', null, 'No such call'), h('p', null, 'It is not there, or it belongs to another project.'), h('p', null, h('a', { href: '#/calls' }, 'All calls'))));
  }

  function connects() {
    return [...new Set([...entries.values()].map(entry => entry.connect_id).filter(Boolean))];
  }

  function header() {
    const facts = [
      ['from', view.from], ['to', view.to],
      ['started', h('time', { datetime: view.created_at, title: view.created_at }, clock(view.created_at))],
      view.answered_at && ['to the answer', between(view.created_at, view.answered_at)],
      ['took', view.ended_at ? between(view.created_at, view.ended_at) : 'still on'],
    ].filter(Boolean);
    const failed = [...entries.values()].find(entry => entry.kind === 'script.failed' || (entry.abnormal && !entry.kind.startsWith('webhook.')));
    return [
      h('div', { class: 'headline' }, badge(view.state), view.end_reason && h('span', { class: 'reason' }, view.end_reason),
        !view.ended_at && h('span', { class: 'live' }, 'live')),
      h('h1', { class: 'verdict' }, failed ? failed.sentence : `${who([...entries.values()][0]?.leg ?? 0)}: ${view.from} to ${view.to}`),
      h('dl', { class: 'facts' }, facts.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))),
      h('p', { class: 'actions' },
        failed && h('a', { class: 'button', href: linkTo(failed.sequence), 'data-key': 'failed' }, `Event ${failed.sequence}`),
        connects().map((connect, index) => h('a', { class: 'button', href: `#/connects/${encodeURIComponent(connect)}`, 'data-key': connect },
          connects().length === 1 ? 'Its connect' : `Connect ${index + 1}`))),
      h('p', { class: 'muted' }, h('code', null, id), copyButton(id, 'id of the call')),
    ];
  }

  function showCallbackCard() {
    const told = foldCallbacks([...entries.values()]);
    callbackCard.hidden = told.length === 0;
    showCallbacks(callbacks, told, linkTo, reading.now);
  }

  function showTimes(wanted) {
    times = wanted;
    table.showTimes(times);
    draw();
  }

  function draw() {
    if (!view || picture.clientWidth === 0) return;
    const story = fold([...entries.values()]);
    const first = entries.values().next().value;
    const start = Date.parse(first.at) - first.offset_ms;
    drawLanes(svg, story, {
      width: picture.clientWidth,
      now: Math.max(story.lastOffset, view.ended_at ? 0 : Date.now() + aheadMs - start),
      selected: entries.get(chosen) ?? null,
      hidden: new Set(),
      axisText: axisTextOf(times, start, entries.get(chosen)),
      summary: `${view.from} to ${view.to}: ${view.state}. The events below say the same in words.`,
    });
  }

  function update(next) {
    chosen = next.event;
    choose();
    draw();
  }

  function choose() {
    table.choose(chosen);
    showChosen(strip, entries, chosen, table.shown(), linkTo);
  }
}
