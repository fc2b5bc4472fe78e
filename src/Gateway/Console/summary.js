// The top of a connect's page: verdict, state, durations, ids; and the small controls of the picture.
import { copyButton, h, icon, s } from './dom.js';
import { LEGEND, spanText, texture } from './lanes.js';
import { badge, between, clock } from './words.js';

/** Shows `view`, and the node that runs it, in `top`; what has not changed is left alone, so that a button keeps its focus. */
export function header(top, view, owner, linkTo, endIt) {
  const next = JSON.stringify([view, owner]);
  if (top.shown === next) return;
  top.shown = next;
  const ongoing = view.state === 'connecting' || view.state === 'connected';
  const focused = document.activeElement?.dataset?.action;
  top.replaceChildren(
    h('div', { class: 'headline' }, badge(view.state), view.failed_reason && h('span', { class: 'reason' }, view.failed_reason),
      !view.complete && h('span', { class: 'live' }, 'live')),
    h('h1', { class: 'verdict' }, view.verdict),
    h('dl', { class: 'facts' }, facts(view, owner).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))),
    h('p', { class: 'actions' },
      view.first_abnormal && h('a', { class: 'button', href: linkTo(view.first_abnormal), 'data-action': 'abnormal' },
        icon('warn'), `First abnormal event: ${view.first_abnormal}`),
      ongoing && h('button', { type: 'button', 'data-action': 'end', onclick: event => endIt(event.currentTarget) },
        icon('cut'), view.state === 'connecting' ? 'Cancel it' : 'Hang up'),
      !ongoing && h('a', { class: 'button', href: '#/', 'data-action': 'again' }, icon('arrow'), 'Try another')),
    ids(view));
  if (focused) top.querySelector(`[data-action="${focused}"]`)?.focus();
}

function facts(view, owner) {
  const setupEnd = view.connected_at ?? view.ended_at;
  return [
    ['started', h('time', { datetime: view.created_at, title: view.created_at }, clock(view.created_at))],
    setupEnd && [view.connected_at ? 'to connect' : 'until it failed', between(view.created_at, setupEnd)],
    view.connected_at && ['bridged', view.ended_at ? between(view.connected_at, view.ended_at) : 'still on'],
    view.ended_by && ['ended by', view.ended_by],
    ['legs', `${view.legs.length} dialed`],
    owner && [view.complete ? 'ran on' : 'runs on', h('a', { href: '#/cluster' }, owner.split('@')[0])],
  ].filter(Boolean);
}

function ids(view) {
  const rows = [['connect', view.id], ['A', view.call_id], ...view.legs.map(leg => [`B${leg.leg}${leg.won ? ', won' : ''}`, leg.call_id])];
  const open = document.querySelector('details.ids')?.open;
  return h('details', { class: 'ids', open },
    h('summary', null, 'Ids'),
    h('ul', null, rows.map(([name, id]) => h('li', null, h('span', { class: 'muted' }, name), id.startsWith('call_') ? h('a', { href: `#/calls/${encodeURIComponent(id)}` }, h('code', null, id)) : h('code', null, id), copyButton(id, `id of ${name}`)))));
}

/** Buttons that show and hide timers and callbacks; where there are very many they start hidden. */
export function sectionToggles(place, story, hidden, many, changed) {
  for (const [section, title] of [['timer', 'Timers'], ['webhook', 'Callbacks']]) {
    const count = story.lanes.filter(lane => lane.section === section).length;
    let button = place.querySelector(`[data-section="${section}"]`);
    if (count === 0) continue;
    if (!button) {
      if (count > many) hidden.add(section);
      button = h('button', { type: 'button', class: 'toggle', 'data-section': section, 'aria-pressed': String(!hidden.has(section)) });
      button.addEventListener('click', () => {
        if (!hidden.delete(section)) hidden.add(section);
        button.setAttribute('aria-pressed', String(!hidden.has(section)));
        changed();
      });
      place.append(button);
    }
    button.textContent = `${title} (${count})`;
  }
}

export function legend() {
  const swatch = kind => s('svg', { class: 'swatch', width: 26, height: 12, 'aria-hidden': 'true' },
    s('g', { class: `span ${kind}` }, s('rect', { width: 26, height: 12, rx: 3, fill: texture(kind) })));
  const glyph = (name, text) => h('li', null, icon(name), text);
  return h('details', { class: 'legend' }, h('summary', null, 'Legend'),
    h('ul', null,
      LEGEND.map(kind => h('li', null, swatch(kind), spanText(kind))),
      glyph('check', 'answer'), glyph('star', 'won'), glyph('cut', 'CANCEL or BYE sent'), glyph('stop', 'ended'), glyph('diamond', 'gone from the wire')));
}
