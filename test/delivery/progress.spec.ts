import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { showProgress, showStretches } from '../../src/delivery/cli/progress.js';

/** What a person sees who watches, or what a file gets. */
class Screen extends Writable {
  readonly columns = 80;
  text = '';

  constructor(readonly isTTY: boolean) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }

  /** Everything that was drawn, one drawing a line, without what moves the cursor. */
  get drawn(): string[] {
    // eslint-disable-next-line no-control-regex
    return this.text.split(/\x1b\[[0-9;?]*[a-zA-Z]|\x1b[78]|\r?\n/).filter((each) => each.trim() !== '');
  }
}

const on = (screen: Screen): NodeJS.WriteStream => screen as unknown as NodeJS.WriteStream;

describe('progress', () => {
  it('is a bar where somebody watches and the whole is known: half done is half a bar', () => {
    const screen = new Screen(true);
    const progress = showProgress('copying', on(screen));
    progress.report(500, 1000);
    progress.stop();
    expect(screen.drawn.at(-1)).toMatch(/^copying \[={20}-{20}\] 50% {2}500\/1000$/);
  });

  it('is a count where the whole is not known: no bar, which would always be full', () => {
    const screen = new Screen(true);
    const progress = showProgress('importing', on(screen));
    progress.report(500, null);
    progress.stop();
    expect(screen.drawn.at(-1)).toBe('importing 500');
    expect(screen.text).not.toContain('%');
  });

  it('shows one stretch after the other, each under its own name', () => {
    const [screen, file] = [new Screen(true), new Screen(false)];
    for (const each of [screen, file]) {
      const stretches = showStretches(on(each));
      stretches.report('copying', 15_000, null);
      stretches.report('copying', 20_000, null);
      stretches.report('comparing', 10_000, 20_000);
      stretches.report('comparing', 20_000, 20_000);
      stretches.stop();
    }
    const last = (what: string): string | undefined => screen.drawn.filter((each) => each.startsWith(what)).at(-1);
    expect(last('copying')).toBe('copying 20000');
    expect(last('comparing')).toMatch(/ 100% {2}20000\/20000$/);
    expect(file.text.split('\n').filter((each) => each !== '')).toEqual([
      'copying: 15000',
      'copying: 20000',
      'comparing: 10000 of 20000',
      'comparing: 20000 of 20000',
    ]);
  });
});
