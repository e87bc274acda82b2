import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Fault } from './faults.js';
import type { Kept } from './log.js';
import { eventAnswer } from './requests.js';
import { refusal } from './statuses.js';

export type Read = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** Where a reading goes, as fast as the client takes it, and where it breaks off if it is to. */
export class Outlet {
  closed = false;
  private sent = 0;

  constructor(
    private readonly call: Read,
    private readonly fault: (Fault & { readonly is: 'break' }) | null,
    private readonly drop: () => void,
  ) {
    this.onClosed(() => (this.closed = true));
  }

  onClosed(listener: () => void): void {
    this.call.on('cancelled', listener);
    this.call.on('close', listener);
  }

  tell(message: streams.ReadResp): void {
    this.call.write(message);
  }

  /** Answers whether there may be more. */
  async send(event: Kept): Promise<boolean> {
    if (this.closed) return false;
    if (this.fault !== null && this.sent === this.fault.after) {
      this.closed = true;
      if (this.fault.by === 'drop') this.drop();
      if (this.fault.by === 'end') this.call.end();
      if (this.fault.by === 'unavailable')
        this.call.emit('error', refusal('unavailable', event.stream, { host: '', port: 0 }));
      return false;
    }
    this.sent++;
    if (!this.call.write(eventAnswer(event))) {
      await new Promise<void>((resolve) => {
        this.call.once('drain', resolve);
        this.onClosed(resolve);
      });
    }
    return !this.closed;
  }

  end(): void {
    if (!this.closed) this.call.end();
  }
}
