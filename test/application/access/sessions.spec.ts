import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { AccessLog } from '../../../src/application/access/access-log.js';
import { Sessions } from '../../../src/application/access/sessions.js';
import { Passwords } from '../../../src/application/ports/passwords.js';
import { MemoryAccountStore } from '../../../src/infrastructure/memory/memory-account-store.js';
import { HandClock } from '../../contract/event-store.fixture.js';

/** Takes its time over each comparison: `meanwhile` is what happens then. */
class SlowPasswords extends Passwords {
  meanwhile: () => Promise<void> = () => Promise.resolve();

  hash(password: string): Promise<string> {
    return Promise.resolve(`hash of ${password}`);
  }

  async matches(password: string, hash: string | null): Promise<boolean> {
    await this.meanwhile();
    return hash === `hash of ${password}`;
  }

  isCommon(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

const [OLD, NEW] = ['stare hasło, dość długie', 'nowe hasło, dość długie'];

describe('signing in', () => {
  it('with a password in whose place another was chosen meanwhile opens nothing', async () => {
    const [store, passwords] = [new MemoryAccountStore(), new SlowPasswords()];
    const log = { record: () => Promise.resolve() } as unknown as AccessLog;
    const sessions = new Sessions(store, passwords, new HandClock(), log);
    await store.add({ name: 'maria', password: `hash of ${OLD}`, roles: ['recorder'], createdAt: '2024-01-01' });
    const first = await sessions.signIn('maria', OLD, 'here');
    expect(await sessions.of(first ?? '')).toMatchObject({ actor: { id: 'maria' } });
    passwords.meanwhile = () => store.change('maria', { password: `hash of ${NEW}` });
    expect(await sessions.signIn('maria', OLD, 'elsewhere')).toBeNull();
    passwords.meanwhile = () => Promise.resolve();
    expect(await sessions.of(first ?? '')).toBeNull();
    const second = await sessions.signIn('maria', NEW, 'here');
    expect(await sessions.of(second ?? '')).toMatchObject({ actor: { id: 'maria' } });
  });
});
