// ws: node ws_client.cjs PORT ENCRYPTED_PORT CERTIFICATE. Prints "ok" when every answer was right.
const assert = require('node:assert/strict');
const { once } = require('node:events');
const fs = require('node:fs');
const WebSocket = require('ws');

const [port, encrypted, certificate] = process.argv.slice(2);
const ca = fs.readFileSync(certificate, 'utf8');

async function talk(url) {
  const socket = new WebSocket(url, ['other', 'echo'], { ca, perMessageDeflate: true });
  const pinged = once(socket, 'ping');
  await once(socket, 'open');
  assert.deepEqual([socket.protocol, socket.extensions], ['echo', '']);
  const echoed = async () => { const [data, isBinary] = await once(socket, 'message'); return isBinary ? data.length : data.toString(); };
  socket.send('grü', { fin: false });
  socket.ping('between');
  socket.send('ß dich', { fin: true });
  assert.equal(await echoed(), 'grüß dich');
  for (const size of [0, 125, 126, 65_535, 65_536, 1_000_000]) {
    socket.send(Buffer.alloc(size));
    assert.equal(await echoed(), size);
  }
  const pong = once(socket, 'pong');
  socket.ping(Buffer.alloc(125, 'x'));
  assert.equal((await pong)[0].toString(), 'x'.repeat(125));
  socket.pong('unasked');
  await pinged; // the server asks too
  socket.close(4000, 'enough');
  const [code] = await once(socket, 'close');
  assert.equal(code, 4000);

  const other = new WebSocket(url, { ca });
  await once(other, 'open');
  other.send('close');
  const [otherCode, otherReason] = await once(other, 'close');
  assert.deepEqual([otherCode, otherReason.toString()], [1008, 'as you wish']);

  const gone = new WebSocket(url, { ca });
  await once(gone, 'open');
  gone.terminate();
}

(async () => {
  await talk(`ws://127.0.0.1:${port}/ws`);
  await talk(`wss://localhost:${encrypted}/ws`);
  await Promise.all([...Array(20).keys()].map(() => talk(`ws://127.0.0.1:${port}/ws`)));
  console.log('ok');
})();
