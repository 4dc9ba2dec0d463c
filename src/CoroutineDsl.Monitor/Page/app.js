import { $, ago, clock, doing, file, get, held, hub, isBad, link, make, onOpen, place, post, setHub, stands, swap } from '/page.js';
import { drawPlots } from '/plots.js';
import { drawHot, drawLeaks, drawPlaces, drawWaits } from '/tabs.js';
import { count, many, span, spanAtMost } from '/words.js';

const hubs = new Map();           // number -> { name, points }
let tab = 'list', selected = null;

// --- news, once a second
const connect = () => {
  const events = new EventSource('/events');
  events.onopen = () => live(true);
  events.onerror = () => live(false);
  events.onmessage = e => { live(true); news(JSON.parse(e.data)); };
};
const live = on => { $('live').className = `live ${on ? 'on' : 'off'}`; $('live').textContent = on ? 'live' : 'no answer'; };

const news = data => {
  $('program').textContent = data.program;
  $('pid').textContent = `(${data.process})`;
  document.title = `${data.program}: greenlets`;
  for (const h of data.hubs) {
    const known = hubs.get(h.hub) ?? { points: [] };
    known.name = h.name;
    for (const p of h.points) if (!known.points.length || known.points.at(-1).t < p.t) known.points.push(p);
    known.points.splice(0, known.points.length - 300);
    hubs.set(h.hub, known);
  }
  for (const number of hubs.keys()) if (!data.hubs.some(h => h.hub === number)) hubs.delete(number);
  const isFirst = hub === null;
  if (!hubs.has(hub)) setHub([...hubs].sort((a, b) => (b[1].points.at(-1)?.greenlets ?? 0) - (a[1].points.at(-1)?.greenlets ?? 0))[0]?.[0] ?? null);
  drawHubs();
  drawTiles();
  if (isFirst && asked.has('open')) open(+asked.get('open'));
  refresh();
};

const drawHubs = () => {
  const wanted = [...hubs].map(([number, h]) => `${number}:${h.name}`).join();
  if ($('hub').dataset.shown !== wanted) {
    $('hub').dataset.shown = wanted;
    $('hub').replaceChildren(...[...hubs].map(([number, h]) => { const o = make('option', h.name); o.value = number; return o; }));
  }
  $('hub').value = hub;
};

const drawTiles = () => {
  const h = hubs.get(hub), p = h?.points.at(-1);
  if (!p) return;
  const before = h.points.at(-2), seconds = before ? (p.t - before.t) / 1000 : 1;
  const tiles = [
    ['greenlets', count(p.greenlets), false, 'started and not ended'],
    ['runnable', count(p.runnable), false, 'they could go on, and wait for their turn'],
    ['switches/s', count(p.switches), false, 'steps of greenlets in the last second: from one wait to the next'],
    ['spawns/s', before ? count((p.spawns - before.spawns) / seconds) : '–', false, 'greenlets started in the last second'],
    ['worst loop lag', span(p.lag), p.lag > 100, 'of the last second: for so long a greenlet that could go on had to wait for its turn. In red over 100 ms: somebody computes for long without a wait'],
    ['hub busy', `${Math.round(p.busy * 100)} %`, p.busy > .9, 'the part of the last second that the hub did not sleep. In red over 90 %'],
    ['failures', count(p.failures), p.failures > 0, 'greenlets that have ended with an exception since the program began'],
    ['parked threads', count(p.threads), p.threads > 0, 'threads that stand in an Await() of code that is not lowered'],
  ];
  if (!$('tiles').childElementCount) $('tiles').append(...tiles.map(([name, , , means]) => { const t = make('div'); t.title = means; t.append(make('b'), make('span', name)); return t; }));
  tiles.forEach(([, value, bad], i) => { const t = $('tiles').children[i]; t.className = bad ? 'tile bad' : 'tile'; t.firstChild.textContent = value; });   // the same elements: what the pointer is told stays
  $('alert').className = p.running ? 'busy' : '';        // always there: nothing jumps when it speaks
  $('alert').disabled = !p.running;
  $('alert').textContent = p.running ? `${p.running} #${p.runningId} keeps the hub busy, ${span(p.runningMs)} so far` : 'the hub answers: nobody keeps it busy now';
  $('alert').onclick = () => open(p.runningId);
};

