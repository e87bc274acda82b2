import 'reflect-metadata';
import { readConfig } from './config.js';
import { firstLinkText } from './delivery/cli/first-link.js';
import { interruption, serve } from './serve.js';

/** `npm start`: serves the ledger in the data directory until it is told to end. */
async function main(): Promise<void> {
  const interrupted = interruption();
  const config = readConfig(process.env);
  const kronika = await serve(config);
  process.stderr.write(`Kronika: ${kronika.url ?? ''} (ledger in ${config.eventStore?.shown ?? config.data})\n`);
  process.stderr.write(firstLinkText(kronika.firstLink, process.stderr.isTTY));
  await interrupted;
  try {
    await kronika.close();
  } catch (fault) {
    process.stderr.write(`Kronika did not stop as it should: ${String(fault)}\n`);
    process.exit(1);
  }
  process.exit(0);
}

main().catch((fault: unknown) => {
  process.stderr.write(`Kronika did not start: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exit(1);
});
