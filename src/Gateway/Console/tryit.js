// The first screen: pick a scenario, change it, run it, watch it.
import { dial, isDevelopment, Problem, project, startConnect } from './api.js';
import { copyButton, h, icon, say } from './dom.js';
import { samples } from './samples.js';

const DRAFT = 'console.draft';

export function mount(place, _route, signal) {
  const editor = h('textarea', {
    id: 'document', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', wrap: 'off', 'aria-describedby': 'document-help problems',
  });
  const problems = h('div', { id: 'problems', class: 'problems', 'aria-live': 'polite' });
  const run = h('button', { type: 'button', class: 'primary', onclick: () => start() }, icon('arrow'), 'Run');
  const about = h('p', { class: 'about' });
  const curl = h('pre', { tabindex: '0', 'aria-label': 'The same request with curl' });
  const choices = samples.map(sample => h('label', { class: 'choice' },
    h('input', { type: 'radio', name: 'sample', value: sample.id, onclick: () => choose(sample) }), h('span', null, sample.title)));
  let key = null;

  place.append(
    h('header', { class: 'intro' },
      h('h1', null, 'Try a call on simulated phones'),
      h('p', null, 'Pick a scenario and run it. No real phone rings; what happens is shown live, every step with its time and cause.')),
    h('section', { class: 'tryit card' },
      h('fieldset', { class: 'choices' }, h('legend', null, 'Scenario'), choices),
      h('div', { class: 'editing' },
        about,
        h('div', { class: 'beside' },
          h('div', { class: 'document' }, h('label', { for: 'document', class: 'unseen' }, 'Request: the call, and what to connect it to'), editor),
          problems),
        h('p', { class: 'actions' }, run,
          h('span', { id: 'document-help', class: 'muted' }, h('kbd', null, 'Ctrl'), ' ', h('kbd', null, 'Enter'), ' runs it too. JSON or YAML.')),
        h('details', null, h('summary', null, 'The same with curl'), h('div', { class: 'curl' }, curl, copyButton(() => curl.textContent, 'the command'))))),
    nextSteps());

  editor.addEventListener('input', () => {
    key = null;
    keep();
  });
  editor.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) start();
  });
  restore();
  return { title: 'Try it', update() {} };

  function choose(sample) {
    for (const choice of choices) choice.firstChild.checked = choice.firstChild.value === sample.id;
    about.textContent = sample.about;
    editor.value = tidy(sample.body);
    problems.replaceChildren();
    key = null;
    keep();
  }

  function restore() {
    const draft = readDraft();
    choose(samples.find(sample => sample.id === draft?.sample) ?? samples[2]);
    if (draft?.text) editor.value = draft.text;
    keep();
  }

  function keep() {
    sessionStorage.setItem(DRAFT, JSON.stringify({ sample: chosen()?.id, text: editor.value }));
    editor.rows = Math.min(30, Math.max(12, editor.value.split('\n').length + 1));
    const user = isDevelopment() ? 'dev:dev' : `${project()}:TOKEN`;
    const post = (path, text) => `curl -u ${user} ${location.origin}${path} --data-binary @- <<'END'\n${text}\nEND`;
    const { waiter } = chosen() ?? {};
    curl.textContent = [
      waiter && post('/api/calling/calls', tidy({ command: 'dial', params: waiter })), post('/api/v1/connects', editor.value),
    ].filter(Boolean).join('\n');
  }

  function chosen() {
    const id = choices.find(choice => choice.firstChild.checked)?.firstChild.value;
    return samples.find(sample => sample.id === id);
  }

  async function start() {
    if (run.disabled) return;
    run.disabled = true;
    problems.replaceChildren();
    try {
      // One key until an answer has come: running again after a lost answer cannot place a second call.
      if (key === null && chosen()?.waiter) await dial(chosen().waiter);
      key ??= newKey();
      const { id } = await startConnect(editor.value, key);
      key = null;
      if (!signal.aborted) location.hash = `#/connects/${encodeURIComponent(id)}`;
    } catch (error) {
      if (error instanceof Problem) key = null;
      if (!signal.aborted) problems.replaceChildren(explain(error, editor));
    } finally {
      run.disabled = false;
    }
  }
}

function readDraft() {
  try {
    return JSON.parse(sessionStorage.getItem(DRAFT));
  } catch {
    return null;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** JSON with short objects on one line, as a person would write it. */
function tidy(value, indent = '') {
  const flat = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  if (typeof value !== 'object' || flat.length + indent.length <= 64) return flat;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const items = Array.isArray(value)
    ? value.map(item => tidy(item, inner))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${tidy(item, inner)}`);
  return `${open}\n${items.map(item => inner + item).join(',\n')}\n${indent}${close}`;
}

function explain(error, editor) {
  const errors = error.errors ?? [];
  say(errors.length > 0 ? `${errors.length} problems found.` : error.message);
  return h('div', { class: 'problem' },
    h('h2', null, icon('warn'), errors.length > 0 ? `${errors.length === 1 ? 'One problem' : `${errors.length} problems`}; nothing was dialed` : 'Not started'),
    h('p', null, error.message),
    errors.length > 0 && h('ol', null, errors.map(one => h('li', null,
      h('p', { class: 'where' },
        h('code', null, one.pointer || '/'),
        one.line && h('button', { type: 'button', class: 'quiet', onclick: () => goTo(editor, one) }, `line ${one.line}`)),
      // The message says the place, what was found and what was expected in one sentence: here they stand apart.
      one.found && one.expected ? h('dl', null,
        h('dt', null, 'found'), h('dd', null, h('code', null, String(one.found))),
        h('dt', null, 'expected'), h('dd', null, String(one.expected))) : h('p', null, one.message),
      one.code && h('p', { class: 'muted code' }, one.code)))),
    error.traceId && h('p', { class: 'muted code' }, `trace ${error.traceId}`));
}

/** Puts the cursor where an error is and selects the rest of that line. */
function goTo(editor, { line, column }) {
  const lines = editor.value.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  const end = before + (lines[line - 1]?.length ?? 0);
  editor.focus();
  editor.setSelectionRange(Math.min(end, before + Math.max(0, (column ?? 1) - 1)), end);
  editor.scrollTop = Math.max(0, (line - 3) * (editor.scrollHeight / Math.max(1, lines.length)));
}

function nextSteps() {
  const step = (title, ...text) => h('li', null, h('b', null, title), h('span', null, ...text));
  return h('section', { class: 'next' }, h('h2', null, 'Then'),
    h('ol', null,
      step('Change an address', 'What a simulated phone does is written in it: ', h('code', null, 'answer=1500'), ' answers after 1.5 s, ',
        h('code', null, 'status=486'), ' is busy, ', h('code', null, 'talk=3000'), ' hangs up after 3 s.'),
      step('Read a failed one', 'The ', h('a', { href: '#/connects?state=failed' }, 'list of failed connects'), ' leads to the event that went wrong.'),
      step('Leave the console', 'Everything here is the HTTP API: ', h('a', { href: 'docs' }, 'its reference'), '.')));
}
