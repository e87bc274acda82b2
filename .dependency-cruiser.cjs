/**
 * The layers, and who may know whom: delivery -> application -> domain; infrastructure -> application/ports and
 * domain. `test/architecture/architecture.spec.ts` plants a violation of every rule below and sees it fire:
 * a rule added here needs its plant there.
 *
 * The rules do not overlap: one wrong import breaks one rule, whose name says what is wrong.
 */

/** The composition roots: the only places where every layer meets. */
const roots = '^src/((mongodb-)?adapters|app\\.module|serve|command-line|main|cli)\\.ts$';

/** Packages as they are found on disk, whether the import was resolved to the code or to its types alone. */
const packages = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`;

/** Every kind of dependency that is not a file of ours. */
const external = ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];

/** What declares a payload: its checks and its schema. */
const decorators = ['reflect-metadata', 'class-validator', 'class-transformer', 'class-validator-jsonschema'];

/** Computing, without reading or writing anything outside the process. */
const pureBuiltins = '^(node:)?(crypto|util|assert)$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Types count too: two files that cannot be read apart are one file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'An index.ts pulls in everything beside it, and makes cycles of what had none.',
      severity: 'error',
      from: { path: '(^|/)index\\.tsx?$' },
      to: {},
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'only-declared-packages',
      comment: 'What is shipped needs only what package.json lists under "dependencies".',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm'] },
    },
    {
      name: 'src-knows-no-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'roots-are-not-imported',
      comment: 'Whoever imports a root imports every adapter with it. Tests may: they start the whole program.',
      severity: 'error',
      from: { path: '^src/', pathNot: roots },
      to: { path: roots },
    },

    {
      name: 'kernel-stands-alone',
      severity: 'error',
      from: { path: '^src/domain/kernel/' },
      to: { path: '^src/domain/', pathNot: '^src/domain/kernel/' },
    },
    {
      name: 'kinds-apart',
      comment: 'A kind is added or changed in its own folder; what two kinds share stands above them.',
      severity: 'error',
      from: { path: '^src/domain/activities/([^/]+)/' },
      to: { path: '^src/domain/activities/[^/]+/', pathNot: '^src/domain/activities/$1/' },
    },
    {
      name: 'domain-knows-only-domain',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: '^src/', pathNot: ['^src/domain/', roots] },
    },
    {
      name: 'domain-is-pure',
      comment: 'No framework, no I/O: only what declares a payload, reckons with dates, or hashes.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: {
        dependencyTypes: external,
        pathNot: [packages(...decorators, 'luxon'), pureBuiltins],
      },
    },

    {
      name: 'application-knows-only-domain',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { path: '^src/', pathNot: ['^src/(application|domain)/', roots] },
    },
    {
      name: 'application-has-no-technology',
      comment: 'A technology is behind a port. Nest is here for its command and query buses, no more.',
      severity: 'error',
      from: { path: '^src/application/' },
      to: {
        dependencyTypes: external,
        pathNot: [
          packages(...decorators, 'luxon', 'rxjs', 'canonicalize', '@noble/[^/]+', '@nestjs/common', '@nestjs/cqrs'),
          pureBuiltins,
        ],
      },
    },

    {
      name: 'infrastructure-knows-only-ports',
      severity: 'error',
      from: { path: '^src/infrastructure/' },
      to: { path: '^src/', pathNot: ['^src/infrastructure/', '^src/application/ports/', '^src/domain/', roots] },
    },
    {
      name: 'adapters-apart',
      comment: 'An adapter can be taken out with its folder.',
      severity: 'error',
      from: { path: '^src/infrastructure/([^/]+)' },
      to: { path: '^src/infrastructure/', pathNot: '^src/infrastructure/$1(/|$)' },
    },

    {
      name: 'delivery-knows-only-application',
      severity: 'error',
      from: { path: '^src/delivery/' },
      to: { path: '^src/', pathNot: ['^src/(delivery|application|domain)/', roots] },
    },
    {
      name: 'engines-only-in-infrastructure',
      comment: 'Domain and application have their own, narrower lists above.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(infrastructure|application|domain)/' },
      to: { path: packages('better-sqlite3', 'mongodb', 'mingo', '@eventstore/db-client') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types alone, too: they are gone from the built code but not from the reader's head.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
};
