// Which page the address bar asks for, and who is signed in.
import { project, session, signIn } from './api.js';
import { h } from './dom.js';
import * as callPage from './call.js';
import * as callbacksPage from './callbacks.js';
import * as clusterPage from './cluster.js';
import * as connectPage from './connect.js';
import * as listPage from './list.js';
import * as queuesPage from './queues.js';
import * as tryItPage from './tryit.js';

const main = document.getElementById('main');
let shown = null;

/** #/ · #/connects?only=active · #/connects/ID · #/connects/ID/events/7 · #/calls and so on · #/queues · #/callbacks?state=dead · #/cluster */
function route() {
  const [path, text = ''] = location.hash.slice(1).split('?');
  const parts = path.split('/').filter(part => part !== '').map(decode);
  const query = new URLSearchParams(text);
  if (parts[0] === 'callbacks') return { page: callbacksPage, name: 'callbacks', key: 'callbacks', query };
  if (parts[0] === 'queues') return { page: queuesPage, name: 'queues', key: 'queues' };
  if (parts[0] === 'cluster') return { page: clusterPage, name: 'cluster', key: 'cluster' };
  if (parts[0] !== 'connects' && parts[0] !== 'calls') return { page: tryItPage, name: 'tryit', key: 'tryit' };
  const kind = parts[0];
  if (parts.length === 1) return { page: listPage, name: kind, key: kind, kind, query };
  const event = parts[2] === 'events' ? Number.parseInt(parts[3], 10) : NaN;
  const page = kind === 'calls' ? callPage : connectPage;
  return { page, name: kind, key: `${kind} ${parts[1]}`, id: parts[1], event: event > 0 ? event : null };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function show() {
  const asked = route();
  if (shown?.key === asked.key) return shown.update(asked);
  const first = shown === null;
  leave();
  for (const link of document.querySelectorAll('nav a[data-page]')) {
    if (link.dataset.page === asked.name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const leaving = new AbortController();
  const place = h('div', { class: 'page' });
  main.replaceChildren(place);
  const { update, title } = asked.page.mount(place, asked, leaving.signal);
  shown = { key: asked.key, update, leaving };
  document.title = `${title} · Call console`;
  if (!first) main.focus({ preventScroll: true });
  if (!first) scrollTo(0, 0);
}

function leave() {
  shown?.leaving.abort();
  shown = null;
}

function showWho() {
  const name = h('span', null, 'project ', h('b', null, project()));
  document.getElementById('who').replaceChildren(name, h('button', { type: 'button', class: 'quiet', onclick: () => askWho('') }, 'Switch'));
}

function askWho(why) {
  leave();
  const name = h('input', { name: 'project', value: project(), required: true, autocomplete: 'username', spellcheck: 'false' });
  const token = h('input', { name: 'token', type: 'password', required: true, autocomplete: 'current-password' });
  const form = h('form', { class: 'card signin' },
    h('h1', null, 'Sign in'),
    why && h('p', { class: 'notice', role: 'alert' }, why),
    h('label', null, 'Project', name),
    h('label', null, 'Token', token),
    h('p', { class: 'muted' }, 'Kept in this tab only, until it is closed.'),
    h('button', { type: 'submit', class: 'primary' }, 'Sign in'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    signIn(name.value.trim(), token.value);
    showWho();
    show();
  });
  main.replaceChildren(form);
  document.title = 'Sign in · Call console';
  (name.value ? token : name).focus();
}

session.addEventListener('unauthorized', () => {
  if (shown !== null) askWho(`The service does not accept this token for project ${project()}.`);
});
addEventListener('hashchange', show);
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
// A link to where one already is must still leave the sign-in form.
document.querySelector('nav').addEventListener('click', () => shown ?? setTimeout(() => shown ?? show()));
showWho();
show();
