import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formOf, leafHex, readSigned } from '../../application/evidence/bytes.js';
import type { Pack, PackedEvent, PackedRow } from '../../application/evidence/pack.js';
import type { Verdict } from '../../application/evidence/verdict.js';
import { ZONE } from '../../application/placing.js';
import { aheadOf } from '../../application/queries/period.js';
import type { Report } from '../../application/reports/report.js';
import { kindNamed } from '../../domain/catalogue.js';
import { LANGUAGES } from '../web/language.js';
import { Section } from '../web/layout.js';
import type { Look } from '../web/look.js';
import { eventWords } from '../web/parts/history.js';
import { ReportBody, reportHead } from '../web/pages/report.js';
import { Judgement } from './judgement.js';
import { type Code, lookOf } from './pack-look.js';
import { EVIDENCE_WORDS } from './words.js';

interface Props {
  readonly code: Code;
  readonly verdict: Verdict;
  readonly pack: Pack | null;
  /** Whether the key that somebody compared is this ledger's; null before that. */
  readonly same: boolean | null;
  readonly onLanguage: (code: Code) => void;
  readonly onCompare: (key: string) => void;
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

function Title({ code, pack }: { readonly code: Code; readonly pack: Pack }): VNode {
  const look = lookOf(code, pack);
  const { title, kicker } = reportHead(look, reportIn(pack));
  return (
    <>
      <h1>{title}</h1>
      <p class="lead">{kicker}</p>
    </>
  );
}

/** The report as Kronika draws it. */
function reportIn({ report, standing }: Pack): Report {
  const { asOf, position, day, viewVersions, digest } = standing;
  return { ...report, asOf, position, day, viewVersions, digest, ahead: aheadOf(report, day), links: {} };
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
          const noted = new FormData(event.currentTarget).get('noted');
          onCompare(typeof noted === 'string' ? noted : '');
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
      <ReportBody look={look} report={reportIn(pack)} />
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
