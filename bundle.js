/** Makes one script of the evidence packs' verifier and all that it needs: the last step of `npm run build`. */
import { build } from 'esbuild';

/**
 * What decorators declare is for the server, which serves and checks what comes in. A verifier folds what was checked
 * when it was recorded: there they say nothing, and half a megabyte of phone numbers and tax ids stays away.
 */
const DECLARING = /^(@nestjs\/.*|class-validator|class-validator-jsonschema|class-transformer)$/;
const NOTHING = `
const nothing = () => () => undefined;
export const getMetadataStorage = () => ({ getTargetValidationMetadatas: () => [] });
`;

/** @type {import('esbuild').Plugin} */
const alone = {
  name: 'alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: DECLARING }, ({ path }) => ({ path, namespace: 'nothing' }));
    onLoad({ filter: /.*/, namespace: 'nothing' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter(
        (name) => !['default', 'module.exports', 'getMetadataStorage'].includes(name),
      );
      return { contents: `${NOTHING} export { ${names.map((name) => `nothing as ${name}`).join(', ')} };` };
    });
    // Imported by what stands beside what the verifier uses; none may be left in the end.
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
  },
};

const { metafile, warnings } = await build({
  entryPoints: ['dist/delivery/evidence/viewer.js'],
  outfile: 'dist/delivery/evidence/verifier.js',
  bundle: true,
  minify: true,
  format: 'iife',
  charset: 'ascii',
  legalComments: 'inline',
  // Browsers of five years ago.
  target: ['chrome96', 'edge96', 'firefox94', 'safari15'],
  plugins: [alone],
  metafile: true,
  // Only in what is left out.
  logOverride: { 'empty-import-meta': 'silent' },
  logLevel: 'warning',
});
const [{ imports }] = Object.values(metafile.outputs);
if (imports.length > 0 || warnings.length > 0)
  throw new Error(`the verifier would need what a browser has not: ${imports.map(({ path }) => path).join(', ')}`);
