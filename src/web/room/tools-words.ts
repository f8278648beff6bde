import { section } from '../language.js';

/** What is behind the icons of the room's header. As `words`. */
export const toolsWords = section('tools', {
  search: 'Search',
  export: 'Save what you see',
  keys: 'Keys',
  settings: 'Settings',
  more: 'More',
});
