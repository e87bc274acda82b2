import { REPORT_FROZEN } from '../../domain/freezing.js';
import { LEDGER } from '../../domain/registers/registers.js';
import { viewVersions } from '../../domain/views/catalogue.js';
import { base64Bytes, digestHex, formOf, hexOf, isSignedWith, leafHex, type PublicKey, readSigned } from './bytes.js';
import { BETWEEN_BREATHS, breath } from './breath.js';
import { type Differing, differing, leavesIn, same } from './differing.js';
import { readPack } from './form.js';
import { type Leaf, prove } from './inclusion.js';
import { checkKeys } from './keys.js';
import { type Pack, rowOf, SEALED, sealText } from './pack.js';
import { type Recount, recount } from './recount.js';
import { type Fault, type FaultCode, Findings, type Verdict } from './verdict.js';

/** The verdict on a pack, and the pack where there is one to show. */
export interface Verified {
  readonly verdict: Verdict;
  readonly pack: Pack | null;
}

/** What whoever verifies knows from elsewhere. */
export interface Known {
  /** The office's key as somebody noted it down before, a C2SP verifier key; one that was changed since will do. */
  readonly noted?: string;
  /** SHA-256 (hex) of the page in which the pack came: a page cannot take its own. */
  readonly page?: string;
}

/**
 * Checks a pack against itself: everything in it down to the office's key. Runs wherever JavaScript does, and needs
 * nothing but the text.
 */
export async function verifyPack(text: string, { noted, page }: Known = {}): Promise<Verified> {
  const findings = new Findings();
  const { pack, faults } = readPack(text);
  findings.looked('form', 1);
  for (const fault of faults) findings.add('form', fault);
  if (page !== undefined && pack !== null && pack.page !== page)
    findings.add('form', { code: 'page', where: '/page', said: pack.page, is: page });
  if (pack !== null) await new PackCheck(pack, findings).run(noted);
  findings.note('complete');
  findings.note('numbers');
  if (noted === undefined) findings.note('key');
  findings.note('truth');
  if (page === undefined) findings.note('page');
  return { verdict: findings.verdict, pack };
}

class PackCheck {
  constructor(
    private readonly pack: Pack,
    private readonly findings: Findings,
  ) {}

  async run(noted: string | undefined): Promise<void> {
    const key = checkKeys(this.pack, noted, this.findings);
    this.seal(key);
    const checkpoint = this.checkpoint(key);
    if (checkpoint !== null) await this.events(checkpoint);
    this.streams();
    await this.counted();
  }

  private seal(key: PublicKey | null): void {
    const { seal, ...members } = this.pack;
    const note = readSigned(seal);
    this.findings.looked('seal', SEALED.length);
    if (note === null) {
      this.findings.add('seal', { code: 'seal-unreadable', where: '/seal' });
      return;
    }
    if (key === null || !isSignedWith(note, key)) this.findings.add('seal', { code: 'seal-signature', where: '/seal' });
    const digests = SEALED.map((name) => [name, digestHex(formOf(members[name]))] as const);
    // Made of all names.
    const own = sealText(Object.fromEntries(digests) as Parameters<typeof sealText>[0]);
    if (own === note.text) return;
    const lines = note.text.split('\n');
    const parts = digests.filter(([name, digest]) => !lines.includes(`${name} ${digest}`));
    for (const [name] of parts) this.findings.add('seal', { code: 'seal-part', where: `/${name}` });
    if (parts.length === 0) this.findings.add('seal', { code: 'seal-unreadable', where: '/seal' });
  }

  private checkpoint(key: PublicKey | null): { readonly size: number; readonly root: string } | null {
    const { checkpoint, events, standing } = this.pack;
    const wrong = (fault: Omit<Fault, 'where'>): void => {
      this.findings.add('checkpoint', { ...fault, where: '/checkpoint' });
    };
    this.findings.looked('checkpoint', 1);
    const note = readSigned(checkpoint);
    const [origin = '', size = '', encoded = ''] = note?.text.split('\n') ?? [];
    const root = base64Bytes(encoded);
    if (note === null || root?.length !== 32 || !/^[1-9]\d{0,14}$/.test(size)) {
      wrong({ code: 'checkpoint-unreadable' });
      return null;
    }
    if (key === null || !isSignedWith(note, key)) wrong({ code: 'checkpoint-signature' });
    if (key !== null && origin !== key.name) wrong({ code: 'checkpoint-foreign', said: origin, is: key.name });
    const reached = Math.max(Number(standing.position), events.at(-1)?.position ?? 0);
    if (Number(size) < reached) {
      wrong({ code: 'checkpoint-short', said: size, is: String(reached) });
      return null;
    }
    return { size: Number(size), root: hexOf(root) };
  }

