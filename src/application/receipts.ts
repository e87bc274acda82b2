import { Injectable } from '@nestjs/common';
import { register } from '../domain/views/register.js';
import { Patience } from './patience.js';
import { ViewStore } from './ports/view-store.js';
import { Settling } from './settling.js';
import { Views } from './views.js';

/** What only the views can say of what was just recorded: both null where they are late. */
export interface Counted {
  readonly number: string | null;
  readonly position: string | null;
}

/** Waits for the views and tells the number and position of what was recorded. */
@Injectable()
export class Receipts {
  constructor(
    private readonly settling: Settling,
    private readonly patience: Patience,
    private readonly views: Views,
    private readonly store: ViewStore,
  ) {}

  /** @param activity null for an entry of a register, which has no number */
  async of(activity: string | null, event: string): Promise<Counted> {
    const position = await this.settling.positionOf(event, this.patience.milliseconds);
    if (position === null) return { number: null, position: null };
    if (activity === null) return { number: null, position: String(position) };
    const { id } = await this.views.current();
    const found = await this.store.inForce(id, register.name, [activity], 'now');
    const number = found.get(activity)?.doc['number'];
    return { number: typeof number === 'string' ? number : null, position: String(position) };
  }
}
