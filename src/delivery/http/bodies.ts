import { Changes, Identity, Optional, Text } from '../../domain/kernel/fields.js';
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
