import * as z from 'zod/mini';
import { ChatError } from '../../protocol/chat-error.js';
import { readConfigFile } from './config-file.js';
import { lowers } from './guard.js';
import { settingsSchema, type Settings } from './schema.js';
import { environmentName, flagName, settingOf, settings, type SettingKey } from './setting.js';

/** Where a value came from; `name` is the flag, the variable or the file. */
export interface Source {
  readonly from: 'flag' | 'environment' | 'file' | 'user' | 'package';
  readonly name: string;
}

export interface Config {
  readonly settings: Settings;
  readonly sources: Readonly<Record<SettingKey, Source>>;
}

export interface ConfigInput {
  /** Value of each flag that was given, as text; `true` for one that takes no value. */
  readonly flags: Readonly<Partial<Record<SettingKey, string | true>>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file named with --config. */
  readonly file: string | undefined;
  readonly userFile: string | undefined;
  readonly packageFile: string;
}

type Values = Partial<Record<SettingKey, unknown>>;
type Layer = { readonly values: Values; readonly source: (key: SettingKey) => Source };

const partialSchema = z.partial(settingsSchema);

/** The effective settings: flag > environment > --config file > user's file > package's file. Each layer is checked as a whole. */
export function loadConfig(input: ConfigInput): Config {
  const layers = [
    fileLayer(input.packageFile, 'package', true),
    ...(input.userFile === undefined ? [] : [fileLayer(input.userFile, 'user', false)]),
    ...(input.file === undefined ? [] : [fileLayer(input.file, 'file', true)]),
    environmentLayer(input.environment),
    flagLayer(input.flags),
  ];
  const values: Values = {};
  const sources: Partial<Record<SettingKey, Source>> = {};
  for (const layer of layers) {
    for (const key of Object.keys(layer.values) as SettingKey[]) {
      values[key] = layer.values[key];
      sources[key] = layer.source(key);
    }
  }
  const missing = settings.find(({ key }) => !(key in values));
  if (missing !== undefined) throw new ChatError('CONFIG_BAD_VALUE', `${input.packageFile}: "${missing.key}" is missing`);
  return { settings: values as Settings, sources: sources as Config['sources'] };
}

function fileLayer(path: string, from: 'package' | 'user' | 'file', needed: boolean): Layer {
  const values = readConfigFile(path, from !== 'package');
  if (values === undefined && needed) throw new ChatError('CONFIG_UNREADABLE', `${path}: there is no such file`);
  return checked(values ?? {}, () => ({ from, name: path }));
}

function environmentLayer(environment: ConfigInput['environment']): Layer {
  const values: Values = {};
  for (const { key } of settings) {
    const text = environment[environmentName(key)];
    if (text !== undefined && text !== '') values[key] = fromText(key, text);
  }
  return checked(values, (key) => ({ from: 'environment', name: environmentName(key) }));
}

function flagLayer(flags: ConfigInput['flags']): Layer {
  const values: Values = {};
  for (const [key, text] of Object.entries(flags) as [SettingKey, string | true][]) {
    values[key] = text === true ? true : fromText(key, text);
  }
  return checked(values, (key) => ({ from: 'flag', name: flagName(settingOf(key)) }));
}

/** Text that does not have the form of its kind stays text, which the schema then refuses. */
function fromText(key: SettingKey, text: string): unknown {
  const { kind } = settingOf(key);
  if (kind === 'number') return /^\d{1,9}$/u.test(text) ? Number(text) : text;
  if (kind === 'switch') return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
  return text;
}

function checked(values: Values, source: (key: SettingKey) => Source): Layer {
  const result = partialSchema.safeParse(values);
  if (!result.success) {
    for (const issue of result.error.issues) {
      if (issue.code === 'unrecognized_keys') throw new ChatError('CONFIG_UNKNOWN_KEY', `${source('port').name}: "${issue.keys[0]}"`);
    }
    const key = result.error.issues[0]?.path[0] as SettingKey;
    throw badValue(key, values[key], source(key));
  }
  for (const key of Object.keys(values) as SettingKey[]) {
    const { from, name } = source(key);
    const why = from === 'environment' || from === 'user' ? lowers(key, values as Settings) : undefined;
    if (why !== undefined) throw new ChatError('CONFIG_NOT_ALLOWED', `${name}${from === 'user' ? `: "${key}"` : ''}: ${why}`);
  }
  return { values, source };
}

function badValue(key: SettingKey, value: unknown, { from, name }: Source): ChatError {
  const { expected } = settingOf(key);
  const found = typeof value === 'object' && value !== null ? 'a list or an object' : (JSON.stringify(value) ?? 'nothing').slice(0, 60);
  if (from === 'flag') return new ChatError('USAGE', `${name}: expected ${expected}; found ${found}`);
  return new ChatError('CONFIG_BAD_VALUE', `${name}: ${from === 'environment' ? '' : `"${key}": `}expected ${expected}; found ${found}`);
}
