import { readFile } from 'node:fs/promises';

/** Sources whose refusals whoever records an activity may meet. */
export const RULES_OF_ACTIVITIES = [
  'domain/kernel/personal-data',
  'domain/activities/rules',
  'domain/activities/attendance/attendance',
  'domain/activities/campaign/campaign',
  'domain/activities/joint-investment/joint-investment',
  'domain/activities/support-action/support-action',
  'application/commands/resolve',
];

/** What may be filled in: a step or a field where the source says so, else something that is digits and a word. */
const filled = (expression: string): string =>
  ({ 'before.step': 'plan', step: 'plan', name: 'aim' })[expression.slice(2, -1)] ?? '2';

/** The text of each literal in a source that is told as a fault. */
function literalsIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const literals = code.matchAll(/`(?:[^`$]|\$\{[^{}]*\})*`|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g);
  return [...literals]
    .map(([literal]) => literal.slice(1, -1).replace(/\$\{[^{}]*\}/g, filled))
    .filter((text) =>
      /^(?:[^A-Z\s]\S* )?(?:must|is|needs|holds|what|there|stands|a campaign |accepted|in )[a-z' ]/.test(text),
    );
}

const read = (path: string): Promise<string> => readFile(`src/${path}.ts`, 'utf8');

/** What sources tell as a fault of a field. */
export async function faultsToldIn(paths: readonly string[]): Promise<string[]> {
  return (await Promise.all(paths.map(read))).flatMap(literalsIn);
}

/**
 * What sources find wrong with a question, an account or a password, as they say it. What may be filled in is a number,
 * but for words.
 */
export async function questionsFaultedIn(paths: readonly string[]): Promise<string[]> {
  const literal = /`(?:[^`$]|\$\{[^{}]*\})*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/.source;
  const told = new RegExp(
    `(?:\\b(?:queryFault|bad)\\([^,()]+,|\\b(?:badPoint|fault)\\(|\\bdetail:|\\bMOMENT =|\\bsays =)\\s*(${literal})`,
    'g',
  );
  return (await Promise.all(paths.map(read))).flatMap((source) =>
    [...source.matchAll(told)].map(([, said = '']) =>
      said
        .slice(1, -1)
        .replace(/\$\{[^{}]*\}/g, (filled) =>
          filled === '${what}' ? 'a sheet' : filled.includes("'first'") ? 'first' : '2',
        ),
    ),
  );
}

/** What sources refuse as a whole: the message of each rejection that somebody who fills in a form may meet. */
export async function refusalsToldIn(paths: readonly string[]): Promise<string[]> {
  const sources = await Promise.all(paths.map(read));
  const told =
    /'(?:state|forbidden|conflict|key-reused)',\s*(`(?:[^`$]|\$\{[^{}]*\})*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g;
  return sources.flatMap((source) =>
    [...source.matchAll(told)].map(([, literal = '']) => literal.slice(1, -1).replace(/\$\{[^{}]*\}/g, 'plan')),
  );
}
