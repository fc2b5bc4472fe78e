// One connect: what happened, as a sentence, as lanes and as a list, and all three as it happens.
import * as api from './api.js';
import { foldCallbacks, showCallbacks } from './attempts.js';
import { h, icon, say } from './dom.js';
import { eventTable, showChosen } from './events.js';
import { drawLanes } from './lanes.js';
import { fold } from './story.js';
import { follow } from './stream.js';
import { header, legend, sectionToggles } from './summary.js';
import { axisTextOf, storedTimes, timeChoice } from './times.js';

const REDRAW_MS = 200;
const REREAD_MS = 150;
const MANY_TIMERS = 8;
/** How long, and how often, a story that is over is read again for what became of a redelivered callback. */
const REDELIVERY_MS = 20_000;
const REDELIVERY_EVERY_MS = 700;

export function mount(place, route, signal) {
  const { id } = route;
  const linkTo = sequence => `#/connects/${encodeURIComponent(id)}/events/${sequence}`;
  const entries = new Map();
  let view = null;
  let story = null;
  let chosen = route.event;
  let aheadMs = 0;
  let rereadTimer = null;
  let asked = 0;
  let stream = null;
  let times = storedTimes();
  const hidden = new Set();

  const top = h('div', { class: 'summary' });
  const stale = h('div', { class: 'stale', role: 'status', hidden: true });
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('role', 'img');
  const picture = h('div', { class: 'picture' }, svg);
  const toggles = h('div', { class: 'toggles' });
  const strip = h('div', { class: 'chosen', 'aria-live': 'polite', hidden: true });
  const table = eventTable(linkTo, times, () => choose(false));
  const callbacks = h('div');
  const callbackCard = h('section', { class: 'card', 'aria-labelledby': 'callbacks-title', hidden: true },
    h('div', { class: 'bar' }, h('h2', { id: 'callbacks-title' }, 'Callbacks')), callbacks);

  read();
  return { title: id, update };

  async function read() {
    place.replaceChildren(h('p', { class: 'muted' }, 'Reading…'));
    try {
      const [snapshot, connect] = await Promise.all([api.timeline(id, signal), api.connect(id, signal)]);
      aheadMs = snapshot.aheadMs;
      place.replaceChildren(
        h('p', { class: 'back' }, h('a', { href: '#/connects' }, '← All connects')), stale, top,
        h('section', { class: 'card lanes', 'aria-label': 'Lanes' }, h('div', { class: 'bar' }, h('h2', null, 'Lanes'), toggles, timeChoice(times, showTimes)), picture, strip, legend()),
        callbackCard,
        h('section', { class: 'card', 'aria-labelledby': 'events-title' }, h('div', { class: 'bar' }, h('h2', { id: 'events-title' }, 'Events'), table.chips), table.element));
      for (const entry of snapshot.entries) keep(entry);
      show(connect);
      showParts();
      choose(true);
      observe();
      if (!connect.complete) listen();
    } catch (error) {
      if (!signal.aborted) showFailure(error);
    }
  }

  function showFailure(error) {
    const gone = error instanceof api.Problem && error.status === 404;
    place.replaceChildren(h('section', { class: 'card empty' },
      h('h1', null, gone ? 'No such connect' : 'Could not be read'),
      h('p', null, gone ? 'It is not there, or it belongs to another project.' : error.message),
      h('p', null, gone ? h('a', { href: '#/connects' }, 'All connects') : h('button', { type: 'button', onclick: read }, 'Try again'))));
  }

  function keep(entry) {
    if (entries.has(entry.sequence)) return;
    entries.set(entry.sequence, entry);
    table.add(entry);
    story = null;
  }

  function listen() {
    const last = Math.max(0, ...entries.keys());
    stream = follow(id, last, signal, {
      entry(entry) {
        keep(entry);
        aheadMs = Math.max(aheadMs, Date.parse(entry.at) - Date.now());
        if (entry.sequence === chosen || entry.sequence === chosen + 1) choose(false);
        showParts();
        draw();
        rereadSoon();
      },
      end(connect) {
        clearTimeout(rereadTimer);
        asked++;
        stream = null;
        stale.hidden = true;
        show(connect);
        say(`Over. ${connect.verdict}`);
      },
      live() {
        stale.hidden = true;
        // The story and the view were read side by side: the view may be the older one.
        rereadSoon();
      },
      stale: showStale,
      refused(problem) {
        stream = null;
        if (problem.status === 404) showFailure(problem);
      },
    });
  }

  function showStale(waitMs) {
    stale.hidden = false;
    stale.replaceChildren(icon('warn'),
      h('span', null, `Not live: the connection was lost. Trying again in ${Math.max(1, Math.round(waitMs / 1000))} s.`),
      h('button', { type: 'button', class: 'quiet', onclick: () => stream?.retry() }, 'Now'));
  }

  function rereadSoon() {
    clearTimeout(rereadTimer);
    rereadTimer = setTimeout(reread, REREAD_MS);
  }

  /** Verdict and state are the service's own fold: read again after something has happened. An answer that was overtaken is dropped. */
  async function reread() {
    const mine = ++asked;
    try {
      const connect = await api.connect(id, signal);
      if (mine === asked && !signal.aborted) show(connect);
    } catch {
      // The stream says when the service is away.
    }
  }

  function show(connect) {
    view = connect;
    header(top, view, currentStory().owner, linkTo, endIt);
    draw();
  }

  async function endIt(button) {
    button.disabled = true;
    const mine = ++asked;
    try {
      const connect = await api.endConnect(id);
      if (mine === asked) show(connect);
    } catch (error) {
      say(error.message);
      button.disabled = false;
      reread();
    }
  }

  /** What is told by the entries alone. */
  function showParts() {
    sectionToggles(toggles, currentStory(), hidden, MANY_TIMERS, draw);
    const told = foldCallbacks(inOrder());
    callbackCard.hidden = told.length === 0;
    showCallbacks(callbacks, told, linkTo, watchRedelivery);
  }

  function showTimes(wanted) {
    times = wanted;
    table.showTimes(times);
    draw();
  }

  /** A story that was over goes on by hand: nothing is streamed any more, so it is read until the next word about a callback. */
  async function watchRedelivery() {
    const until = Date.now() + REDELIVERY_MS;
    const before = entries.size;
    while (stream === null && entries.size === before && Date.now() < until && !signal.aborted) {
      await new Promise(resolve => setTimeout(resolve, REDELIVERY_EVERY_MS));
      const snapshot = await api.timeline(id, signal).catch(() => null);
      for (const entry of snapshot?.entries ?? []) keep(entry);
    }
    if (signal.aborted) return;
    showParts();
    draw();
    reread();
  }

  function inOrder() {
    return [...entries.values()].sort((one, other) => one.sequence - other.sequence);
  }

  function currentStory() {
    return (story ??= fold(inOrder()));
  }

  function draw() {
    if (!view || picture.clientWidth === 0) return;
    const told = currentStory();
    const first = entries.values().next().value;
    const open = !view.complete && first !== undefined;
    const now = open ? Date.now() + aheadMs - (Date.parse(first.at) - first.offset_ms) : told.lastOffset;
    drawLanes(svg, told, {
      width: picture.clientWidth,
      now: stale.hidden ? Math.max(now, told.lastOffset) : told.lastOffset,
      selected: entries.get(chosen) ?? null,
      hidden,
      axisText: axisTextOf(times, first ? Date.parse(first.at) - first.offset_ms : 0, entries.get(chosen)),
      summary: inWords(told),
    });
  }

  function observe() {
    const resized = new ResizeObserver(draw);
    resized.observe(picture);
    const ticking = setInterval(() => {
      if (view && !view.complete && !document.hidden && stale.hidden) draw();
    }, REDRAW_MS);
    // The picture is drawn anew while it is live, so what was clicked is asked for by position.
    picture.addEventListener('click', event => {
      const hit = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-sequence]');
      if (hit) location.replace(linkTo(Number(hit.dataset.sequence)));
    });
    signal.addEventListener('abort', () => {
      resized.disconnect();
      clearInterval(ticking);
      clearTimeout(rereadTimer);
    });
  }

  function update(next) {
    chosen = next.event;
    choose(!table.element.contains(document.activeElement));
    draw();
  }

  function choose(bringIntoView) {
    table.choose(chosen);
    showChosen(strip, entries, chosen, table.shown(), linkTo);
    if (bringIntoView && !strip.hidden) strip.scrollIntoView({ block: 'nearest' });
  }
}

function inWords(story) {
  const calls = story.lanes.filter(lane => lane.section === 'call').map(lane => `${lane.name}: ${lane.result.text}.`);
  return [...calls, 'The events below say the same in words.'].join(' ');
}
