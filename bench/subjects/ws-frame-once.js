// As ws-send.js, but the WebSocket frame is built once and written to each: what remains is the system call.
import { Sender, WebSocketServer } from 'ws';

const OPTIONS = { fin: true, rsv1: false, opcode: 2, mask: false, readOnly: true };
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const frame = Buffer.concat(Sender.frame(data, OPTIONS));
    for (const client of server.clients) if (client.readyState === client.OPEN) client._socket.write(frame);
  });
});
server.on('listening', () => process.stdout.write(`${JSON.stringify(server.address())}\n`));
