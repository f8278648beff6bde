/** Packages that others ask for and that this program never needs, and why not. They would double what is read at each start. */
const LEFT_OUT = {
  pino: 'fastify calls it for a logger; the server has none',
  'light-my-request': 'fastify calls it in inject(), which only tests use',
  duplexify: '@fastify/websocket calls it in injectWS(), which only tests use',
  glob: '@fastify/static calls it to list files; the server names each one',
  '@fastify/ajv-compiler': 'fastify calls what it makes for a schema; no route has one',
  '@fastify/fast-json-stringify-compiler': 'fastify calls what it makes for a schema; no route has one',
};
/** These are called at each start, to make what is called for a schema. */
const MAKERS = /-compiler$/;

/**
 * In their place stands a function that says so when it is called after all.
 * @type {import('esbuild').Plugin}
 */
export const leftOut = {
  name: 'left-out',
  setup(build) {
    const names = Object.keys(LEFT_OUT).map((name) => name.replace('/', String.raw`\/`));
    build.onResolve({ filter: new RegExp(`^(?:${names.join('|')})$`) }, ({ path }) => ({ path, namespace: 'left-out' }));
    build.onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => ({ contents: standIn(path) }));
  },
};

/** @param {string} name */
function standIn(name) {
  const refuse = `() => { throw new Error(${JSON.stringify(`${name} is not in this bundle: ${LEFT_OUT[name]}`)}); }`;
  return `module.exports = ${MAKERS.test(name) ? `() => ${refuse}` : refuse};`;
}
