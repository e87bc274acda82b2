import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { figureWords } from '../../../src/delivery/polish/figures.js';
import { wordOf } from '../../../src/delivery/polish/glossary.js';
import { LANGUAGES } from '../../../src/delivery/web/language.js';
import { Look, NOTHING_KNOWN } from '../../../src/delivery/web/look.js';

/** What every object has, and anybody may type. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

describe.each(Object.values(LANGUAGES))('words in $code', (language) => {
  const look = new Look({
    language,
    asOf: undefined,
    directory: NOTHING_KNOWN,
    position: 0,
    caller: null,
    proof: null,
    path: '/',
    asked: {},
  });
  const { words } = look;

  it.each(INHERITED)('are texts for what nobody has named: %s', (name) => {
    expect([look.unit(name), wordOf({}, name), figureWords(name)]).toEqual([name, name, undefined]);
    const told = [
      look.official(name),
      look.gmina(name),
      words.function(name),
      words.role(name),
      words.kind(name),
      words.kinds(name),
      words.status(name),
      words.phase(name),
      words.gminaKind(name),
      words.organisationKind(name),
      words.value('contact', 'channel', name),
      words.figure(name),
    ];
    // In English a name is told as its words.
    const [first = ''] = name.split(/(?=[A-Z])/);
    for (const each of told) expect(each).toEqual(expect.stringContaining(first));
  });
});
