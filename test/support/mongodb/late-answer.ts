/** An answer that comes when it is told to: `heard` settles when the command was carried out. */
export function sleep() {
  let [hear, wake] = [(): void => undefined, (): void => undefined];
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const until = (): Promise<void> => {
    hear();
    return woken;
  };
  return {
    heard,
    until,
    wake: () => {
      wake();
    },
  };
}
