import type { Clock } from '../../core/ports/clock.js';
import type { Random } from '../../core/ports/random.js';
import { ChatError } from '../../protocol/chat-error.js';
import { added, compare, type Difference } from './compare.js';
import { expectedForms, type Expected } from './expected.js';
import { fetchAnswer, type Fetched } from './fetch-answer.js';
import { foreignOrigins } from './foreign-origins.js';
import { namedAssets, namedParts, otherBuild, textOf } from './other-build.js';
import { headersFor, visitors, type Visitor } from './visitor.js';

export interface ServedRequest {
  /** Whose page is looked at. */
  readonly origin: string;
  /** The package's folder. */
  readonly root: string;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Served {
  readonly expected: Expected;
  readonly differences: readonly (Difference & { readonly visitors: readonly string[] })[];
  /** Headers that somebody on the way has put in. */
  readonly added: readonly string[];
  /** The manifest's hash of a whole build that is not of this version. */
  readonly otherBuild: string | undefined;
}

/** What one visitor got, by path. */
type Visit = ReadonlyMap<string, Fetched>;

type Ask = (path: string, visitor: Visitor) => Promise<Fetched>;

/** What a door says that has no session behind it. */
const NO_SESSION = 500;
/** What a foreign page and its scripts name is fetched no further than this. */
const FILES_MOST = 64;

/** Fetches all that is served, as each visitor, and compares. ChatError UNREACHABLE when nothing answers, or only a door without a session. */
export async function examineServed({ origin, root, clock, random }: ServedRequest): Promise<Served> {
  // Nobody can know the path and answer this one request as it should be.
  const missing = `/${Buffer.from(random(12)).toString('hex')}`;
  const forms = await expectedForms(root, missing);
  const paths = forms[0].files.map(({ path }) => path);
  const ask: Ask = (path, visitor) => fetchAnswer(`${origin}${path}`, headersFor(visitor, path), clock);
  const visits: Visit[] = [];
  for (const visitor of visitors) visits.push(await visit(paths, (path) => ask(path, visitor)));
  refuseNobody(visits);
  const documents = visits.map((one) => bodyOf(one.get('/')));
  const expected = forms.find(({ files }) => documents.some((body) => body?.equals(files[0]?.bytes ?? Buffer.alloc(0)))) ?? forms[0];
  const found = visits.flatMap((got, at) => differences(expected, got).map((one) => ({ ...one, visitor: visitors[at]?.name ?? '' })));
  return {
    expected,
    differences: merged(found),
    added: allAdded(expected, visits),
    otherBuild: found.length === 0 ? undefined : await lookForOtherBuild(visits, missing, ask),
  };
}

const visit = async (paths: readonly string[], ask: (path: string) => Promise<Fetched>): Promise<Visit> =>
  new Map(await Promise.all(paths.map(async (path) => [path, await ask(path)] as const)));

const bodyOf = (fetched: Fetched | undefined): Buffer | undefined => (fetched?.ok === true ? fetched.answer.body : undefined);

function refuseNobody(visits: readonly Visit[]): void {
  const all = visits.flatMap((one) => [...one.values()]);
  const whys = all.flatMap((fetched) => (fetched.ok ? [] : [fetched.why]));
  if (whys.length === all.length) throw new ChatError('UNREACHABLE', whys[0]);
  const statuses = all.map((fetched) => (fetched.ok ? fetched.answer.status : NO_SESSION));
  if (statuses.every((status) => status >= NO_SESSION))
    throw new ChatError('UNREACHABLE', `what answers there says ${Math.max(...statuses)}`);
}

function differences(expected: Expected, got: Visit): readonly Difference[] {
  return expected.files.flatMap((file) => {
    const fetched = got.get(file.path) ?? { ok: false as const, why: 'it was not asked for' };
    const found = compare(file, fetched);
    if (file.path !== '/' || !fetched.ok) return found;
    const origins = foreignOrigins(fetched.answer.body.toString());
    const named = origins.map((origin) => ({ name: file.name, file: file.file, part: 'origin', text: `names another address: ${origin}` }));
    return [...found, ...named];
  });
}

/** The same for every visitor is one difference. */
function merged(found: readonly (Difference & { readonly visitor: string })[]): Served['differences'] {
  const all = new Map<string, Difference & { readonly visitors: string[] }>();
  for (const { visitor, ...one } of found) {
    const key = JSON.stringify(one);
    const before = all.get(key);
    if (before === undefined) all.set(key, { ...one, visitors: [visitor] });
    else before.visitors.push(visitor);
  }
  return [...all.values()];
}

function allAdded({ files }: Expected, visits: readonly Visit[]): readonly string[] {
  const names = visits.flatMap((got) =>
    files.flatMap((file) => {
      const fetched = got.get(file.path);
      return fetched?.ok === true ? added(file, fetched.answer) : [];
    }),
  );
  return [...new Set(names)].toSorted();
}

async function lookForOtherBuild(visits: readonly Visit[], missing: string, ask: Ask): Promise<string | undefined> {
  const builds = await Promise.all(
    visitors.map(async (visitor, at) => {
      const [document, errorPage] = [bodyOf(visits[at]?.get('/')), bodyOf(visits[at]?.get(missing))];
      if (document === undefined || errorPage === undefined) return undefined;
      return otherBuild(document, errorPage, await allNamed(document, (file) => ask(`/${file}`, visitor)));
    }),
  );
  return builds.every((build) => build === builds[0]) ? builds[0] : undefined;
}

/** What the document names, what that fetches later, and so on. */
async function allNamed(document: Buffer, ask: (file: string) => Promise<Fetched>): Promise<ReadonlyMap<string, Fetched>> {
  const all = new Map<string, Fetched>();
  let files = namedAssets(document.toString()).slice(0, 2);
  while (files.length > 0) {
    const fetched = await Promise.all(files.map(({ file }) => ask(file)));
    files.forEach(({ file }, at) => all.set(file, fetched[at] ?? { ok: false, why: 'it was not asked for' }));
    const named = [...all.values()].flatMap((one) => namedParts(textOf(one)));
    files = named.filter(({ file }) => !all.has(file)).slice(0, FILES_MOST - all.size);
  }
  return all;
}
