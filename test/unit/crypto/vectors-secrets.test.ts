import { decodeAuthenticatedContent } from 'ts-mls/authenticatedContent.js';
import { refhash } from 'ts-mls/crypto/hash.js';
import { decryptWithLabel, encryptWithLabel } from 'ts-mls/crypto/hpke.js';
import { deriveSecret, deriveTreeSecret, expandWithLabel } from 'ts-mls/crypto/kdf.js';
import { signWithLabel, verifyWithLabel } from 'ts-mls/crypto/signature.js';
import { createConfirmationTag } from 'ts-mls/framedContent.js';
import { encodeGroupContext, type GroupContext } from 'ts-mls/groupContext.js';
import { initializeEpoch, mlsExporter } from 'ts-mls/keySchedule.js';
import { computePskSecret, type PreSharedKeyID } from 'ts-mls/presharedkey.js';
import { createSecretTree, deriveKey, deriveNonce, ratchetUntil } from 'ts-mls/secretTree.js';
import { expandSenderDataKey, expandSenderDataNonce } from 'ts-mls/sender.js';
import { createConfirmedHash, createInterimHash } from 'ts-mls/transcriptHash.js';
import { expect } from 'vitest';
import { toHex } from '../../../src/protocol/bytes.js';
import { hex, vectors, whole } from './vectors-files.js';

type Hex = Readonly<Record<string, string>>;

interface Basics {
  readonly cipher_suite: number;
  readonly ref_hash: Hex & { readonly label: string };
  readonly expand_with_label: Record<'secret' | 'label' | 'context' | 'out', string> & { readonly length: number };
  readonly derive_secret: Record<'secret' | 'label' | 'out', string>;
  readonly derive_tree_secret: Record<'secret' | 'label' | 'out', string> & { readonly generation: number; readonly length: number };
  readonly sign_with_label: Record<'priv' | 'pub' | 'content' | 'label' | 'signature', string>;
  readonly encrypt_with_label: Record<'priv' | 'pub' | 'label' | 'context' | 'plaintext' | 'kem_output' | 'ciphertext', string>;
}

vectors('crypto-basics.json', 2, async (vector: Basics, suite) => {
  const { ref_hash: ref, expand_with_label: expand, derive_secret: derive, derive_tree_secret: tree } = vector;
  expect(toHex(await refhash(ref.label, hex(ref['value'] ?? ''), suite.hash))).toBe(ref['out']);
  expect(toHex(await expandWithLabel(hex(expand.secret), expand.label, hex(expand.context), expand.length, suite.kdf))).toBe(expand.out);
  expect(toHex(await deriveSecret(hex(derive.secret), derive.label, suite.kdf))).toBe(derive.out);
  expect(toHex(await deriveTreeSecret(hex(tree.secret), tree.label, tree.generation, tree.length, suite.kdf))).toBe(tree.out);
  const { sign_with_label: sign, encrypt_with_label: seal } = vector;
  expect(toHex(await signWithLabel(hex(sign.priv), sign.label, hex(sign.content), suite.signature))).toBe(sign.signature);
  expect(await verifyWithLabel(hex(sign.pub), sign.label, hex(sign.content), hex(sign.signature), suite.signature)).toBe(true);
  expect(await verifyWithLabel(hex(sign.pub), `${sign.label}!`, hex(sign.content), hex(sign.signature), suite.signature)).toBe(false);
  const { hpke } = suite;
  const [secret, open, context] = [
    await hpke.importPrivateKey(hex(seal.priv)),
    await hpke.importPublicKey(hex(seal.pub)),
    hex(seal.context),
  ];
  const opened = await decryptWithLabel(secret, seal.label, context, hex(seal.kem_output), hex(seal.ciphertext), hpke);
  expect(toHex(opened)).toBe(seal.plaintext);
  const { enc, ct } = await encryptWithLabel(open, seal.label, context, opened, hpke);
  expect(toHex(await decryptWithLabel(secret, seal.label, context, enc, ct, hpke))).toBe(seal.plaintext);
});

interface KeyScheduleVector {
  readonly cipher_suite: number;
  readonly group_id: string;
  readonly initial_init_secret: string;
  readonly epochs: readonly (Hex & {
    readonly exporter: { readonly label: string; readonly context: string; readonly length: number; readonly secret: string };
  })[];
}

