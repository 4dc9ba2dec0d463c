// undici: node undici_client.cjs PORT ENCRYPTED_PORT CERTIFICATE. Prints "ok" when every answer was right.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { Client, Pool, Agent, WebSocket } = require('undici');

const [port, encrypted, certificate] = process.argv.slice(2);
const ca = fs.readFileSync(certificate, 'utf8');

async function talk(root, connect) {
  const numbers = [...Array(200).keys()];
  for (const client of [new Client(root, { pipelining: 10, connect }), new Pool(root, { connections: 10, connect })]) {
    const text = async options => { const { statusCode, body } = await client.request({ method: 'GET', ...options }); return [statusCode, await body.text()]; };
    assert.deepEqual(await Promise.all(numbers.map(i => text({ path: `/hello?${i}` }))), numbers.map(i => [200, `hello ${i}\n`]));
    assert.deepEqual(await text({ path: '/pieces' }), [200, '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n']);
    assert.deepEqual(await text({ path: '/echo', method: 'POST', body: 'ü'.repeat(100_000) }), [200, 'ü'.repeat(100_000)]);
    assert.deepEqual(await text({ path: '/echo', method: 'PUT', body: (async function* () { for (let i = 0; i < 50; i++) yield `${i};`; })() }), [200, [...Array(50).keys()].map(i => `${i};`).join('')]);
    assert.deepEqual(await text({ path: '/refused' }), [403, 'no\n']);
    const head = await client.request({ path: '/file.bin', method: 'HEAD' });
    assert.deepEqual([head.headers['content-length'], await head.body.text()], ['1000000', '']);
    const part = await client.request({ path: '/file.bin', method: 'GET', headers: { range: 'bytes=250-252' } });
    assert.deepEqual([part.statusCode, ...new Uint8Array(await part.body.arrayBuffer())], [206, 250, 0, 1]);
    const large = await client.request({ path: '/large', method: 'GET' });
    large.body.on('error', () => { });
    large.body.destroy();
    assert.deepEqual(await text({ path: '/hello?again' }), [200, 'hello again\n']);
    await client.close();
  }
}

function webSocket(url, dispatcher) {
  return new Promise((done, failed) => {
    const seen = [];
    const socket = new WebSocket(url, { protocols: ['other', 'echo'], dispatcher });
    socket.binaryType = 'arraybuffer';
    socket.onerror = failed;
    socket.onopen = () => { seen.push(socket.protocol); socket.send('grüß dich'); socket.send(new Uint8Array(1_000_000)); socket.send('close'); };
    socket.onmessage = e => seen.push(typeof e.data === 'string' ? e.data : e.data.byteLength);
    socket.onclose = e => { seen.push(e.code, e.reason); done(seen); };
  });
}

(async () => {
  await talk(`http://127.0.0.1:${port}`);
  await talk(`https://localhost:${encrypted}`, { ca });
  for (const url of [`ws://127.0.0.1:${port}/ws`, `wss://localhost:${encrypted}/ws`]) {
    const dispatcher = new Agent({ connect: { ca } });
    assert.deepEqual(await webSocket(url, dispatcher), ['echo', 'grüß dich', 1_000_000, 1008, 'as you wish']);
    await dispatcher.close();
  }
  console.log('ok');
})();
