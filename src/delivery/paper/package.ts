import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate';
import type { Paper } from './paper.js';
import { element, escaped, part } from './xml.js';

/** What DOCX and XLSX have in common: parts in a ZIP file (ECMA-376 part 2, Open Packaging Conventions). */

/** Of a package by their names, such as `word/document.xml`. */
export type Parts = Readonly<Record<string, string>>;

/** Every part bears the first moment that a ZIP file can tell: the same content is the same file. */
const ALWAYS = new Date(1980, 0, 1);

/** The file of a package. */
export function packed(parts: Parts): Buffer {
  const files = Object.fromEntries(Object.entries(parts).map(([name, content]) => [name, strToU8(content)]));
  const zip = zipSync(files, { mtime: ALWAYS });
  return Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
}

/**
 * The same, of parts that are too long to be held, each of them in pieces; what is asked for next is made only then.
 *
 * @param parts the next one begins when the one before has ended
 */
export async function* packedStream(
  parts: Iterable<readonly [name: string, pieces: Iterable<string> | AsyncIterable<string>]>,
): AsyncGenerator<Buffer> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((fault, chunk) => {
    if (fault !== null) throw fault;
    ready.push(chunk);
  });
  const taken = (): Buffer => {
    const chunks = ready;
    ready = [];
    return Buffer.concat(chunks);
  };
  for (const [name, pieces] of parts) {
    const file = new ZipDeflate(name);
    file.mtime = ALWAYS;
    zip.add(file);
    for await (const piece of pieces) {
      file.push(strToU8(piece));
      yield taken();
    }
    file.push(new Uint8Array(), true);
  }
  zip.end();
  yield taken();
}

const OPC = 'http://schemas.openxmlformats.org/package/2006';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const FORMATS = 'application/vnd.openxmlformats-officedocument';

/** A relationship of a part: what it is to it, and where it lies. */
export type Relation = readonly [id: string, type: string, target: string];

export const relations = (of: readonly Relation[]): string =>
  part(
    element(
      'Relationships',
      { xmlns: `${OPC}/relationships` },
      ...of.map(([Id, type, Target]) =>
        element('Relationship', { Id, Type: type.includes(':') ? type : `${OFFICE}/${type}`, Target }),
      ),
    ),
  );

/** What every part of a package is. @param types of its own parts by name, without what all have in common */
export const contentTypes = (types: Readonly<Record<string, string>>): Parts => ({
  '[Content_Types].xml': part(
    element(
      'Types',
      { xmlns: `${OPC}/content-types` },
      element('Default', {
        Extension: 'rels',
        ContentType: 'application/vnd.openxmlformats-package.relationships+xml',
      }),
      element('Default', { Extension: 'xml', ContentType: 'application/xml' }),
      element('Override', {
        PartName: '/docProps/core.xml',
        ContentType: 'application/vnd.openxmlformats-package.core-properties+xml',
      }),
      ...Object.entries(types).map(([name, type]) =>
        element('Override', { PartName: `/${name}`, ContentType: `${FORMATS}.${type}+xml` }),
      ),
    ),
  ),
});

/** Where a package begins, and what it is called. @param main its main part */
export const openingParts = ({ title, language, standing }: Paper, main: string): Parts => ({
  '_rels/.rels': relations([
    ['rId1', 'officeDocument', main],
    ['rId2', `${OPC}/relationships/metadata/core-properties`, 'docProps/core.xml'],
  ]),
  'docProps/core.xml': part(
    element(
      'cp:coreProperties',
      { 'xmlns:cp': `${OPC}/metadata/core-properties`, 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' },
      element('dc:title', {}, escaped(title)),
      element('dc:subject', {}, escaped(standing.join(' · '))),
      element('dc:creator', {}, 'Kronika'),
      element('dc:language', {}, language),
    ),
  ),
});
