// Who waits in which queue, and who waits for a caller.
import { queueMembers, queues } from './api.js';
import { h, icon, refill } from './dom.js';
import { poll } from './poll.js';
import { between, clock, duration } from './words.js';

const MOST_SHOWN = 12;
const MEMBER = { waiting: ['wait', 'waiting'], connecting: ['talk', 'being bridged'] };

export function mount(place, _route, signal) {
  const summary = h('p', null, 'A queue is there from the first who enters it, or takes from it, until some time after the last has left.');
  const notice = h('p', { class: 'notice', role: 'alert', hidden: true });
  const list = h('div', { class: 'queues' });
  place.append(h('header', { class: 'intro' }, h('h1', null, 'Queues'), summary), notice, list);
  poll(read, signal);
  return { title: 'Queues', update() {} };

  async function read() {
    try {
      const { data } = await queues(signal);
      const shown = data.slice(0, MOST_SHOWN);
      const members = await Promise.all(shown.map(queue => queueMembers(queue.name, signal).then(page => page.data, () => [])));
      notice.hidden = true;
      refill(list, [data, members], () => (data.length === 0 ? [empty()] : [...shown.map((queue, index) => card(queue, members[index])), rest(data)]));
    } catch (error) {
      if (signal.aborted) return;
      notice.hidden = false;
      notice.textContent = error.message;
    }
  }
}

function empty() {
  return h('p', { class: 'card empty' }, 'No queues. ', h('a', { href: '#/' }, 'Try one'), ': a connect to ', h('code', null, 'queue:NAME'), ' takes whoever waits there first.');
}

const rest = data => data.length > MOST_SHOWN && h('p', { class: 'muted' }, `And: ${data.slice(MOST_SHOWN).map(queue => `${queue.name} (${queue.size})`).join(', ')}`);

function card(queue, members) {
  const facts = [['waiting', queue.size], ['waiting for a caller', queue.takers], ['usual wait', queue.avg_time > 0 ? duration(queue.avg_time * 1000) : '–']];
  return h('section', { class: 'card queue', 'aria-label': `Queue ${queue.name}` },
    h('h2', null, queue.name),
    h('dl', { class: 'facts' }, facts.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, String(value))))),
    members.length > 0 && h('ol', { class: 'members' }, members.map(member)));
}

function member({ call_id: id, position, from, state, entered_at: at }) {
  const [glyph, word] = MEMBER[state] ?? ['wait', state];
  return h('li', null, h('b', null, String(position)), h('a', { href: `#/calls/${encodeURIComponent(id)}`, 'data-key': id }, from), h('span', { class: 'badge' }, icon(glyph), word),
    h('time', { class: 'muted', datetime: at, title: between(at, new Date().toISOString()) }, `since ${clock(at)}`));
}
