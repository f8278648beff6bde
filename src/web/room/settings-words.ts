import { section } from '../language.js';

/** The sentences of the settings. As `words`. */
export const settingsWords = section('settings', {
  title: 'Settings',
  kept: 'Nothing of this is stored: it is gone with this page.',
  looks: 'How it looks',
  theme: 'Colours',
  themes: { system: 'as the system', dark: 'dark', light: 'light', contrast: 'high contrast' },
  size: 'Text size',
  sizes: { small: 'small', usual: 'usual', large: 'large', largest: 'largest' },
  called: 'When you are called',
  calls: 'Call me for',
  levels: { on: 'every message', mentions: 'what names me, or is for me alone', off: 'nothing' },
  sound: 'With a sound',
  soundless: 'This browser lets no page make a sound.',
  desktop: 'With a notice of the system, while this page is not seen',
  desktopText: 'The notice shows what was said, not only who wrote',
  desktopDenied: 'The browser does not allow it. It can be changed in its settings for this address.',
  desktopless: 'This browser shows no such notices for a page that installs nothing.',
  writing: 'While you write',
  typing: 'Others see that you are writing',
  plainKeys: 'The key ? shows the list of keys',
});