// --- what looks wrong, in words; each opens who it is about
const drawTroubles = async () => {
  const json = await get('/api/troubles').catch(() => ({})), lines = (json.troubles ?? []).map(line => line.replace(/(\d) (µs|ms|s|min|h|d)\b/g, '$1\u00a0$2')), box = $('troubles');
  box.hidden = !lines.length;
  const summary = `${lines.length === 1 ? 'One thing looks' : `${lines.length} things look`} wrong`, list = box.querySelector('ul'), size = `${lines.length} ${innerWidth}`;
  if (box.firstElementChild.textContent !== summary) box.firstElementChild.textContent = summary;
  if (list.dataset.size !== size) list.style.minHeight = '';
  list.dataset.size = size;
  swap(list, ...lines.map(line => {
    const li = make('li'), id = /#(\d+)/.exec(line);
    if (!id) { li.textContent = line; return li; }
    li.append(line.slice(0, id.index), link(+id[1], id[0]), line.slice(id.index + id[0].length));
    return li;
  }));
  if (list.offsetHeight) list.style.minHeight = `${list.offsetHeight}px`;      // a time that wraps, or does no more, moves nothing
};

// in a narrow window each has two lines until it is asked for
$('more').onclick = () => { const isWhole = $('troubles').classList.toggle('whole'); $('more').textContent = isWhole ? 'say less' : 'say all of it'; delete $('troubles').querySelector('ul').dataset.size; drawTroubles(); };

// --- the list: only the rows in sight exist, and only their window is fetched
let found = 0, window0 = 0, items = [], wantedWindow = -1, isFetching = false;
const rowHeight = () => matchMedia('(max-width: 700px)').matches ? 66 : $('detail').hidden ? 30 : 44;      // beside the panel a row has two lines
const inSight = () => { const h = rowHeight(); const first = Math.floor($('rows').scrollTop / h); return [first, Math.ceil($('rows').clientHeight / h) + 1]; };

const fetchRows = async () => {
  if (isFetching) { wantedWindow = 1; return; }
  isFetching = true;
  try {
    const [first, height] = inSight();
    const offset = Math.max(0, first - 50);
    const json = await get('/api/greenlets', { filter: $('filter').value, show: $('show').value, sort: $('sort').value, offset, count: height + 100 });
    found = json.found ?? 0; window0 = offset; items = json.items ?? [];
    $('count').textContent = found === json.total ? many(found, 'greenlet') : `${found.toLocaleString('en')} of ${(json.total ?? 0).toLocaleString('en')}`;
    if ($('show').value === 'problems') $('count').textContent = `${found.toLocaleString('en')} of ${(json.total ?? 0).toLocaleString('en')} ${found === 1 ? 'is' : 'are'} in what looks wrong`;
    drawNone(json.total ?? 0);
    if (json.racing) $('count').textContent += ' · read while the hub was busy';
    drawRows();
  } catch { live(false); }
  isFetching = false;
  if (wantedWindow === 1) { wantedWindow = -1; fetchRows(); }
};

// why the list is empty, and the way back
const kinds = { problems: 'is in what looks wrong', waiting: 'waits', ready: 'is ready or runs', unlowered: 'is not lowered or holds a thread' };
const drawNone = total => {
  const words = $('filter').value.trim(), kind = kinds[$('show').value], box = $('none');
  box.hidden = found > 0;
  box.lastElementChild.hidden = !words && !kind;
  box.firstElementChild.textContent = total === 0 ? 'This hub has no greenlet now.' : `${total === 1 ? 'The one greenlet is not such that it' : `None of the ${many(total, 'greenlet')}`} ${[kind, words && `has “${words}” in its name, wait, stack or owners`].filter(Boolean).join(' and ')}.`;
};
$('none').lastElementChild.onclick = () => { $('filter').value = ''; $('show').value = 'all'; fetchRows(); };

const drawRows = () => {
  const h = rowHeight();
  $('space').style.height = `${found * h}px`;
  $('space').replaceChildren(...items.map((g, i) => {
    const row = make('div', undefined, `row ${g.status}${isBad(g) ? ' bad' : ''}${g.id === selected ? ' sel' : ''}`);
    row.style.top = `${(window0 + i) * h}px`;
    row.dataset.id = g.id;
    const name = make('span', g.name, 'name');
    if (g.lowered === false) { const tag = make('span', 'not lowered', 'tag'); tag.title = `the coroutine ${g.unlowered} runs slower: it is not marked [Coroutine], or the build tells why it could not be lowered`; name.append(tag); }
    const what = make('span', undefined, 'what'), verb = 'waits for ', does = doing(g) + held(g);
    if (does.startsWith(verb)) what.append(make('i', verb), does.slice(verb.length));        // left out where there is no room
    else what.append(does);
    row.append(make('span', `#${g.id}`, 'id'), name, what, make('span', stands(g), 'where'), make('span', ago(g, 'since', 'sinceExact'), 'since'),
      make('span', g.cpuMs ? span(g.cpuMs) : '', 'cpu'));
    row.title = `${g.name}: ${doing(g)}${held(g)}`;
    return row;
  }));
};

$('rows').addEventListener('scroll', () => { const [first, height] = inSight(); if (first < window0 || first + height > window0 + items.length) fetchRows(); });
$('space').addEventListener('click', e => { const row = e.target.closest('.row'); if (row) open(+row.dataset.id); });

