import { type Read, readBody } from '../../application/commands/bodies.js';
import type { Command } from '../../domain/activities/decide.js';
import type { Payload } from '../../domain/kernel/check.js';
import { Changes, Count, Identity, InMonth, Optional, Text } from '../../domain/kernel/fields.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { withFields } from '../../domain/kernel/unreadable.js';

export class CorrectionBody {
  @Changes() changes!: JsonObject;
  @Text(2000) reason!: string;
}

export class ReasonBody {
  @Text(2000) reason!: string;
}

export class AnnulmentBody {
  @Text(2000) reason!: string;
  @Optional() @Identity() replacedBy?: string;
}

/** Which report on a year is frozen. */
export class AnnualFreezingBody {
  @Count() year!: number;
  @Optional() @Text(40) strategy?: string;
}

/** Which report on a period is frozen. */
export class PeriodFreezingBody {
  @InMonth() from!: string;
  @InMonth() to!: string;
  @Optional() @Text(40) strategy?: string;
}

/** A command whose fields are those of the body. */
export function asCommand<D extends 'correct' | 'undo' | 'annul' | 'restore'>(
  what: D,
  payload: Payload<Omit<Extract<Command, { do: D }>, 'do'>>,
  body: unknown,
): Read<Command> {
  const { value, faults } = readBody(payload, body);
  return { value: withFields(value, { do: () => what }) as unknown as Command, faults };
}
