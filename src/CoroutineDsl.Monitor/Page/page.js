import { span } from '/words.js';

// what the parts of the page share: the hub that is looked at, its words, what is asked of the monitor
export const $ = id => document.getElementById(id);
export const make = (tag, text, cls) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (cls) e.className = cls; return e; };
// what is drawn anew keeps the keyboard where it was
export const swap = (box, ...parts) => {
  const all = () => [...box.querySelectorAll('a, button, [tabindex]')], at = all().indexOf(document.activeElement);
  box.replaceChildren(...parts);
  if (at >= 0) all()[at]?.focus({ preventScroll: true });
};
export const client = crypto.getRandomValues(new Uint32Array(2)).join('-');        // leaks are measured for this page alone

export let hub = null, takenAt = 0;
export const setHub = number => { hub = number; };
let opener = () => {};
export const onOpen = action => { opener = action; };
export const open = id => opener(id);

export const file = path => path.slice(path.replaceAll('\\', '/').lastIndexOf('/') + 1);
export const place = f => !f ? '' : f.line ? `${f.method}, ${file(f.file)}:${f.line}` : f.method;
export const doing = g => g.status === 'waiting' ? `waits for ${g.waitsFor}` : g.status;
export const stands = g => g.status === 'running' && g.frames.length ? `after ${place(g.frames[0])}` : place(g.frames[0]);   // of a step only its begin is known
export const clock = time => new Date(time).toLocaleTimeString('en-GB');
export const link = (id, name) => { const a = make('a', name); a.href = '#tab=list'; a.onclick = e => { e.preventDefault(); open(id); }; return a; };
export const held = g => {
  const all = g.owners ?? [];
  if (!all.length || g.waitsFor?.includes(all[0].name)) return '';
  if (all.length === 1) return ` held by ${all[0].name}${all[0].dead ? ' (ended)' : ''}`;
  return ` held by ${all.slice(0, 3).map(o => o.name).join(', ')}${all.length > 3 ? ` and ${all.length - 3} more` : ''}`;
};
export const forHow = g => { const time = ago(g, 'since', 'sinceExact'); return time && `, for ${time}`; };
export const isBad = g => g.ownersOnly && g.owners?.some(o => o.dead);
export const ago = (g, what, exact) => { const ms = takenAt - Date.parse(g[what]); return ms < 1 && !g[exact] ? '' : (g[exact] ? '' : '≥ ') + span(Math.max(0, ms)); };

export const get = async (path, query = {}) => {
  const all = new URLSearchParams({ ...query, client, ...(hub === null ? {} : { hub }) });
  const answer = await fetch(`${path}?${all}`);
  const json = await answer.json();
  if (json.takenAt) takenAt = Date.parse(json.takenAt);
  return json;
};

export const post = async (path, query, token) => fetch(`${path}?${new URLSearchParams({ ...query, hub, client })}`, { method: 'POST', headers: { 'X-Token': token } });