vectors('key-schedule.json', 2, async (vector: KeyScheduleVector, suite) => {
  let initSecret = hex(vector.initial_init_secret);
  for (const [epoch, expected] of vector.epochs.entries()) {
    const input = (name: string): Uint8Array => hex((expected as Hex)[name] ?? 'absent');
    const context: GroupContext = {
      version: 'mls10',
      cipherSuite: suite.name,
      groupId: hex(vector.group_id),
      epoch: BigInt(epoch),
      treeHash: input('tree_hash'),
      confirmedTranscriptHash: input('confirmed_transcript_hash'),
      extensions: [],
    };
    expect(encodeGroupContext(context)).toEqual(input('group_context'));
    const made = await initializeEpoch(initSecret, input('commit_secret'), context, input('psk_secret'), suite.kdf);
    const { keySchedule } = made;
    const { publicKey } = await suite.hpke.deriveKeyPair(keySchedule.externalSecret);
    expect({
      joiner_secret: toHex(made.joinerSecret),
      welcome_secret: toHex(made.welcomeSecret),
      encryption_secret: toHex(made.encryptionSecret),
      sender_data_secret: toHex(keySchedule.senderDataSecret),
      exporter_secret: toHex(keySchedule.exporterSecret),
      external_secret: toHex(keySchedule.externalSecret),
      external_pub: toHex(await suite.hpke.exportPublicKey(publicKey)),
      confirmation_key: toHex(keySchedule.confirmationKey),
      membership_key: toHex(keySchedule.membershipKey),
      resumption_psk: toHex(keySchedule.resumptionPsk),
      epoch_authenticator: toHex(keySchedule.epochAuthenticator),
      init_secret: toHex(keySchedule.initSecret),
    }).toEqual(Object.fromEntries(SECRETS.map((name) => [name, (expected as Hex)[name]])));
    const { label, context: exported, length, secret } = expected.exporter;
    expect(toHex(await mlsExporter(keySchedule.exporterSecret, label, hex(exported), length, suite))).toBe(secret);
    initSecret = keySchedule.initSecret;
  }
});

const SECRETS = [
  'joiner_secret',
  'welcome_secret',
  'encryption_secret',
  'sender_data_secret',
  'exporter_secret',
  'external_secret',
  'external_pub',
  'confirmation_key',
  'membership_key',
  'resumption_psk',
  'epoch_authenticator',
  'init_secret',
];

interface PskVector {
  readonly cipher_suite: number;
  readonly psks: readonly Record<'psk_id' | 'psk' | 'psk_nonce', string>[];
  readonly psk_secret: string;
}

vectors('psk_secret.json', 22, async (vector: PskVector, suite) => {
  const psks = vector.psks.map((one): [PreSharedKeyID, Uint8Array] => [
    { psktype: 'external', pskId: hex(one.psk_id), pskNonce: hex(one.psk_nonce) },
    hex(one.psk),
  ]);
  expect(toHex(await computePskSecret(psks, suite))).toBe(vector.psk_secret);
});

interface SecretTreeVector {
  readonly cipher_suite: number;
  readonly encryption_secret: string;
  readonly sender_data: Record<'sender_data_secret' | 'ciphertext' | 'key' | 'nonce', string>;
  readonly leaves: readonly (readonly (Hex & { readonly generation: never })[])[];
}

vectors('secret-tree.json', 6, async (vector: SecretTreeVector, suite) => {
  const { sender_data_secret: secret, ciphertext, key, nonce } = vector.sender_data;
  expect(toHex(await expandSenderDataKey(suite, hex(secret), hex(ciphertext)))).toBe(key);
  expect(toHex(await expandSenderDataNonce(suite, hex(secret), hex(ciphertext)))).toBe(nonce);
  const tree = await createSecretTree(vector.leaves.length, hex(vector.encryption_secret), suite.kdf);
  const config = { retainKeysForGenerations: 0, retainKeysForEpochs: 0, maximumForwardRatchetSteps: 1000 };
  for (const [leaf, generations] of vector.leaves.entries()) {
    for (const expected of generations) {
      for (const kind of ['application', 'handshake'] as const) {
        const ratchet = tree[2 * leaf]?.[kind];
        if (ratchet === undefined) throw new Error('no such leaf');
        const [reached] = await ratchetUntil(ratchet, expected.generation, config, suite.kdf);
        expect(toHex(await deriveKey(reached.secret, expected.generation, suite))).toBe(expected[`${kind}_key`]);
        expect(toHex(await deriveNonce(reached.secret, expected.generation, suite))).toBe(expected[`${kind}_nonce`]);
      }
    }
  }
});

type Transcript = { readonly cipher_suite: number } & Record<
  | 'confirmation_key'
  | 'authenticated_content'
  | 'interim_transcript_hash_before'
  | 'confirmed_transcript_hash_after'
  | 'interim_transcript_hash_after',
  string
>;

vectors('transcript-hashes.json', 2, async (vector: Transcript, suite) => {
  const { wireformat, content, auth } = whole(decodeAuthenticatedContent, vector.authenticated_content);
  if (content.contentType !== 'commit' || auth.contentType !== 'commit') throw new Error('no commit');
  const before = hex(vector.interim_transcript_hash_before);
  const confirmed = await createConfirmedHash(before, { wireformat, content, signature: auth.signature }, suite.hash);
  expect(toHex(confirmed)).toBe(vector.confirmed_transcript_hash_after);
  expect(toHex(await createInterimHash(confirmed, auth.confirmationTag, suite.hash))).toBe(vector.interim_transcript_hash_after);
  expect(await createConfirmationTag(hex(vector.confirmation_key), confirmed, suite.hash)).toEqual(auth.confirmationTag);
});
