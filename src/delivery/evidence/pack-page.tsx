import { type ComponentChildren, options, type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formOf, leafHex, readSigned } from '../../application/evidence/bytes.js';
import type { Pack, PackedEvent, PackedRow } from '../../application/evidence/pack.js';
import type { Check, Verdict } from '../../application/evidence/verdict.js';
import { ZONE } from '../../application/placing.js';
import { aheadOf } from '../../application/queries/period.js';
import type { Report } from '../../application/reports/report.js';
import { kindNamed } from '../../domain/catalogue.js';
import { LANGUAGES } from '../web/language.js';
import { Section } from '../web/layout.js';
import { Look, NOTHING_KNOWN } from '../web/look.js';
import { eventWords } from '../web/pages/entry.js';
import { reportPage } from '../web/pages/report.js';
import { type Column, Table } from '../web/parts/tables.js';
import { type EvidenceWords, EVIDENCE_WORDS, noteLine } from './words.js';

type Code = keyof typeof EVIDENCE_WORDS;

interface Props {
  readonly code: Code;
  readonly verdict: Verdict;
  readonly pack: Pack | null;
  /** Whether the key that somebody compared is this ledger's; null before that. */
  readonly same: boolean | null;
  readonly onLanguage: (code: Code) => void;
  readonly onCompare: (key: string) => void;
}

/** Whatever would lead into Kronika: a file has nowhere to lead. */
const NOWHERE = 'kronika:';

/** Draws the pages of Kronika without their links: what would be one is its words alone. */
class PackLook extends Look {
  override href(): string {
    return NOWHERE;
  }

  override behind(): undefined {
    return undefined;
  }
}

const before = options.vnode;
options.vnode = (vnode) => {
  const props = vnode.props as { href?: unknown; class?: unknown; download?: unknown };
  if (vnode.type === 'a' && props.href === NOWHERE) {
    vnode.type = 'span';
    delete props.href;
    delete props.download;
  }
  before?.(vnode);
};

function lookOf(code: Code, { report, standing }: Pack): Look {
  return new PackLook({
    language: LANGUAGES[code],
    asOf: standing.asOf,
    directory: {
      ...NOTHING_KNOWN,
      day: standing.day,
      today: standing.day,
      gminas: report.gminas.map(({ terc, key, name }) => ({ terc, key, label: name, codes: [terc, key] })),
    },
    position: Number(standing.position),
    caller: null,
    proof: null,
    path: '',
    asked: {},
  });
}

/** Everything that the page of a pack shows. */
export function PackPage({ code, verdict, pack, same, onLanguage, onCompare }: Props): VNode {
  const words = EVIDENCE_WORDS[code];
  const { texts } = LANGUAGES[code];
  return (
    <>
      <a class="skip" href="#content">
        {texts.skip}
      </a>
      <header class="top">
        <div class="brand">
          <strong>Kronika</strong>
          <span>{pack?.report.county?.name ?? words.title}</span>
        </div>
        <div class="languages" role="group" aria-label="Język / Language">
          {(['pl', 'en'] as const).map((each) => (
            <button type="button" lang={each} aria-pressed={each === code} onClick={() => onLanguage(each)}>
              {each === 'pl' ? 'Polski' : 'English'}
            </button>
          ))}
        </div>
      </header>
      {pack?.report.demonstration === true && (
        <aside class="notice" aria-label={texts.notice}>
          {texts.demonstration}
        </aside>
      )}
      <main id="content" tabIndex={-1}>
        <p class="kicker">{words.title}</p>
        {pack === null ? <h1>{words.title}</h1> : <Title code={code} pack={pack} />}
        <Judgement code={code} verdict={verdict} pack={pack} />
        {pack !== null && <Proof code={code} pack={pack} same={same} onCompare={onCompare} />}
        {pack !== null && <Content code={code} pack={pack} sound={verdict.sound} />}
      </main>
    </>
  );
}

