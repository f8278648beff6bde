/** Every label of a derivation, hash or signature: one list, so that no two meanings share one. */
export const labels = {
  salt: 'chattrace/ctp1',
  protocol: 'ctp1',
  host: 'ctp1 host',
  fingerprint: 'ctp1 fp',
  signed: 'ctp1L',
  pair: 'ctp1 pair',
  roomCode: 'ctp1 room code',
  sas: 'ctp1 sas',
  sasCommit: 'ctp1 sas commit',
  room: 'room',
  cap: 'cap',
  env: 'env',
  mac: 'mac',
  psk: 'psk',
  light: 'light',
} as const;
