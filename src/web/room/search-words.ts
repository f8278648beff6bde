import { section } from '../language.js';

/** The sentences of the search. As `words`. */
export const searchWords = section('search', {
  label: 'Search in what is shown here',
  field: 'Search',
  previous: 'The one before',
  next: 'The next one',
  close: 'End the search',
  none: 'not found',
  place: '{at} of {count}',
  most: '{at} of more than {count}',
  older: 'Older messages are no longer here.',
});