/** What was checked, and what was found: the sentence that counts in both languages. */
function Judgement({ code, verdict, pack }: Pick<Props, 'code' | 'verdict' | 'pack'>): VNode {
  const words = EVIDENCE_WORDS[code];
  const other = code === 'pl' ? 'en' : 'pl';
  const { formats: f, texts } = LANGUAGES[code];
  const say = (of: EvidenceWords): string => (verdict.sound ? of.sound : pack === null ? of.noPack : of.unsound);
  const look = new PackLook({ ...emptyStandpoint(code) });
  const faults = verdict.checks.flatMap(({ name, faults: its }) => its.map((fault) => ({ name, ...fault })));
  const result = ({ of, faults: its, untold }: Check): ComponentChildren => {
    if (its.length > 0) return <strong class="late">{words.wrong(f.number(its.length + untold))}</strong>;
    return of === null ? words.skipped : words.right;
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
              { head: words.where, cell: ({ where }) => <code>{where === '' ? '/' : where}</code> },
              { head: words.what, cell: ({ code: fault }) => words.faults[fault] },
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

const emptyStandpoint = (code: Code): Look['at'] => ({
  language: LANGUAGES[code],
  asOf: undefined,
  directory: NOTHING_KNOWN,
  position: 0,
  caller: null,
  proof: null,
  path: '',
  asked: {},
});

function Title({ code, pack }: { readonly code: Code; readonly pack: Pack }): VNode {
  const look = lookOf(code, pack);
  const { title, kicker } = drawn(look, pack);
  return (
    <>
      <h1>{title}</h1>
      <p class="lead">{kicker}</p>
    </>
  );
}

/** The report as Kronika draws it. */
function drawn(look: Look, { report, standing }: Pack): ReturnType<typeof reportPage> {
  const { asOf, position, day, viewVersions, digest } = standing;
  const whole: Report = {
    ...report,
    asOf,
    position,
    day,
    viewVersions,
    digest,
    ahead: aheadOf(report, day),
    links: {},
  };
  return reportPage(look, whole, () => NOWHERE);
}

function Proof({
  code,
  pack,
  same,
  onCompare,
}: Pick<Props, 'code' | 'same' | 'onCompare'> & { readonly pack: Pack }): VNode {
  const words = EVIDENCE_WORDS[code];
  const { formats: f } = LANGUAGES[code];
  const size = readSigned(pack.checkpoint)?.text.split('\n')[1] ?? '';
  return (
    <Section title={words.checkpoint} id="checkpoint">
      <p>
        {words.made(f.moment(pack.made.at, ZONE), pack.made.by)} {words.checkpointMeans(f.number(Number(size)))}
      </p>
      <pre class="signed" tabIndex={0} aria-label={words.checkpoint}>
        {pack.checkpoint}
      </pre>
      <h3>{words.key}</h3>
      <pre class="signed" tabIndex={0} aria-label={words.key}>
        {pack.key}
      </pre>
      <form
        class="noted"
        onSubmit={(event) => {
          event.preventDefault();
          onCompare(String(new FormData(event.currentTarget).get('noted') ?? ''));
        }}
      >
        <div>
          <label for="noted">{words.keyLabel}</label>
          <input id="noted" name="noted" autocomplete="off" spellcheck={false} aria-describedby="noted-hint" />
          <div class="hint" id="noted-hint">
            {words.keyHint}
          </div>
        </div>
        <button type="submit">{words.compare}</button>
        <p role="status">
          {same !== null && <strong class={same ? undefined : 'late'}>{same ? words.keySame : words.keyOther}</strong>}
        </p>
      </form>
    </Section>
  );
}

function Content({ code, pack, sound }: { readonly code: Code; readonly pack: Pack; readonly sound: boolean }): VNode {
  const words = EVIDENCE_WORDS[code];
  const look = lookOf(code, pack);
  const { f } = look;
  const mine = new Map<string, PackedEvent[]>();
  for (const each of pack.events) mine.set(each.event.stream, [...(mine.get(each.event.stream) ?? []), each]);
  const streamOf = ({ kind, id }: PackedRow): string => `${kind}-${id}`;
  const shown = new Set(pack.rows.map(streamOf));
  return (
    <>
      {!sound && <p class="warning">{words.doNotRely}</p>}
      {drawn(look, pack).body}
      <Section title={words.rows} id="rows">
        <p>{words.rowsMeans(f.number(pack.rows.length), f.number(pack.events.length))}</p>
        {pack.rows.map((row) => (
          <Unfolding look={look} events={mine.get(streamOf(row)) ?? []} kind={row.kind}>
            <span class="number">{row.number}</span> {row.title}{' '}
            <span class="quiet">
              {f.day(row.occurredOn)} · {look.words.status(row.status)} ·{' '}
              {row.gminas.map((each) => look.gmina(each)).join(', ')}
            </span>
          </Unfolding>
        ))}
      </Section>
      <Section title={words.others} id="others">
        <p>{words.othersMeans}</p>
        {[...mine]
          .filter(([stream]) => !shown.has(stream))
          .map(([stream, events]) => (
            <Unfolding look={look} events={events} kind={null}>
              <code>{stream}</code>
            </Unfolding>
          ))}
      </Section>
    </>
  );
}

/** A line that unfolds into the events behind it: they are drawn only then. */
function Unfolding({
  look,
  events,
  kind,
  children,
}: {
  readonly look: Look;
  readonly events: readonly PackedEvent[];
  readonly kind: string | null;
  readonly children: ComponentChildren;
}): VNode {
  const words = EVIDENCE_WORDS[look.code];
  const named = kindNamed(kind ?? '');
  const [unfolded, unfold] = useState(false);
  return (
    <details class="unfolding" onToggle={() => unfold(true)}>
      <summary>{children}</summary>
      <ol>
        {(unfolded ? events : []).map(({ position, event }) => (
          <li>
            {words.position} {look.f.number(position)}, {look.f.moment(event.metadata.recordedAt, ZONE)},{' '}
            {event.metadata.actor.id}: {named === undefined ? event.type : eventWords(look, named, event.type)}
            <details>
              <summary>
                <code>{leafHex(formOf(event))}</code>
              </summary>
              <pre class="signed">{JSON.stringify(event, null, 1)}</pre>
            </details>
          </li>
        ))}
      </ol>
    </details>
  );
}
