import { spawnSync } from 'node:child_process';
import { mkdirSync, rmdirSync, statfsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a small file system can be mounted here: root may, where the machine lets it. */
export const CAN_MOUNT = ((): boolean => {
  const at = join(tmpdir(), `kronika-mount-${String(process.pid)}`);
  mkdirSync(at);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at]).status === 0;
  if (mounted) spawnSync('umount', [at]);
  rmdirSync(at);
  return mounted;
})();

/** A disk of a few megabytes, to be filled and emptied. */
export class SmallDisk {
  private constructor(readonly path: string) {}

  static async mount(size: string): Promise<SmallDisk> {
    const path = await mkdtemp(join(tmpdir(), 'kronika-disk-'));
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
    if (status !== 0) throw new Error(stderr.toString());
    return new SmallDisk(path);
  }

  /** Leaves no more than `room` bytes. */
  async fill(room = 0): Promise<void> {
    const { bavail, bsize } = statfsSync(this.path);
    const ballast = Math.max(0, bavail * bsize - room);
    await writeFile(join(this.path, 'ballast'), Buffer.alloc(ballast));
  }

  async empty(): Promise<void> {
    await rm(join(this.path, 'ballast'), { force: true });
  }

  /** Nothing can be written any more; nobody may have a file open. */
  readOnly(): void {
    const { status, stderr } = spawnSync('mount', ['-o', 'remount,ro', this.path]);
    if (status !== 0) throw new Error(stderr.toString());
  }

  unmount(): void {
    const { status, stderr } = spawnSync('umount', [this.path]);
    if (status !== 0) throw new Error(stderr.toString());
    rmdirSync(this.path);
  }
}
