import type { Page } from 'playwright-core';

/** Everything that a page can leave in its browser. */
export const leftBehind = (page: Page) =>
  page.evaluate(async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    history: history.state as unknown,
    name: window.name,
    files: (await navigator.storage.estimate()).usage,
  }));

export const nothing = { cookies: '', local: 0, session: 0, databases: [], caches: [], workers: 0, history: null, name: '', files: 0 };
