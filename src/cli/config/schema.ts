import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { limits } from '../../protocol/limits.js';
import { parseNick } from '../../protocol/nick.js';
import { isUnsafe } from '../../protocol/unsafe-text.js';
import { encodeUtf8 } from '../../protocol/utf8.js';
import { isOfThisComputer } from './address.js';
import { parseDoorNames } from './door-name.js';
import { parseDuration } from './duration.js';

const visible = (text: string): boolean => ![...text].some(isUnsafe);
const isOrigin = (text: string): boolean => /^https?:\/\//u.test(text) && URL.canParse(text) && new URL(text).origin === text;
/** Plain http is for this computer alone: beyond it whoever is on the way could alter the page. */
const isPublic = (text: string): boolean => isOrigin(text) && (text.startsWith('https:') || isOfThisComputer(text));
const duration = z.string().check(z.refine((text) => parseDuration(text).ok));
const three = z.enum(['auto', 'on', 'off']);

/** The rules of config.json, of a user's file, of the environment and of the flags: the same for all. What is expected is said in setting.ts. */
export const settingsSchema = z.strictObject({
  tunnel: z.string().check(z.refine((text) => parseDoorNames(text).ok)),
  port: z.int().check(z.minimum(0), z.maximum(65_535)),
  bind: z.string().check(z.refine((text) => isIP(text) !== 0)),
  lan: z.boolean(),
  publicUrl: z.string().check(z.refine((text) => text === '' || isPublic(text))),
  title: z.string().check(z.refine((text) => encodeUtf8(text).length <= limits.titleBytes && visible(text))),
  nick: z.string().check(z.refine((text) => text === '' || parseNick(text).ok)),
  name: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,31}$/u)),
  encryption: z.enum(['mls', 'shared-key', 'none']),
  blind: z.boolean(),
  maxMembers: z.int().check(z.minimum(2), z.maximum(limits.membersMost)),
  history: z.int().check(z.minimum(0), z.maximum(limits.historyEntries)),
  ttl: duration,
  idle: duration,
  for: duration,
  once: z.boolean(),
  logs: z.enum(['ask', 'keep', 'delete']),
  qr: three,
  copy: z.boolean(),
  open: z.boolean(),
  allowSleep: z.boolean(),
  json: z.boolean(),
  quiet: z.boolean(),
  yes: z.boolean(),
  noInput: z.boolean(),
  color: three,
  ascii: z.boolean(),
  debug: z.boolean(),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;
