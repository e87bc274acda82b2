import './old-browsers.js';
import { render } from 'preact';
import { verifyPack } from '../../application/evidence/verify-pack.js';
import { fromPage } from './embedding.js';
import { PackPage } from './pack-page.js';
import { EVIDENCE_WORDS } from './words.js';

/** What runs in the page of an evidence pack: checks the data in it, and shows what they say. */

type Code = keyof typeof EVIDENCE_WORDS;

const root = document.getElementById('evidence');
const text = fromPage(document.getElementById('pack')?.textContent ?? '');

async function start(): Promise<void> {
  if (root === null) return;
  let found = await verifyPack(text);
  let same: boolean | null = null;
  const draw = (code: Code): void => {
    document.documentElement.lang = code;
    document.title = `${EVIDENCE_WORDS[code].title} – Kronika`;
    const compare = async (key: string): Promise<void> => {
      found = await verifyPack(text, { noted: key.trim() });
      same = !found.verdict.checks.some(({ faults }) => faults.some((fault) => fault.code === 'key-not-noted'));
      draw(code);
    };
    render(
      <PackPage
        code={code}
        verdict={found.verdict}
        pack={found.pack}
        same={same}
        onLanguage={draw}
        onCompare={(key) => void compare(key)}
      />,
      root,
    );
  };
  draw('pl');
}

void start();
