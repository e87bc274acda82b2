import { Injectable } from '@nestjs/common';
import type { GivenLink } from '../../application/access/accounts.js';
import { PublicUrl } from './session-cookie.js';

/** Where a one-time link leads. */
@Injectable()
export class LinkAddresses {
  constructor(private readonly publicUrl: PublicUrl) {}

  /** @param here where the program is reached, where the settings do not say it; null leaves the host out */
  of({ secret }: GivenLink, here: string | null): string {
    return `${this.publicUrl.origin ?? here ?? ''}/link/${secret}`;
  }
}
