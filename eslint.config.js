import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const noBarrel = {
  selector: 'ExportAllDeclaration',
  message: 'Barrels make cycles: import from the file that says it.',
};

/** Time, ids and randomness reach the domain as arguments, or a fold would not give the same twice. */
const noClock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'No clock in the domain.' },
  { selector: "CallExpression[callee.name='Date']", message: 'No clock in the domain.' },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'No clock in the domain.',
  },
  {
    selector: "MemberExpression[object.name='DateTime'][property.name=/^(now|local|utc)$/]",
    message: 'No clock in the domain.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'No randomness in the domain.',
  },
];

const noAmbient = ['process', 'crypto', 'performance', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'console'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', '.demo-data/', 'bench/']),
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', noBarrel],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Nest's modules are classes that hold nothing but their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // A port's method is `async` for its contract (a refusal is a rejected promise), even in an adapter
      // that has its answer at once.
      '@typescript-eslint/require-await': 'off',
      // Payload classes and Nest's option bags are classes for their decorators' sake; a literal of their shape is one.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      // A question to the author, not an error: a file is a subject with a name.
      'max-lines': ['warn', 300],
      'no-console': 'error',
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      // A payload is data under a class's decorators: spreading it into an event's data loses nothing.
      '@typescript-eslint/no-misused-spread': 'off',
      'no-restricted-syntax': ['error', noBarrel, ...noClock],
      'no-restricted-globals': ['error', ...noAmbient],
    },
  },
  {
    // The command line speaks through the console.
    files: ['src/cli.ts', 'src/delivery/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A test that reads what is not there should fail on that line.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // What browsers run.
    files: ['src/delivery/web/assets/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'document',
          'fetch',
          'DOMParser',
          'URL',
          'URLSearchParams',
          'location',
          'history',
          'setTimeout',
          'clearTimeout',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { globals: { module: 'writable', process: 'readonly' } },
  },
);
