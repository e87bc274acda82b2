/** Says on stderr how far long work is, a few times in all. */
export function progress(what, of) {
  let said = 0;
  return (done) => {
    const tenth = Math.floor((done / of) * 10);
    if (tenth <= said || tenth >= 10) return;
    said = tenth;
    process.stderr.write(`      ${what}: ${tenth}0 %\n`);
  };
}
