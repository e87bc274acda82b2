import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Pack } from '../../application/evidence/pack.js';
import { reportFileName } from '../reports/formats.js';
import { ASSETS } from '../web/assets.js';
import { fromPage, inPage } from './embedding.js';
import { EVIDENCE_WORDS } from './words.js';

/** Where the data begin and end in a page. */
const [BEGIN, END] = ['<script type="application/json" id="pack">', '</script>'];

interface Shell {
  readonly before: string;
  readonly after: string;
  readonly digest: string;
}

/** The page that shows packs and checks them, in every file the same: it has no data of its own. */
export class EvidencePage {
  private readonly shell: () => Shell;

  /** @param verifier where the bundled script lies: read when it is first needed */
  constructor(verifier: URL) {
    let made: Shell | null = null;
    this.shell = () => (made ??= shellOf(readFileSync(verifier, 'utf8')));
  }

  /** SHA-256 (hex) of the page without data: a pack says in which page it was given out. */
  get digest(): string {
    return this.shell().digest;
  }

  /** The whole file. @param text of a pack */
  render(text: string): string {
    const { before, after } = this.shell();
    return `${before}${inPage(text)}${after}`;
  }
}

function shellOf(verifier: string): Shell {
  const own = readFileSync(new URL('./evidence.css', import.meta.url), 'utf8');
  const style = `${ASSETS.get('style.css')?.content.toString() ?? ''}\n${own}`;
  const policy = [
    "default-src 'none'",
    `script-src ${sourceOf(verifier)}`,
    `style-src ${sourceOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const { pl, en } = EVIDENCE_WORDS;
  const before = `<!doctype html>
<html lang="pl">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${pl.title} – Kronika</title>
<style>${style}</style>
</head>
<body class="evidence">
<div id="evidence">
<main id="content">
<h1>${pl.title}</h1>
<p>${pl.checking}</p>
<p lang="en">${en.checking}</p>
</main>
</div>
${BEGIN}`;
  const after = `${END}
<script>${verifier}</script>
</body>
</html>
`;
  return { before, after, digest: digestOf(before, after) };
}

/** A page taken apart: the pack's text, and the digest of the rest. Null for what holds no pack. */
export function readPage(html: string): { readonly text: string; readonly page: string } | null {
  const begin = html.indexOf(BEGIN);
  const end = html.indexOf(END, begin);
  if (begin < 0 || end < 0) return null;
  const from = begin + BEGIN.length;
  return { text: fromPage(html.slice(from, end)), page: digestOf(html.slice(0, from), html.slice(end)) };
}

const digestOf = (before: string, after: string): string =>
  createHash('sha256').update(before).update(after).digest('hex');

/** How a policy allows one text. */
const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What a pack's file is called. */
export const evidenceFileName = ({ report, standing: { asOf } }: Pack, extension: 'html' | 'json'): string =>
  `pakiet-dowodowy-${reportFileName({ ...report, asOf }, { extension })}`;