const move = step => {
  const at = items.findIndex(g => g.id === selected);
  const next = items[at < 0 ? Math.max(0, inSight()[0] - window0) : at + step];
  if (!next) return;
  selected = next.id;
  const top = (window0 + items.indexOf(next)) * rowHeight();
  if (top < $('rows').scrollTop) $('rows').scrollTop = top;
  else if (top + rowHeight() > $('rows').scrollTop + $('rows').clientHeight) $('rows').scrollTop = top + rowHeight() - $('rows').clientHeight;
  drawRows();
  if (!$('detail').hidden) drawDetail();
};

// Enter in the filter: the first that has its words
const openFirst = async () => {
  const json = await get('/api/greenlets', { filter: $('filter').value, show: $('show').value, sort: $('sort').value, offset: 0, count: 1 });
  if (json.items?.length) open(json.items[0].id);
};

// --- one greenlet
const panel = isOpen => {
  const first = $('rows').scrollTop / rowHeight();
  $('detail').hidden = !isOpen;
  document.querySelector('.split').classList.toggle('open', isOpen);
  drawRows();
  $('rows').scrollTop = first * rowHeight();       // the same rows are in sight
};
const open = id => { selected = id; panel(true); if (tab !== 'list') show('list'); drawDetail(); };
const close = () => panel(false);
onOpen(open);

const drawDetail = async () => {
  const id = selected, json = await get('/api/greenlet', { id }), g = json.greenlet, box = $('detail');
  if (id !== selected) return;
  const title = make('h2'), shut = make('button', '×');
  shut.setAttribute('aria-label', 'close');
  shut.onclick = close;
  title.append(make('span', g ? `${g.name}  #${g.id}` : `#${id}`), shut);
  if (!g) { box.replaceChildren(title, make('p', 'It has ended.', 'gone')); return; }
  const facts = make('dl');
  const fact = (name, ...values) => { const dd = make('dd'); dd.append(...values); facts.append(make('dt', name), dd); };
  fact('does', doing(g));
  if (g.owners?.length) fact(g.ownersOnly ? 'held by' : 'waits on', ...g.owners.slice(0, 20).flatMap((o, i) => [i ? ', ' : '', o.dead ? `${o.name} #${o.id}, which has ended` : link(o.id, `${o.name} #${o.id}`)]));
  const since = ago(g, 'since', 'sinceExact'), age = ago(g, 'born', 'bornExact');
  if (since) fact('for', `${since} (since ${clock(g.since)}${g.sinceExact ? '' : ' or earlier'})`);
  if (g.timeLeftMs !== undefined) fact('at most', `${spanAtMost(g.timeLeftMs)} more`);
  if (age) fact('age', `${age} (since ${clock(g.born)}${g.bornExact ? '' : ' or earlier'})`);
  if (g.switches !== undefined) fact('switches', g.switches.toLocaleString('en'));
  if (g.cpuMs !== undefined) fact('hub time', `${span(g.cpuMs)}, counted since ${clock(g.countedSince)}`);
  if (g.longestStepMs) fact('longest step', span(g.longestStepMs));
  if (g.spawnedBy) fact('spawned by', link(g.spawnedBy.id, `${g.spawnedBy.name} #${g.spawnedBy.id}`), g.spawnedBy.at ? ` ${g.spawnedBy.after ? 'after' : 'at'} ${place(g.spawnedBy.at)}` : '');
  else fact('spawned by', 'unknown: nobody listened when it was spawned');
  if (g.status === 'running') fact('note', 'its step began after the first line of the stack; how far it is since is not known');
  if (g.lowered === false) fact('note', `the coroutine ${g.unlowered} was not lowered: it runs slower. Mark it [Coroutine]; if it is, the build tells why not (CORO001, 2, 3 and 7)`);
  if (g.holdsThread) fact('note', 'it waits with a parked thread');
  const stack = make('ol', undefined, 'stack');
  for (const f of g.frames) { const li = make('li', f.method); if (f.line) { li.append(' ', make('span', `${file(f.file)}:${f.line}`)); li.title = `${f.file}:${f.line}`; } stack.append(li); }
  const acts = make('div', undefined, 'acts'), dump = make('button', 'dump'), kill = make('button', 'kill', 'danger');
  dump.onclick = () => act('dump', g);
  kill.onclick = () => act('kill', g);
  acts.append(dump, kill);
  const parts = [title, facts, make('h2', 'Stack, innermost first'), stack, acts];
  if (json.awaitedBy?.length) { const p = make('p'); p.append(make('b', 'Waiting for it: '), ...json.awaitedBy.flatMap((o, i) => [i ? ', ' : '', link(o.id, o.name)])); parts.push(p); }
  if (json.spawned?.length) { const p = make('p'); p.append(make('b', 'It spawned: '), ...json.spawned.flatMap((o, i) => [i ? ', ' : '', link(o.id, o.name)])); parts.push(p); }
  const scroll = box.scrollTop;
  swap(box, ...parts);
  box.scrollTop = scroll;
};

