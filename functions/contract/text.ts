/** Which characters names and texts from people and feeds may contain: readable ones that aren't misleading. */

/** Half a surrogate pair isn't valid UTF-8, and U+FFFD replaces bytes that weren't. */
const UNREADABLE = /[\p{Cc}\p{Cs}\u{fffd}]/u;

/** Without control characters, and undamaged by decoding. */
export function isPlain(text: string): boolean {
  return !UNREADABLE.test(text);
}

/** Characters that change the text direction, so a name can look like another, and line breaks. */
const DISGUISING = /[\p{Bidi_Control}\p{Zl}\p{Zp}]/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** Joiners, which Persian and Indian names need, and variation selectors. */
const INVISIBLE_IN_WORDS = /\u{200c}|\u{200d}|\u{fe0e}|\u{fe0f}/gu;

/** Whether a name shows everything that it consists of, and isn't blank. */
export function isReadable(name: string): boolean {
  const shown = name.replace(INVISIBLE_IN_WORDS, '');
  return !DISGUISING.test(name) && isVisible(shown) && shown.trim() !== '';
}

/** Whether it contains no invisible characters. */
export function isVisible(text: string): boolean {
  return !INVISIBLE.test(text);
}

/**
 * The scripts in everyday use (UAX #31, table 5). A name that mixes scripts can be made to look like another's: only
 * those may be mixed that are commonly written together and don't look alike ("highly restrictive" in UTS #39).
 */
const SCRIPTS = [
  ...[
    'Latin',
    'Cyrillic',
    'Greek',
    'Armenian',
    'Georgian',
    'Hebrew',
    'Arabic',
    'Thaana',
    'Ethiopic',
    'Devanagari',
  ],
  ...[
    'Bengali',
    'Gurmukhi',
    'Gujarati',
    'Oriya',
    'Tamil',
    'Telugu',
    'Kannada',
    'Malayalam',
    'Sinhala',
    'Thai',
  ],
  ...['Lao', 'Tibetan', 'Myanmar', 'Khmer'],
].map((script) => [script]);
const WRITTEN_TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];
const OF_ONE_WRITING = [...SCRIPTS, ...WRITTEN_TOGETHER].map((scripts) => {
  const signs = [...scripts, 'Common', 'Inherited'].map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`^[${signs.join('')}]+$`, 'u');
});

export function isOfOneWriting(name: string): boolean {
  return OF_ONE_WRITING.some((writing) => writing.test(name));
}

const SPELLED_WITH_JOINERS = [
  ...['Arabic', 'Syriac', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati'],
  ...['Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');
const JOINERS = new RegExp(
  `(?<=[${SPELLED_WITH_JOINERS}])[\\u{200c}\\u{200d}](?=[${SPELLED_WITH_JOINERS}])`,
  'gu',
);

/**
 * A username however it is typed. Persian and Indian spelling has joiners between letters, which are invisible and which
 * Cognito takes in no name: with or without them it is the same name, kept without.
 */
export function spelledAsUsername(text: string): string {
  return composed(text.replace(JOINERS, ''));
}

/**
 * Systems type `é` as one code point or two, which look the same: names and passwords (RFC 8265) must not depend on
 * which.
 */
export function composed(text: string): string {
  return text.normalize('NFC');
}
