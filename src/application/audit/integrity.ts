import { Injectable } from '@nestjs/common';
import type { Segment } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { VIEWS } from '../../domain/views/catalogue.js';
import { Clock } from '../ports/clock.js';
import { EventStore, UnreadableEvent } from '../ports/event-store.js';
import { type Mark, ViewStore } from '../ports/view-store.js';
import { Views } from '../views.js';
import { EditionsWalk } from './editions-walk.js';
import { type Finding, type FindingCode, Findings } from './finding.js';
import { LedgerTree } from './ledger-tree.js';
import { checkSegment, type Counted } from './segment-check.js';

/** A finding, with when it was found. RFC 3339. */
export interface Found extends Finding {
  readonly foundAt: string;
}

/** A segment that was looked at. */
export interface Look extends Counted {
  readonly at: string;
  readonly segment: Segment;
}

/** What was checked when, with what result, by this process since it began. */
export interface IntegrityReport {
  readonly status: 'nothing-found' | 'not-sound';
  /** Every segment of the ledger is looked at once a round, in an order that nobody can foresee. */
  readonly round: {
    readonly startedAt: string | null;
    readonly looked: number;
    readonly of: number;
    /** When the last whole round ended; null before the first has. */
    readonly completedAt: string | null;
  };
  readonly checked: { readonly segments: number } & Counted;
  readonly last: Look | null;
  readonly findings: readonly Found[];
}

interface Round {
  readonly startedAt: string;
  readonly generation: string;
  readonly marks: readonly Mark[];
  readonly left: Mark[];
  /** Goes on from round to round. */
  readonly walk: EditionsWalk;
}

/** Where a finding comes from that no segment has. */
const END = 'end';
const sourceOf = (view: string): string => `view ${view}`;

/**
 * Checks the ledger and the views all the time, a segment at a turn. What it finds stays found until the same segment is
 * looked at again and is sound.
 */
@Injectable()
export class Integrity {
  private readonly found = new Map<string, readonly Found[]>();
  private round: Round | null = null;
  private completedAt: string | null = null;
  private last: Look | null = null;
  private checked = { segments: 0, events: 0, editions: 0 };

  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly tree: LedgerTree,
    private readonly views: Views,
    private readonly clock: Clock,
  ) {}

  report(): IntegrityReport {
    const findings = [...this.found.values()].flat();
    const { round } = this;
    return {
      status: findings.length === 0 ? 'nothing-found' : 'not-sound',
      round: {
        startedAt: round?.startedAt ?? null,
        looked: round === null ? 0 : round.marks.length - round.left.length,
        of: round?.marks.length ?? 0,
        completedAt: this.completedAt,
      },
      checked: this.checked,
      last: this.last,
      findings,
    };
  }

  /**
   * What somebody else found, or nothing where all is well by now.
   *
   * @returns what of it was not known
   */
  note(source: string, what: FindingCode, says: readonly string[]): readonly Finding[] {
    return this.keep(
      source,
      says.map((each) => ({ what, says: each, position: null, since: null })),
    );
  }

  /**
   * Looks at one segment.
   *
   * @param dice from 0 up to 1, which of those that were not looked at in this round
   * @param signal breaks it off
   * @returns what was found that was not known
   */
  async turn(dice: number, signal?: AbortSignal): Promise<readonly Finding[]> {
    const end = this.keep(END, await this.end());
    return [...end, ...(await this.settled(() => this.look(dice, signal)))];
  }

  /** Holds the ledger's end against the tree. Where that cannot be done, somebody saw to it: it must not end the check. */
  private async end(): Promise<readonly Finding[]> {
    const findings = new Findings();
    try {
      if (!(await this.tree.agrees())) findings.add('cut', 'the end of the ledger is not what was recorded there');
    } catch (fault) {
      // An engine out of reach says nothing about the ledger.
      if (fault instanceof Rejection) throw fault;
      if (fault instanceof UnreadableEvent) findings.add('unreadable', 'the last event of the ledger cannot be read');
      else findings.add('tree', 'the tree of hashes lacks the last event of the ledger: its file was damaged');
    }
    return findings.list;
  }

  private async settled(work: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
    try {
      return await work();
    } catch (fault) {
      // Views that are being built are looked at when they are.
      if (fault instanceof Rejection && fault.code === 'unsettled') return [];
      throw fault;
    }
  }

  private async look(dice: number, signal?: AbortSignal): Promise<readonly Finding[]> {
    const round = await this.current();
    const found = await this.goOn(round.walk, signal);
    const [mark] = round.left.splice(Math.floor(dice * round.left.length), 1);
    if (mark === undefined) return found;
    const { segment } = mark;
    const stretch = await this.stretch(round.generation, mark);
    if (stretch === null) return found;
    const findings = new Findings();
    const looked = {
      generation: round.generation,
      segment,
      first: mark.position,
      last: stretch,
      begin: round.walk.beginning(segment),
    };
    const counted = await checkSegment(this.sampled, looked, findings, signal);
    // What was recorded or built anew meanwhile may have moved the editions: it is looked at another time.
    if ((await this.stretch(round.generation, mark)) !== stretch) return found;
    this.last = { at: this.clock.now(), segment, ...counted };
    this.checked = {
      segments: this.checked.segments + 1,
      events: this.checked.events + counted.events,
      editions: this.checked.editions + counted.editions,
    };
    if (round.left.length === 0) this.completedAt = this.last.at;
    return [...found, ...this.keep(segment, findings.list)];
  }

  private async goOn(walk: EditionsWalk, signal?: AbortSignal): Promise<readonly Finding[]> {
    const found: Finding[] = [];
    for (const [view, findings] of await walk.step(signal)) found.push(...this.keep(sourceOf(view), findings));
    return found;
  }

  private get sampled(): Parameters<typeof checkSegment>[0] {
    return { ledger: this.ledger, store: this.store, tree: this.tree };
  }

  private async current(): Promise<Round> {
    const { id: generation } = await this.views.current();
    if (this.round !== null && this.round.generation === generation && this.round.left.length > 0) return this.round;
    // Views that were built anew are looked at from the start, whatever was found in those before.
    if (this.round?.generation !== generation) this.forget();
    const walk = this.round?.generation === generation ? this.round.walk : new EditionsWalk(this.store, generation);
    const marks = await this.store.marks(generation);
    return (this.round = { startedAt: this.clock.now(), generation, marks, left: [...marks], walk });
  }

  private forget(): void {
    for (const { segment } of this.round?.marks ?? []) this.found.delete(segment);
    for (const { name } of VIEWS) this.found.delete(sourceOf(name));
  }

  /** The position of a segment's last event so far; null where the generation is gone. */
  private async stretch(generation: string, { segment }: Mark): Promise<number | null> {
    const { id } = await this.views.current();
    if (id !== generation) return null;
    const next = (await this.store.marks(generation)).find((each) => each.segment > segment);
    return next === undefined ? (await this.store.progress(generation)).position : next.position - 1;
  }

  private keep(key: string, findings: readonly Finding[]): readonly Finding[] {
    const before = this.found.get(key) ?? [];
    const foundAt = this.clock.now();
    const known = (finding: Finding): Found | undefined => before.find(({ says }) => says === finding.says);
    if (findings.length === 0) this.found.delete(key);
    else
      this.found.set(
        key,
        findings.map((finding) => known(finding) ?? { ...finding, foundAt }),
      );
    return findings.filter((finding) => known(finding) === undefined);
  }
}
