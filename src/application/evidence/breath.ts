/** Events that are looked at in one go. */
export const BETWEEN_BREATHS = 250;

/** Lets others have their turn, in a browser as in a server. */
export const breath = (): Promise<void> =>
  new Promise((settle) => {
    setTimeout(settle, 0);
  });
