import { Session, type Runtime } from 'node:inspector';

export interface Reachable {
  /** Every string and every byte, one after the other. */
  readonly content: Buffer;
  readonly objects: number;
  /** Functions are not looked into: what they close over is not found. */
  readonly functions: number;
}

/** Node's own types do not have them. */
interface Fields {
  readonly privateProperties?: readonly { readonly name: string; readonly value?: Runtime.RemoteObject }[];
}

/** The one way for a value between this program and its inspector. */
interface Hatch {
  reached: unknown;
  found: unknown[];
}

const hatch: Hatch = { reached: undefined, found: [] };
const NAME = '__reachable';

/** All that can be reached from an object: elements, entries, properties and, by the inspector's help, private fields. */
export function reachable(root: object): Reachable {
  const session = new Session();
  session.connect();
  (globalThis as Record<string, unknown>)[NAME] = hatch;
  const content: Buffer[] = [];
  const seen = new Set<object>();
  let functions = 0;
  try {
    for (const open: unknown[] = [root]; open.length > 0;) {
      const value = open.pop();
      if (typeof value === 'string') content.push(Buffer.from(`${value}\n`));
      if (typeof value === 'function') functions += 1;
      if (typeof value !== 'object' || value === null || seen.has(value)) continue;
      seen.add(value);
      if (ArrayBuffer.isView(value)) content.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      else open.push(...inside(value), ...privateOf(value, session));
    }
  } finally {
    session.disconnect();
    Object.assign(hatch, { reached: undefined, found: [] });
  }
  return { content: Buffer.concat(content), objects: seen.size, functions };
}

function inside(value: object): readonly unknown[] {
  const entries = value instanceof Map ? [...value].flat(1) : value instanceof Set ? [...value] : [];
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(value));
  return [...entries, ...descriptors.flatMap(([name, descriptor]) => [name, descriptor.value as unknown])];
}

/** No reflection shows them. */
function privateOf(value: object, session: Session): readonly unknown[] {
  hatch.reached = value;
  hatch.found = [];
  const { result } = ask(session, 'Runtime.evaluate', { expression: `globalThis.${NAME}.reached` }) as Runtime.EvaluateReturnType;
  const { privateProperties = [] } = ask(session, 'Runtime.getProperties', { objectId: result.objectId, ownProperties: true }) as Fields;
  const plain = privateProperties.map((field) => field.value?.value as unknown);
  for (const field of privateProperties) {
    if (field.value?.objectId === undefined) continue;
    const take = `function () { globalThis.${NAME}.found.push(this); }`;
    ask(session, 'Runtime.callFunctionOn', { objectId: field.value.objectId, functionDeclaration: take });
  }
  return [...plain, ...hatch.found];
}

/** In the same thread the answer is there before `post` returns. */
function ask(session: Session, method: string, parameters: object): unknown {
  let answer: { readonly error: Error | null; readonly value: unknown } | undefined;
  session.post(method, parameters, (error: Error | null, value: unknown) => void (answer = { error, value }));
  if (answer === undefined || answer.error !== null) throw new Error(`the inspector did not answer ${method}`, { cause: answer?.error });
  return answer.value;
}
