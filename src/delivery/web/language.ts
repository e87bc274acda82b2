import type { Formats } from './texts/formats.js';
import type { Texts } from './texts/texts.js';
import type { Words } from './texts/words.js';
import { en } from './texts/en.js';
import { englishFormats } from './texts/en-formats.js';
import { englishWords } from './texts/en-words.js';
import { pl } from './texts/pl.js';
import { polishFormats } from './texts/pl-formats.js';
import { polishWords } from './texts/pl-words.js';

export interface Language {
  readonly code: 'pl' | 'en';
  readonly texts: Texts;
  readonly formats: Formats;
  readonly words: Words;
}

export const LANGUAGES = {
  pl: { code: 'pl', texts: pl, formats: polishFormats, words: polishWords },
  en: { code: 'en', texts: en, formats: englishFormats, words: englishWords },
} as const satisfies Readonly<Record<string, Language>>;
