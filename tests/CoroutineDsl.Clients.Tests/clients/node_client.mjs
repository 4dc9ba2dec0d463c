// Node's http and fetch: NODE_EXTRA_CA_CERTS=CERTIFICATE node node_client.mjs PORT ENCRYPTED_PORT CERTIFICATE. Prints "ok" when every answer was right.
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';

const [port, encrypted] = process.argv.slice(2);

async function fetches(root) {
  const text = async (path, options) => { const answer = await fetch(root + path, options); return [answer.status, await answer.text()]; };
  const numbers = [...Array(200).keys()];
  assert.deepEqual(await Promise.all(numbers.map(i => text(`/hello?${i}`))), numbers.map(i => [200, `hello ${i}\n`]));
  assert.deepEqual(await text('/pieces'), [200, '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n']);
  assert.deepEqual(await text('/echo', { method: 'POST', body: 'ü'.repeat(100_000) }), [200, 'ü'.repeat(100_000)]);
  const stream = new ReadableStream({ start(c) { for (let i = 0; i < 50; i++) c.enqueue(new TextEncoder().encode(`${i};`)); c.close(); } });
  assert.deepEqual(await text('/echo', { method: 'POST', body: stream, duplex: 'half' }), [200, [...Array(50).keys()].map(i => `${i};`).join('')]);
  assert.deepEqual(await text('/refused'), [403, 'no\n']);
  assert.equal((await fetch(root + '/file.bin', { method: 'HEAD' })).headers.get('content-length'), '1000000');
  const part = await fetch(root + '/file.bin', { headers: { range: 'bytes=250-252' } });
  assert.deepEqual([part.status, ...new Uint8Array(await part.arrayBuffer())], [206, 250, 0, 1]);
  const left = new AbortController();
  const large = await fetch(root + '/large', { signal: left.signal });
  await large.body.getReader().read();
  left.abort();
}

function request(module, options, send) {
  return new Promise((done, failed) => {
    const request = module.request({ host: 'localhost', family: 4, ...options }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('error', failed);
      answer.on('end', () => done({ status: answer.statusCode, text: Buffer.concat(parts).toString(), headers: answer.headers, trailers: answer.trailers, reused: request.reusedSocket }));
    });
    request.on('error', failed);
    send ? send(request) : request.end();
  });
}

async function requests(module, port) {
  const agent = new module.Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; i < 20; i++) {
    const answer = await request(module, { port, path: `/hello?${i}`, agent });
    assert.deepEqual([answer.status, answer.text, answer.reused], [200, `hello ${i}\n`, i > 0]);
  }
  const streamed = await request(module, { port, path: '/pieces', agent, headers: { TE: 'trailers' } });
  assert.deepEqual([streamed.text, streamed.trailers], ['1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n', { 'x-sum': '55' }]);
  let told = false;
  const expecting = await request(module, { port, path: '/echo', method: 'PUT', agent, headers: { Expect: '100-continue', 'Content-Length': 5 } }, r => {
    r.on('continue', () => { told = true; r.end('hello'); });
    r.flushHeaders();
  });
  assert.deepEqual([expecting.text, expecting.headers['x-method'], told], ['hello', 'PUT', true]);
  const trailing = await request(module, { port, path: '/echo', method: 'POST', agent, headers: { Trailer: 'X-A' } }, r => {
    r.write('one ');
    r.write('two');
    r.addTrailers({ 'X-A': 'b' });
    r.end();
  });
  assert.deepEqual([trailing.text, trailing.headers['x-trailers'], trailing.reused], ['one two', 'X-A=b', true]);
  agent.destroy();
}

await fetches(`http://127.0.0.1:${port}`);
await fetches(`https://localhost:${encrypted}`);
await requests(http, port);
await requests(https, encrypted);
console.log('ok');