// --- acts ask for the token
const withToken = (title, what, button) => new Promise(done => {
  const known = sessionStorage.getItem('token');
  if (known && title === null) { done(known); return; }
  $('askTitle').textContent = title;
  $('askWhat').textContent = what;
  $('askOk').textContent = button;
  $('askOk').className = button === 'kill' ? 'danger' : '';
  $('token').value = known ?? '';
  $('ask').onclose = () => done($('ask').returnValue === 'ok' ? $('token').value : null);
  $('ask').returnValue = '';
  $('ask').showModal();
});

const act = async (what, g) => {
  const token = await (what === 'kill' ? withToken(`Kill ${g.name} #${g.id}?`, 'An exit is thrown at its wait: its finally blocks run, then it ends. What it holds is given back only if they do so.', 'kill')
    : withToken(`Dump ${g.name} #${g.id}`, 'Shows what is known of it and its stack as text, to be copied. Nothing is changed.', 'dump'));
  if (token === null) return;
  const answer = await post(`/api/${what}`, { id: g.id }, token), text = await answer.text();
  if (answer.ok) sessionStorage.setItem('token', token);
  if (what === 'dump' || !answer.ok) { $('text').querySelector('pre').textContent = text; $('text').showModal(); }
  refresh();
};

const refresh = () => {
  if (document.hidden || hub === null) return;
  drawTroubles();
  if (tab === 'list') { fetchRows(); if (!$('detail').hidden && selected !== null) drawDetail(); }
  else if (tab === 'hot') drawHot();
  else if (tab === 'leaks') drawLeaks();
  else if (tab === 'graph') drawWaits();
  else if (tab === 'places') drawPlaces(words => { $('filter').value = words; show('list'); });
  else drawPlots($('plots'), hubs.get(hub)?.points ?? []);
};

const show = name => {
  tab = name;
  for (const section of document.querySelectorAll('.tab')) section.hidden = section.id !== name;
  for (const button of document.querySelectorAll('[data-tab]')) button.setAttribute('aria-selected', button.dataset.tab === name);
  history.replaceState(null, '', `#tab=${name}`);      // no id of an element: nothing is scrolled to
  refresh();
};

// --- hands
const tabs = [...document.querySelectorAll('[data-tab]')].map(button => button.dataset.tab);
for (const button of document.querySelectorAll('[data-tab]')) button.onclick = () => { show(button.dataset.tab); if (matchMedia('(max-width: 700px)').matches) document.querySelector('main').scrollIntoView(); };
for (const id of ['show', 'sort']) $(id).onchange = () => { $('rows').scrollTop = 0; fetchRows(); };
$('filter').oninput = () => { $('rows').scrollTop = 0; fetchRows(); };
$('hub').onchange = () => { setHub(+$('hub').value); selected = null; close(); $('rows').scrollTop = 0; drawTiles(); refresh(); };
$('help').onclick = () => $('keys').showModal();
const themes = ['light', 'dark'];
const setTheme = name => { if (name) document.documentElement.dataset.theme = name; };
$('theme').onclick = () => {
  const now = document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const next = themes[1 - themes.indexOf(now)];
  localStorage.setItem('theme', next);
  setTheme(next);
};
document.onkeydown = e => {
  if (document.querySelector('dialog[open]') || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target.matches('input, select')) { if (e.key === 'Escape') e.target.blur(); else if (e.key === 'Enter' && e.target.id === 'filter') openFirst(); return; }
  const keys = {
    '/': () => { show('list'); $('filter').focus(); }, j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), Enter: () => selected !== null && open(selected), Escape: close,
    t: () => $('theme').click(), '?': () => $('keys').showModal(), p: () => { $('show').value = $('show').value === 'problems' ? 'all' : 'problems'; $('show').onchange(); },
  };
    if (e.key >= '1' && e.key <= '6') { e.preventDefault(); show(tabs[e.key - 1]); }
  else if (keys[e.key] && !(e.key === 'Enter' && e.target.matches('button, a'))) { e.preventDefault(); keys[e.key](); }
};
document.onvisibilitychange = refresh;
window.onresize = () => tab === 'list' && fetchRows();
const asked = new URLSearchParams(location.search);     // ?theme=dark&filter=talk&open=17, for links
setTheme(asked.get('theme') ?? localStorage.getItem('theme'));
$('filter').value = asked.get('filter') ?? '';
const asIs = location.hash.replace(/^#(tab=)?/, '');
show(tabs.includes(asIs) ? asIs : 'list');
connect();
