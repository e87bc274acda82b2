import type { Command } from '../../domain/activities/decide.js';
import type { Json } from '../../domain/kernel/json.js';
import { Act, ActHandler } from '../commands/act.js';
import { readBody, readRecording, readStep, wellFormed } from '../commands/bodies.js';
import { Enter, EnterHandler } from '../commands/enter.js';
import type { Request } from '../commands/request.js';
import type { Clock } from '../ports/clock.js';
import type { EventStore } from '../ports/event-store.js';
import type { Ids } from '../ports/ids.js';
import type { ViewStore } from '../ports/view-store.js';
import { RegisterDesk } from '../registers.js';
import { Views } from '../views.js';
import type { Deed, What } from './story.js';

/** Plays deeds through the handlers that the interface uses: what a clerk could not record, the story can't either. */
export class Player {
  private readonly act: ActHandler;
  private readonly enter: EnterHandler;
  /** The ids of the story's subjects. */
  private readonly ids = new Map<string, string>();

  constructor(ledger: EventStore, store: ViewStore, clock: Clock, newIds: Ids) {
    const views = new Views(store);
    const desk = new RegisterDesk(store, views);
    this.act = new ActHandler(ledger, views, store, desk, clock, newIds);
    this.enter = new EnterHandler(ledger, desk, clock, newIds);
  }

  /** @throws Error naming the deed that was refused */
  async play({ at, by, subject, what, origin, acknowledged }: Deed): Promise<void> {
    const request: Request = {
      actor: by,
      alone: false,
      ...(origin !== undefined && { origin }),
      ...(acknowledged !== undefined && { acknowledged }),
    };
    const name = `@${String(subject)}`;
    try {
      const id = this.ids.get(name) ?? null;
      this.ids.set(name, await this.perform(id, this.named(what), request));
    } catch (fault) {
      const { do: verb, ...rest } = what;
      const of = 'kind' in rest ? rest.kind.name : rest.register.name;
      const said = JSON.stringify({ ...rest, kind: undefined, register: undefined });
      throw new Error(`the story breaks at ${at}, ${verb} of ${of} ${said}`, { cause: fault });
    }
  }

  private async perform(id: string | null, what: What, request: Request): Promise<string> {
    if (what.do === 'enter') {
      const { register, type, payload } = what;
      const data = wellFormed(readBody(register.changes[type]?.payload ?? register.details, payload));
      return (await this.enter.execute(new Enter(register, id, type, data, request))).id;
    }
    if ((what.do === 'record') !== (id === null)) throw new Error('a subject is begun once, and first');
    return (await this.act.execute(new Act(what.kind, id, commandOf(what), request))).id;
  }

  /** What is done, with ids in place of the story's own names for subjects. */
  private named(what: What): What {
    const { do: _do, ...rest } = what;
    const put = (value: Json | undefined): Json | undefined => {
      if (typeof value === 'string') return /^@\d+$/.test(value) ? this.idOf(value) : value;
      if (Array.isArray(value)) return value.map((each: Json) => put(each) ?? null);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, put(each)]));
    };
    const data = Object.entries(rest).map(([name, value]: [string, unknown]) =>
      // Kinds and registers are no data.
      name === 'kind' || name === 'register' ? [name, value] : [name, put(value as Json)],
    );
    return { ...what, ...(Object.fromEntries(data) as object) };
  }

  private idOf(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`${name} is not begun yet`);
    return id;
  }
}

function commandOf(what: Exclude<What, { do: 'enter' }>): Command {
  switch (what.do) {
    case 'record':
      return wellFormed(readRecording(what.kind, what.body));
    case 'take':
      return wellFormed(readStep(what.kind, what.step, what.body));
    case 'correct':
      return { do: 'correct', changes: what.changes, reason: what.reason };
    case 'annul':
      return { do: 'annul', reason: what.reason, ...(what.replacedBy && { replacedBy: what.replacedBy }) };
    case 'undo':
    case 'restore':
      return { do: what.do, reason: what.reason };
  }
}
