// What most chats on `ws` do: every message is made a text again and sent to each.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (/** @type {Buffer} */ data) => {
    const text = data.toString();
    for (const client of server.clients) if (client.readyState === client.OPEN) client.send(text);
  });
});
server.on('listening', () => process.stdout.write(`${JSON.stringify(server.address())}\n`));
