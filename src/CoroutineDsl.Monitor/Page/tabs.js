import { drawGraph } from '/graph.js';
import { $, clock, forHow, get, hub, link, make, open, post, swap } from '/page.js';
import { many, span } from '/words.js';

const table = (heads, rows) => { const t = make('table'), h = make('tr'); for (const [name, cls] of heads) h.append(make('th', name, cls)); t.append(h, ...rows); return t; };
const cycleBox = cycle => {
  const box = make('div', undefined, 'cycle'), ol = make('ol');
  box.append(make('b', `A cycle of ${cycle.length}`), ': each waits for the next, and the last for the first. Nothing but a kill can end it.');
  for (const m of cycle) { const li = make('li'); li.append(link(m.id, `${m.name} #${m.id}`), ` waits for ${m.waitsFor}, at ${m.place}${forHow(m)}`); ol.append(li); }
  box.append(ol);
  return box;
};

export const drawHot = async () => {
  const json = await get('/api/hot'), rows = (json.places ?? []).map(p => {
    const tr = make('tr'), cell = make('td'), meter = make('div', undefined, 'meter'), bar = make('i');
    bar.style.width = `${p.share * 100}%`;
    meter.append(bar, make('span', `${(p.share * 100).toFixed(1)} %`));
    cell.append(meter);
    tr.append(cell, make('td', p.greenlet), make('td', `after ${p.place}`), make('td', p.samples.toLocaleString('en'), 'n'));
    return tr;
  });
  const a = make('a', 'folded stacks');
  a.href = `/api/folded?hub=${hub}`;
  a.target = '_blank';
  const hint = make('p', `${many(json.samples ?? 0, 'sample')} found a greenlet running${json.since ? ` since ${clock(json.since)}` : ''}, one each 5 ms while anybody looks; the time was used after the wait at that line. `, 'hint');
  hint.append(a, ' for a flame graph.');
  swap($('hot'), hint, rows.length ? table([['share'], ['greenlet'], ['used its time'], ['samples', 'n']], rows) : make('p', 'No greenlet was seen running: the hub is idle, or its steps are short.'));
};

export const drawLeaks = async () => {
  const json = await get('/api/leaks'), parts = [];
  const hint = make('p', `Compared with ${span(json.sinceMs ?? 0)} ago. `, 'hint'), reset = make('button', 'compare with now');
  reset.title = 'from now on this page measures the leaks from this moment; others do not';
  reset.onclick = async () => { await post('/api/leaks/base', {}, ''); drawLeaks(); };
  hint.append(reset);
  parts.push(hint);
  for (const o of json.orphans ?? []) {
    const box = make('div', undefined, 'cycle');
    box.append(link(o.id, `${o.name} #${o.id}`), ` waits for ${o.waitsFor} that `, make('b', o.owner), ` holds, which has ended: nobody will give it back. It stands at ${o.place}${forHow(o)}.`);
    parts.push(box);
  }
  parts.push(...(json.cycles ?? []).map(cycleBox));
  const rows = (json.places ?? []).map(p => { const tr = make('tr'); tr.append(make('td', (p.count > 0 ? '+' : '−') + Math.abs(p.count).toLocaleString('en'), p.count > 0 ? 'n up' : 'n'), make('td', p.what), make('td', p.place), make('td', (p.spawned ?? '').replace('spawned by', '').replace(/^[: ]+/, ''))); return tr; });
  parts.push(make('h2', 'More, or fewer, greenlets by place'), rows.length ? table([['change', 'n'], ['what each does'], ['place'], ['spawned by']], rows) : make('p', 'As many stand at each place as did then.'));
  swap($('leaks'), ...parts);
};

export const drawPlaces = async lists => {
  const json = await get('/api/places'), rows = (json.places ?? []).map(p => {
    const tr = make('tr'), cell = make('td'), a = make('a', p.place);
    a.href = '#tab=list';
    a.onclick = e => { e.preventDefault(); lists(p.place.replace(/^.*? after |^at /, '')); };
    cell.append(a);
    tr.append(make('td', p.count.toLocaleString('en'), 'n'), make('td', p.what), cell);
    return tr;
  });
  swap($('places'), make('p', 'How many greenlets do the same at the same place, most first. A click lists them.', 'hint'), table([['greenlets', 'n'], ['what each does'], ['place']], rows));
};

export const drawWaits = async () => {
  const json = await get('/api/graph'), box = make('div');
  box.append(...(json.cycles ?? []).map(cycleBox));
  const edges = json.edges ?? [];
  box.append(make('p', edges.length ? `An arrow goes from who waits to who can end that. ${edges.length < json.edgesInAll ? `The first ${edges.length.toLocaleString('en')} of ${json.edgesInAll.toLocaleString('en')} waits, cycles first.` : ''}` : 'Nobody waits for what another greenlet holds, or for its end.', 'hint'));
  if (edges.length) box.append(drawGraph(edges, json.cycles ?? [], open, $('graph').clientWidth));
  const scroll = $('graph').querySelector('.graphbox')?.scrollLeft ?? 0;
  swap($('graph'), ...box.childNodes);
  const made = $('graph').querySelector('.graphbox');
  if (made) made.scrollLeft = scroll;
};
