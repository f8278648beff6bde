import { equal } from '../protocol/bytes.js';
import type { GroupSetup } from './group-types.js';

/**
 * A setup for one commit: what was answered once is not asked again. Much of a commit is verified twice, by us before the library begins and
 * by the library; and an answer must not change because a secret was wiped meanwhile (`checkAdds`).
 */
export function remembering(setup: GroupSetup): GroupSetup {
  const { suite, trust } = setup;
  const verify = askedOnce((...asked: Proof) => suite.signature.verify(...asked));
  return { ...setup, trust: askedOnce(trust), suite: { ...suite, signature: { ...suite.signature, verify } } };
}

type Proof = readonly [publicKey: Uint8Array, message: Uint8Array, proof: Uint8Array];

function askedOnce<Asked extends readonly Uint8Array[], Answer>(ask: (...asked: Asked) => Answer): (...asked: Asked) => Answer {
  const known: { readonly asked: Asked; readonly answer: Answer }[] = [];
  return (...asked) => {
    const same = known.find((one) => one.asked.every((part, i) => equal(part, asked[i] as Uint8Array)));
    if (same !== undefined) return same.answer;
    const answer = ask(...asked);
    known.push({ asked, answer });
    return answer;
  };
}
