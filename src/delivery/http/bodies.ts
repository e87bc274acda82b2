import { Changes, Count, Identity, InMonth, Optional, Text } from '../../domain/kernel/fields.js';
import type { JsonObject } from '../../domain/kernel/json.js';

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
