import 'reflect-metadata';
import { BadSetting, readConfig } from './config.js';
import { serve } from './serve.js';

/** `npm start`: serves the ledger in the data directory until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const kronika = await serve(config);
  process.stderr.write(`Kronika: ${kronika.url ?? ''} (ledger in ${config.data})\n`);
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      void kronika.close().then(() => process.exit(0));
    });
  }
}

main().catch((fault: unknown) => {
  const message = fault instanceof BadSetting || fault instanceof Error ? fault.message : String(fault);
  process.stderr.write(`Kronika did not start: ${message}\n`);
  process.exit(1);
});
