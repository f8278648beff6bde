import type { CloudflaredBinary, CloudflaredMissing } from '../../adapters/tunnel/cloudflared/binary.js';
import { fileHash } from '../../adapters/tunnel/cloudflared/file-hash.js';
import { pinnedRelease, PINNED_VERSION } from '../../adapters/tunnel/cloudflared/pinned.js';
import { ChatError } from '../../protocol/chat-error.js';
import type { Finding } from './finding.js';

const SOURCES: Readonly<Record<CloudflaredBinary['source'], string>> = {
  environment: 'named by CHATTRACE_CLOUDFLARED',
  path: 'on the PATH',
  cache: 'downloaded before',
  bin: 'in the package’s bin',
  package: 'of the npm package cloudflared',
};
const MEGABYTE = 1_000_000;

/** Where it is, which one it is, and whether it is the build that was reviewed. It throws what the start would throw. */
export async function checkCloudflared(
  find: () => Promise<CloudflaredBinary | CloudflaredMissing>,
  pinned = pinnedRelease(process.platform, process.arch)?.binarySha256,
): Promise<Finding> {
  try {
    const found = await find();
    return found.state === 'missing' ? missing(found) : await present(found, pinned);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    const { message, why, hint, code } = error;
    return { check: 'cloudflared', state: 'problem', text: why ?? message, fix: hint, details: { code } };
  }
}

async function present({ path, version, source }: CloudflaredBinary, pinned: string | undefined): Promise<Finding> {
  const sha256 = await fileHash(path);
  const same = sha256 === pinned;
  return {
    check: 'cloudflared',
    state: 'ok',
    text: `${version}, ${SOURCES[source]}: ${path}, sha256 ${sha256.slice(0, 16)}… ${same ? 'as reviewed' : `(your own; reviewed is ${PINNED_VERSION})`}`,
    details: { path, version, source, sha256, pinned: same },
  };
}

function missing({ download }: CloudflaredMissing): Finding {
  const own = 'or install it yourself and put it on the PATH';
  if (download === undefined) {
    const fix =
      'Install cloudflared yourself and put it on the PATH, or use --tunnel ssh:… or tor. Without it a room is open on this computer only.';
    return { check: 'cloudflared', state: 'note', text: 'not installed, and there is no download for this machine', fix };
  }
  const { version, bytes, sha256, url } = download;
  return {
    check: 'cloudflared',
    state: 'note',
    text: 'not installed; a room is open on this computer only without it',
    fix: `chattrace start asks whether to download ${version} (${Math.ceil(bytes / MEGABYTE)} MB, checked against its sha256; --yes says yes), ${own}.`,
    details: { version, bytes, sha256, url },
  };
}
