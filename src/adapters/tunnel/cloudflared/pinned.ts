/** The release that is downloaded when there is none: reviewed, and named by its hashes. */
export const PINNED_VERSION = '2026.9.1';

/** The oldest that knows `--output json` (its release notes, TUN-9371). */
export const OLDEST_VERSION = '2025.6.1';

export interface PinnedRelease {
  /** Name of the release's file. */
  readonly asset: string;
  /** Size of that file. */
  readonly bytes: number;
  /** SHA-256 of that file. */
  readonly sha256: string;
  /** SHA-256 of the program: of the file itself, or of what is in the archive. For archives the release notes name this one only. */
  readonly binarySha256: string;
}

const plain = (asset: string, sha256: string, bytes: number): PinnedRelease => ({ asset, bytes, sha256, binarySha256: sha256 });

const releases: Readonly<Record<string, PinnedRelease>> = {
  'linux-x64': plain('cloudflared-linux-amd64', '03f1f25d1cc93b9ad6c60569d44060bc4f17ed97075760ed8cfca4b12dcd68cc', 39_838_488),
  'linux-arm64': plain('cloudflared-linux-arm64', '3d97437c71848bd8df68041e12436b484a661d95073ea1937f01a845ce88faa3', 37_466_252),
  'darwin-x64': {
    asset: 'cloudflared-darwin-amd64.tgz',
    bytes: 21_118_723,
    sha256: 'ff0d3b51d5ff70eceef89d6b32145fee985018a2174596a5dbe405e2766e2ac4',
    binarySha256: '1ea07ae775b03236bd6be18ca1848d6bdc4af2f4f3bce398823b5a36e5761b75',
  },
  'darwin-arm64': {
    asset: 'cloudflared-darwin-arm64.tgz',
    bytes: 19_217_478,
    sha256: 'c27ab8fd0aa489449e3d201eb02f957ef460a13b613662928b1b23394bf1bcfe',
    binarySha256: '9a0b19f67dc7a3011bc6b972c7ce06a5fcea8784ac6bd599ffa382ea4aeb5a6e',
  },
  'win32-x64': plain('cloudflared-windows-amd64.exe', '2837888cc0f5d58f15b6dc478376de90b4d3ba5241c7947455d1e0a0df429712', 54_976_432),
};

/** `platform`, `arch`: Node's names. `undefined`: there is none for such a machine. */
export const pinnedRelease = (platform: string, arch: string): PinnedRelease | undefined => releases[`${platform}-${arch}`];

export const releaseUrl = ({ asset }: PinnedRelease): string =>
  `https://github.com/cloudflare/cloudflared/releases/download/${PINNED_VERSION}/${asset}`;

/** a < b, for versions like 2026.9.1. */
export const isOlder = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = [0, 1, 2].find((place) => (left[place] ?? 0) !== (right[place] ?? 0));
  return at !== undefined && (left[at] ?? 0) < (right[at] ?? 0);
};
