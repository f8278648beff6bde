import { createGroup } from 'ts-mls/clientState.js';
import type { ParentNode } from 'ts-mls/parentNode.js';
import type { RatchetTree } from 'ts-mls/ratchetTree.js';
import { treeHashRoot } from 'ts-mls/treeHash.js';
import { expect, it } from 'vitest';
import { clientConfig } from '../../../src/crypto/group-mls.js';
import { treeFault } from '../../../src/crypto/group-tree.js';
import type { GroupSetup } from '../../../src/crypto/group-types.js';
import { makePerson, makeWorld, type Person } from './group-fixture.js';
import { add, Insider } from './group-insider.js';

interface Sample {
  readonly tree: RatchetTree;
  readonly setup: GroupSetup;
  readonly groupId: Uint8Array;
}

/**
 * Leaves a, x, c, d, e, y: a has set the nodes 3 and 7 while leaf 1 was blank, so that there is no node 1; x and y came after that. x is
 * unmerged at 3 and 7, y at 7.
 */
async function sample(): Promise<Sample> {
  const world = makeWorld();
  const { setup, groupId } = world;
  const [first, ...people] = await Promise.all(['a', 'b', 'c', 'd', 'e', 'x', 'y'].map((name) => makePerson(world, name)));
  const { publicPackage, privatePackage } = (first as Person).keys.parts();
  const group = new Insider(await createGroup(groupId, publicPackage, privatePackage, [], setup.suite, clientConfig(setup)), setup);
  const [others, later] = [people.slice(0, 4).map(add), people.slice(4).map(add)];
  for (const proposals of [others, [{ proposalType: 'remove', remove: { removed: 1 } } as const], later]) {
    group.state = (await group.commit([...proposals, group.psk()])).next;
  }
  return { tree: group.state.ratchetTree, setup, groupId };
}

function parentAt(tree: RatchetTree, at: number): ParentNode {
  const node = tree[at];
  if (node?.nodeType !== 'parent') throw new Error(`no parent at ${at}`);
  return node.parent;
}

const withParent = (tree: RatchetTree, at: number, change: Partial<ParentNode>): RatchetTree =>
  tree.with(at, { nodeType: 'parent', parent: { ...parentAt(tree, at), ...change } });

/** Of a tree whose hash is right. */
const faultOf = async ({ tree, setup, groupId }: Sample): Promise<string | undefined> =>
  treeFault(tree, await treeHashRoot(tree, setup.suite.hash), groupId, setup);

it('a tree that commits have made has none', async () => {
  const made = await sample();
  expect([parentAt(made.tree, 3).unmergedLeaves, parentAt(made.tree, 7).unmergedLeaves]).toEqual([[1], [1, 5]]);
  expect(made.tree[1]).toBeUndefined();
  expect(await faultOf(made)).toBeUndefined();
});

it('one hash says which tree it is', async () => {
  const { tree, setup, groupId } = await sample();
  expect(await treeFault(tree, new Uint8Array(32), groupId, setup)).toBe('another tree hash');
});

it.each<[string, (tree: RatchetTree) => RatchetTree]>([
  ['one that is blank', (tree) => withParent(tree, 7, { unmergedLeaves: [1, 5, 6] })],
  ['one that is not below', (tree) => withParent(tree, 3, { unmergedLeaves: [1, 4] })],
  ['one twice', (tree) => withParent(tree, 7, { unmergedLeaves: [1, 1, 5] })],
  ['ones out of order', (tree) => withParent(tree, 7, { unmergedLeaves: [5, 1] })],
  ['one that a node between does not list', (tree) => withParent(tree, 3, { unmergedLeaves: [] })],
])('unmerged leaves: %s', async (_, change) => {
  const made = await sample();
  expect(await faultOf({ ...made, tree: change(made.tree) })).toBe('unmerged leaves that cannot be');
});

it('a leaf that is not listed as unmerged, though it came after the path', async () => {
  const made = await sample();
  const merged = withParent(withParent(made.tree, 3, { unmergedLeaves: [] }), 7, { unmergedLeaves: [5] });
  expect(await faultOf({ ...made, tree: merged })).toBe('parent hashes');
});

it('a parent that nobody vouches for', async () => {
  const made = await sample();
  for (const at of [3, 7]) {
    const { unmergedLeaves } = parentAt(made.tree, at);
    const hpkePublicKey = new Uint8Array(32).fill(9);
    expect(await faultOf({ ...made, tree: withParent(made.tree, at, { hpkePublicKey, unmergedLeaves }) })).toBe('parent hashes');
  }
  const more = made.tree.with(5, {
    nodeType: 'parent',
    parent: { ...parentAt(made.tree, 3), hpkePublicKey: new Uint8Array(32), unmergedLeaves: [] },
  });
  expect(await faultOf({ ...made, tree: more })).toBe('parent hashes');
});

it('one key at two nodes', async () => {
  const made = await sample();
  const { hpkePublicKey } = parentAt(made.tree, 3);
  expect(await faultOf({ ...made, tree: withParent(made.tree, 7, { hpkePublicKey }) })).toBe('one key in two places');
});

it('a leaf where a parent belongs, and the other way round', async () => {
  const made = await sample();
  for (const tree of [made.tree.with(5, made.tree[4]), made.tree.with(4, made.tree[3])]) {
    expect(await treeFault(tree, new Uint8Array(32), made.groupId, made.setup)).toBe('nodes out of place');
  }
});

it('a leaf of another group, or whose credential is not trusted', async () => {
  const made = await sample();
  expect(await faultOf({ ...made, groupId: new Uint8Array(20) })).toBe('a leaf that is not signed or not trusted');
  expect(await faultOf({ ...made, setup: { ...made.setup, trust: () => false } })).toBe('a leaf that is not signed or not trusted');
});
