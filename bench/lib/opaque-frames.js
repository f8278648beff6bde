import { hkdfSync, randomBytes } from 'node:crypto';

const TYPE = { APP: 4, HELLO: 65 };

/**
 * A frame of the protocol with an empty header (docs/protocol.md, "Frame").
 * @param {number} type
 * @param {Uint8Array} body
 */
function frame(type, body) {
  const header = Buffer.alloc(26);
  header[0] = 1;
  header[1] = type;
  header.writeUIntBE(body.length, 23, 3);
  return Buffer.concat([header, body]);
}

/**
 * The HELLO of whoever has this link.
 * @param {string} url
 */
export function helloOf(url) {
  const [mode = '', secret = '', host = ''] = new URL(url).hash.slice(1).split('.');
  const hostFp = Buffer.from(host, 'base64url');
  const derive = (label, length) => {
    const info = Buffer.concat([Buffer.from(`ctp1${mode}`), Buffer.from([hostFp.length]), hostFp, Buffer.from(label)]);
    return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), 'chattrace/ctp1', info, length)).toString('base64url');
  };
  return frame(TYPE.HELLO, Buffer.from(JSON.stringify({ room: derive('room', 16), cap: derive('cap', 32) })));
}

/**
 * A message that looks sealed: `bytes` in all. Nobody can open it.
 * @param {number} bytes
 */
export const opaqueMessage = (bytes) => frame(TYPE.APP, randomBytes(bytes - 26));
