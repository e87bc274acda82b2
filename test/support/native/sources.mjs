import { transform } from '@swc/core';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, URL } from 'node:url';

/** How Node finds and reads what it cannot by itself (hooks of node:module): TypeScript, and what suites take from Jest. */

const GLOBALS = new URL('./globals.mjs', import.meta.url).href;

/** What swc makes of a source: it has to mean what tsconfig.json means. */
const meant = (path) => ({
  // No .swcrc: this is the whole configuration.
  swcrc: false,
  filename: path,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    // Only of pages: in all else `<T>(value: T)` begins a function.
    parser: { syntax: 'typescript', decorators: true, tsx: path.endsWith('.tsx') },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
      react: { runtime: 'automatic', importSource: 'preact' },
    },
    keepClassNames: true,
  },
});

const isSource = (url) => /\.tsx?(?:\?|$)/.test(url);

/** Sources import each other as they will be named once built (`./day.js`); here only `day.ts` or `page.tsx` exists. */
export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, format: 'module', shortCircuit: true };
  const { parentURL = '' } = context;
  if (isSource(parentURL) && /^\.{1,2}\/.*\.js$/.test(specifier)) {
    for (const extension of ['.ts', '.tsx']) {
      const url = new URL(specifier.replace(/\.js$/, extension), parentURL);
      if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true };
    }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!isSource(url)) return next(url, context);
  const path = fileURLToPath(url);
  const { code } = await transform(await readFile(path, 'utf8'), meant(path));
  return { format: 'module', source: code, shortCircuit: true };
}
