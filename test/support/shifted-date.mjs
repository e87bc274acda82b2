// Loaded before the program (`node --import`): its machine's clock is KRONIKA_TEST_SHIFT milliseconds off. Time passes as
// ever, and nothing but the clock knows: not the uptime, not `performance`.
import process from 'node:process';

const shift = Number(process.env.KRONIKA_TEST_SHIFT);
const Real = Date;
const now = () => Real.now() + shift;

globalThis.Date = new Proxy(Real, {
  apply: () => new Real(now()).toString(),
  construct: (_, args, made) => Reflect.construct(Real, args.length === 0 ? [now()] : args, made),
  get: (target, name) => (name === 'now' ? now : target[name]),
});
