import { Means, Optional, Text } from '../kernel/fields.js';

export const SIGNING_KEY_ADOPTED = 'SigningKeyAdopted';

/** From here on checkpoints are signed with this key. */
export class SigningKeyAdoption {
  @Means('The public key, as a C2SP verifier key.')
  @Text(300)
  key!: string;
  @Means(
    'The word of the key before it: a signed note that names this one. Missing for the first, and where that key was lost.',
  )
  @Optional()
  @Text(1000)
  endorsement?: string;
  @Means('Why the key was changed.')
  @Optional()
  @Text(2000)
  reason?: string;
}