  /** Every event is in the ledger that was signed, in the place that the pack says. */
  private async events({ size, root }: { readonly size: number; readonly root: string }): Promise<void> {
    const { events, hashes } = this.pack;
    this.findings.looked('events', events.length);
    const wrong = (fault: Fault): void => {
      this.findings.add('events', fault);
    };
    let last = 0;
    events.forEach(({ position }, index) => {
      if (position <= last)
        wrong({ code: 'order', where: `/events/${String(index)}/position`, said: String(position) });
      last = Math.max(last, position);
    });
    const leaves: Leaf[] = [];
    for (const [index, { position, event }] of events.entries()) {
      leaves.push({ index: position - 1, hash: leafHex(formOf(event)) });
      if (index % BETWEEN_BREATHS === 0) await breath();
    }
    const proven = prove(leaves, size, root, hashes);
    events.forEach(({ position }, index) => {
      const doubtless = proven.leaves.get(position - 1);
      if (doubtless === undefined) return;
      const code = doubtless ? 'event-altered' : 'event-unproven';
      wrong({ code, where: `/events/${String(index)}`, said: String(position) });
    });
    for (const name of proven.altered) wrong({ code: 'hash-altered', where: `/hashes/${name}` });
    for (const name of proven.missing) wrong({ code: 'hash-missing', where: `/hashes/${name}` });
    for (const name of proven.idle) wrong({ code: 'hash-idle', where: `/hashes/${name}` });
  }

  /** Nothing is left out of the midst of what was done to a subject, and nothing is of later than the report. */
  private streams(): void {
    const { events, standing } = this.pack;
    const next = new Map<string, number>();
    events.forEach(({ position, event: { stream, revision, type } }, index) => {
      const where = `/events/${String(index)}`;
      const expected = next.get(stream) ?? 0;
      if (revision !== expected)
        this.findings.add('streams', {
          code: 'stream-gap',
          where: `${where}/event/revision`,
          said: `${stream} ${String(revision)}`,
          is: String(expected),
        });
      next.set(stream, revision + 1);
      const ofLedger = stream.startsWith(`${LEDGER.name}-`) || type === REPORT_FROZEN;
      if (!ofLedger && position > Number(standing.position))
        this.findings.add('streams', { code: 'stream-late', where, said: String(position), is: standing.position });
    });
    this.findings.looked('streams', next.size);
  }

  private async counted(): Promise<void> {
    this.frozen();
    let counted: Recount;
    try {
      counted = await recount(this.pack);
    } catch (fault) {
      const said = fault instanceof Error ? fault.message : String(fault);
      this.findings.add('figures', { code: 'uncountable', where: '/events', said });
      return;
    }
    this.rows(counted);
    this.figures(counted);
  }

  private rows({ activities }: Recount): void {
    const { rows } = this.pack;
    this.findings.looked('rows', rows.length);
    const wrong = (fault: Fault): void => {
      this.findings.add('rows', fault);
    };
    const shown = new Set<string>();
    rows.forEach((row, index) => {
      const where = `/rows/${String(index)}`;
      const doc = activities.get(row.id);
      if (doc === undefined || shown.has(row.id)) wrong({ code: 'row-unproven', where, said: row.number });
      else
        for (const { path, said, is } of differing(row, rowOf(doc), where))
          wrong({ code: 'row-differs', where: path, said, is });
      shown.add(row.id);
    });
    for (const [id, { kind }] of activities)
      if (!shown.has(id)) wrong({ code: 'row-missing', where: '/rows', said: `${kind}-${id}` });
    this.numbers();
  }

  /** A series goes up with the ledger, and none is given twice. */
  private numbers(): void {
    const { rows, events } = this.pack;
    const begun = new Map(
      events.flatMap(({ position, event }) => (event.revision === 0 ? [[event.stream, position]] : [])),
    );
    const placed = rows.map(({ id, kind, number }, index) => ({ number, index, at: begun.get(`${kind}-${id}`) ?? 0 }));
    const last = new Map<string, number>();
    for (const { number, index } of placed.sort((a, b) => a.at - b.at)) {
      const [, series = '', ordinal = ''] = /^(.+)\/(\d+)$/.exec(number) ?? [];
      if (Number(ordinal) <= (last.get(series) ?? 0) || series === '')
        this.findings.add('rows', { code: 'number', where: `/rows/${String(index)}/number`, said: number });
      last.set(series, Number(ordinal));
    }
  }

  private figures({ figures }: Recount): void {
    const { report, standing } = this.pack;
    this.findings.looked('figures', leavesIn(report));
    const wrong = (code: FaultCode, all: readonly Differing[]): void => {
      for (const { path, said, is } of all) this.findings.add('figures', { code, where: path, said, is });
    };
    const otherwise = differing(report, figures, '/report');
    // Another program's figures are not this one's to call wrong, nor right: else a pack could name any version.
    const versions = differing(standing.viewVersions, viewVersions(), '/standing/viewVersions');
    if (standing.freezing === null) {
      if (versions.length > 0) wrong('other-version', versions);
      else wrong('figure', otherwise);
    }
    // What was frozen is proven as it was frozen, by its event.
    else if (otherwise.length > 0) this.findings.note('counted-otherwise', String(otherwise.length));
    const digest = digestHex(formOf(report));
    if (digest !== standing.digest)
      this.findings.add('figures', { code: 'digest', where: '/standing/digest', said: standing.digest, is: digest });
  }

  /** A frozen report is what the ledger has of it. */
  private frozen(): void {
    const { standing, report, events } = this.pack;
    const { freezing } = standing;
    if (freezing === null) return;
    const event = events.find(({ event: { stream } }) => stream === `freezing-${freezing}`)?.event;
    const { figures, digest, day, position, viewVersions: versions } = event?.data ?? {};
    const as = {
      figures: report,
      digest: standing.digest,
      day: standing.day,
      position: Number(standing.position),
      versions: standing.viewVersions,
    };
    if (event === undefined || !same({ figures, digest, day, position, versions }, as))
      this.findings.add('figures', { code: 'frozen', where: '/standing/freezing', said: freezing });
  }
}
