// The processes of the service: who is there, and how much each carries.
import { cluster } from './api.js';
import { h, icon, refill } from './dom.js';
import { poll } from './poll.js';
import { between, clock } from './words.js';

const STATUS = { joining: 'wait', active: 'check', leaving: 'wait', gone: 'cross' };

export function mount(place, _route, signal) {
  const summary = h('p');
  const notice = h('p', { class: 'notice', role: 'alert', hidden: true });
  const list = h('div', { class: 'card' });
  const dashboard = h('p', { class: 'muted', hidden: true });
  place.append(h('header', { class: 'intro' }, h('h1', null, 'Cluster'), summary), notice, list, dashboard,
    h('p', { class: 'muted' }, 'Figures are over all projects. Gateways are clients of the cluster and no members. A connect’s own page says which node runs it, and when that changed. ',
      h('a', { href: '#/connects?only=stuck' }, 'Stuck connects')));
  poll(read, signal);
  return { title: 'Cluster', update() {} };

  async function read() {
    try {
      const { data, dashboard: address } = await cluster(signal);
      notice.hidden = true;
      summary.textContent = inWords(data);
      refill(list, data, () => [table(data)]);
      dashboard.hidden = !address;
      if (address) refill(dashboard, address, () => [h('a', { href: address, target: '_blank', rel: 'noopener' }, 'Orleans dashboard'), ': grains by type, their calls and times. It asks for the same project and token.']);
    } catch (error) {
      if (signal.aborted) return;
      notice.hidden = false;
      notice.textContent = error.message;
    }
  }
}

const sum = (nodes, name) => nodes.reduce((total, node) => total + (node[name] ?? 0), 0);
const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function inWords(nodes) {
  const up = nodes.filter(node => node.status === 'active' && node.answers).length;
  const rest = nodes.length - up;
  return `${counted(up, 'node')} up${rest > 0 ? `, ${rest} not` : ''}: ${counted(sum(nodes, 'connects'), 'connect')} under way, ${counted(sum(nodes, 'legs'), 'leg')} on the wire.`;
}

function table(nodes) {
  const rows = nodes.map(node => {
    const cell = (name, title, ...children) => h('td', { role: 'cell', class: name, 'data-title': title }, ...children);
    const silent = node.status === 'active' && !node.answers;
    return h('tr', { role: 'row', id: `node ${node.name}` },
      cell('name', '', h('b', null, node.name), h('code', { class: 'muted' }, node.id)),
      cell('status', '', h('span', { class: `badge node-${silent ? 'silent' : node.status}` }, icon(silent ? 'warn' : STATUS[node.status]), silent ? 'does not answer' : node.status)),
      cell('does', '', roleOf(node)),
      cell('number', 'connects', number(node.connects)),
      cell('number', 'legs', number(node.legs)),
      cell('number', 'memory', node.memory_bytes === null ? '–' : `${Math.round(node.memory_bytes / 1048576)} MiB`),
      cell('since', 'up', node.started_at && h('time', { datetime: node.started_at, title: clock(node.started_at) }, between(node.started_at, new Date().toISOString()))),
      cell('version', 'version', node.version ?? '–'));
  });
  return h('table', { class: 'nodes', role: 'table' },
    h('caption', { class: 'unseen' }, 'Nodes of the cluster'),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
      ['Node', 'Now', 'Does', 'Connects', 'Legs', 'Memory', 'Up for', 'Version'].map(name => h('th', { role: 'columnheader', scope: 'col' }, name)))),
    h('tbody', { role: 'rowgroup' }, rows));
}

const number = value => (value === null ? '–' : String(value));

function roleOf({ connects, legs, answers }) {
  if (!answers) return '–';
  if (connects !== null && legs !== null) return 'runs calls, carries their legs';
  return connects !== null ? 'runs calls' : 'carries legs';
}
