interface Works {
  running: number;
}

const MARK = Symbol.for('chattrace.test.subtle-works');

/** Calls of WebCrypto that have not answered yet: they run outside of the event loop, so a test cannot see otherwise that members are still at work. */
function watched(subtle: SubtleCrypto): Works {
  const works = { running: 0 };
  for (const name of ['importKey', 'exportKey', 'generateKey', 'deriveBits', 'sign', 'verify'] as const) {
    const real = subtle[name].bind(subtle) as (...all: readonly unknown[]) => Promise<unknown>;
    Object.defineProperty(subtle, name, {
      value: async (...all: readonly unknown[]) => {
        works.running += 1;
        try {
          return await real(...all);
        } finally {
          works.running -= 1;
        }
      },
    });
  }
  return works;
}

// Kept beside what is watched: suites that share a process have modules of their own there, and one WebCrypto.
const kept = globalThis as { [MARK]?: Works };
const works = (kept[MARK] ??= watched(globalThis.crypto.subtle));

export const subtleWorks = (): boolean => works.running > 0;
