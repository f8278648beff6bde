/** What no page is, and what is in the place of the module that it would need for that. */
const STAND_IN = `export const makeHosting = (host) => { if (host !== undefined) throw new Error('no page is a host'); };`;

/**
 * Leaves out of the page, and of the page as one file, what the host's own member alone does.
 * @type {import('esbuild').Plugin}
 */
export const pageLeftOut = {
  name: 'page-left-out',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]client[\\/]make-hosting\.ts$/ }, () => ({ contents: STAND_IN }));
  },
};
