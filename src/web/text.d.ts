/** The build inlines these files as text. */
declare module '*.svg' {
  const text: string;
  export default text;
}
declare module '*.txt' {
  const text: string;
  export default text;
}
/** Sentences of a language. */
declare module '*.json' {
  const texts: import('./language.js').Texts;
  export default texts;
}
