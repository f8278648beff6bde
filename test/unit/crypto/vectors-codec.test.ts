import { decodeCommit, encodeCommit } from 'ts-mls/commit.js';
import type { Decoder } from 'ts-mls/codec/tlsDecoder.js';
import type { Encoder } from 'ts-mls/codec/tlsEncoder.js';
import { determineLength } from 'ts-mls/codec/variableLength.js';
import { decodeGroupSecrets, encodeGroupSecrets } from 'ts-mls/groupSecrets.js';
import { decodeMlsMessage, encodeMlsMessage } from 'ts-mls/message.js';
import {
  decodeAdd,
  decodeExternalInit,
  decodeGroupContextExtensions,
  decodePSK,
  decodeReinit,
  decodeRemove,
  decodeUpdate,
  encodeAdd,
  encodeExternalInit,
  encodeGroupContextExtensions,
  encodePSK,
  encodeReinit,
  encodeRemove,
  encodeUpdate,
} from 'ts-mls/proposal.js';
import { decodeRatchetTree, encodeRatchetTree } from 'ts-mls/ratchetTree.js';
import { left, nodeWidth, parent, right, root, sibling, toNodeIndex, type NodeIndex } from 'ts-mls/treemath.js';
import { expect } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.js';
import { hex, vectors, whole } from './vectors-files.js';

const again = <T>(decode: Decoder<T>, encode: Encoder<T>): ((text: string) => string) => {
  return (text) => toHex(encode(whole(decode, text)));
};
const message = again(decodeMlsMessage, encodeMlsMessage);
const codecs: Readonly<Record<string, (text: string) => string>> = {
  mls_welcome: message,
  mls_group_info: message,
  mls_key_package: message,
  public_message_application: message,
  public_message_proposal: message,
  public_message_commit: message,
  private_message: message,
  ratchet_tree: again(decodeRatchetTree, encodeRatchetTree),
  group_secrets: again(decodeGroupSecrets, encodeGroupSecrets),
  add_proposal: again(decodeAdd, encodeAdd),
  update_proposal: again(decodeUpdate, encodeUpdate),
  remove_proposal: again(decodeRemove, encodeRemove),
  pre_shared_key_proposal: again(decodePSK, encodePSK),
  re_init_proposal: again(decodeReinit, encodeReinit),
  external_init_proposal: again(decodeExternalInit, encodeExternalInit),
  group_context_extensions_proposal: again(decodeGroupContextExtensions, encodeGroupContextExtensions),
  commit: again(decodeCommit, encodeCommit),
};

vectors('messages.json', 300, (vector: Record<string, never>) => {
  const entries = Object.entries<string>(vector);
  expect(entries.map(([name]) => name).toSorted()).toEqual(Object.keys(codecs).toSorted());
  for (const [name, text] of entries) expect(codecs[name]?.(text), name).toBe(text);
});

vectors('deserialization.json', 14, (vector: { readonly vlbytes_header: string; readonly length: number }) => {
  expect(determineLength(hex(vector.vlbytes_header)).length).toBe(vector.length);
});

interface TreeMath {
  readonly n_leaves: number;
  readonly n_nodes: number;
  readonly root: number;
  readonly left: readonly (number | null)[];
  readonly right: readonly (number | null)[];
  readonly parent: readonly (number | null)[];
  readonly sibling: readonly (number | null)[];
}

/** The library throws where the vectors have nothing. */
const orNull = (find: () => NodeIndex): number | null => {
  try {
    return find();
  } catch {
    return null;
  }
};

vectors('tree-math.json', 10, (vector: TreeMath & { readonly cipher_suite?: number }) => {
  const { n_leaves: leaves } = vector;
  const nodes = Array.from({ length: vector.n_nodes }, (_, node) => toNodeIndex(node));
  expect([nodeWidth(leaves), root(leaves)]).toEqual([vector.n_nodes, vector.root]);
  expect(nodes.map((node) => orNull(() => left(node)))).toEqual(vector.left);
  expect(nodes.map((node) => orNull(() => right(node)))).toEqual(vector.right);
  expect(nodes.map((node) => orNull(() => parent(node, leaves)))).toEqual(vector.parent);
  expect(nodes.map((node) => orNull(() => sibling(node, leaves)))).toEqual(vector.sibling);
});
