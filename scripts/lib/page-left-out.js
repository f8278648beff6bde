/** What no page is, and what is in the place of the module that it would need for that. */
const STAND_IN = `export const makeHosting = (host) => { if (host !== undefined) throw new Error('no page is a host'); };`;

/** A page is not Node. */
const NO_NODE = 'export const nodeCrypto = undefined;';

/**
 * Leaves out of the page, and of the page as one file, what the host's own member alone does, and what Node alone has.
 * @type {import('esbuild').Plugin}
 */
export const pageLeftOut = {
  name: 'page-left-out',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]client[\\/]make-hosting\.ts$/ }, () => ({ contents: STAND_IN }));
    build.onLoad({ filter: /[\\/]src[\\/]crypto[\\/]node-crypto\.ts$/ }, () => ({ contents: NO_NODE }));
  },
};
