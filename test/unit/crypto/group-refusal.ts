import { expect } from 'vitest';
import type { Group } from '../../../src/crypto/group.js';
import type { CommitFacts, GroupLeaf } from '../../../src/crypto/group-types.js';
import { toHex } from '../../../src/protocol/bytes.js';
import { nameOf } from './group-fixture.js';

/** What the policy would be shown of a commit, by an honest member that refuses it. */
export async function shown(
  group: Group,
  commit: Uint8Array,
): Promise<{ before: string[]; facts: CommitFacts; after: readonly GroupLeaf[] }> {
  let seen: { before: string[]; facts: CommitFacts; after: readonly GroupLeaf[] } | undefined;
  const result = await group.apply(commit, (before, facts, after) => {
    seen = { before: before.map(nameOf), facts, after };
    return 'looked at';
  });
  if (seen === undefined) throw new Error(JSON.stringify(result));
  return seen;
}

/** Refused before any policy, and without any change. */
export async function expectRefused(group: Group, commit: Uint8Array): Promise<void> {
  const before = toHex(group.authenticator);
  const result = await group.apply(commit, () => 'only the policy refused it');
  expect(result).toMatchObject({ type: 'refused' });
  expect(result).not.toMatchObject({ reason: 'only the policy refused it' });
  expect(toHex(group.authenticator)).toBe(before);
}
