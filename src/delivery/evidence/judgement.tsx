import type { ComponentChildren, VNode } from 'preact';
import type { Pack } from '../../application/evidence/pack.js';
import type { Check, Verdict } from '../../application/evidence/verdict.js';
import { LANGUAGES } from '../web/language.js';
import { Section } from '../web/layout.js';
import { NOTHING_KNOWN } from '../web/look.js';
import { Table } from '../web/parts/tables.js';
import { type Code, PackLook } from './pack-look.js';
import { headline, noteLine, outcome } from './sentences.js';
import { type EvidenceWords, EVIDENCE_WORDS } from './words.js';

/** What was checked, and what was found: the sentence that counts in both languages. */
export function Judgement({
  code,
  verdict,
  pack,
}: {
  readonly code: Code;
  readonly verdict: Verdict;
  readonly pack: Pack | null;
}): VNode {
  const words = EVIDENCE_WORDS[code];
  const other = code === 'pl' ? 'en' : 'pl';
  const { formats: f, texts } = LANGUAGES[code];
  const say = (of: EvidenceWords): string => (pack === null ? of.noPack : headline(of, verdict));
  const look = new PackLook(emptyStandpoint(code));
  const faults = verdict.checks.flatMap(({ name, faults: its }) => its.map((fault) => ({ name, ...fault })));
  const result = (check: Check): ComponentChildren => {
    const found = check.faults.length + check.untold;
    return found > 0 ? <strong class="late">{words.wrong(f.number(found))}</strong> : outcome(words, check, verdict);
  };
  return (
    <Section title={words.verdict} id="verdict">
      <div class={verdict.sound ? 'verdict' : 'verdict unsound'} role="status">
        <p>
          <strong>{say(words)}</strong>
        </p>
        <p lang={other}>{say(EVIDENCE_WORDS[other])}</p>
      </div>
      <Table<Check>
        look={look}
        caption={words.checked}
        hidden
        columns={[
          { head: words.checked, cell: ({ name }) => words.checks[name] },
          { head: words.looked, figures: true, cell: ({ of }) => (of === null ? texts.none : f.number(of)) },
          { head: words.result, cell: result },
        ]}
        rows={verdict.checks}
      />
      {faults.length > 0 && (
        <>
          <h3>{words.found}</h3>
          <Table<(typeof faults)[number]>
            look={look}
            caption={words.found}
            hidden
            columns={[
              { head: words.what, cell: ({ code: fault }) => words.faults[fault] },
              { head: words.where, cell: ({ where }) => <code>{where === '' ? '/' : where}</code> },
              { head: words.said, cell: ({ said }) => <code>{said ?? ''}</code> },
              { head: words.is, cell: ({ is }) => <code>{is ?? ''}</code> },
            ]}
            rows={faults}
          />
          <More words={words} untold={verdict.checks.reduce((sum, { untold }) => sum + untold, 0)} />
        </>
      )}
      <h3>{words.unproven}</h3>
      <ul>
        {verdict.notes.map((note) => (
          <li>{noteLine(words, note)}</li>
        ))}
      </ul>
    </Section>
  );
}

const More = ({ words, untold }: { readonly words: EvidenceWords; readonly untold: number }): VNode | null =>
  untold === 0 ? null : <p>{words.untold(String(untold))}</p>;

const emptyStandpoint = (code: Code): PackLook['at'] => ({
  language: LANGUAGES[code],
  asOf: undefined,
  directory: NOTHING_KNOWN,
  position: 0,
  caller: null,
  proof: null,
  path: '',
  asked: {},
});
