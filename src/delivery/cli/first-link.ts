/**
 * What is said at a start without any account. The link is for the eyes of whoever starts it: where what is said goes
 * into the machine's journal, which keeps it and which others read, the way to it is said instead.
 *
 * @param link null where there are accounts, or nobody is asked who they are
 */
export function firstLinkText(link: string | null, environment: Readonly<Record<string, string | undefined>>): string {
  if (link === null) return '';
  if (environment['JOURNAL_STREAM'] !== undefined)
    return 'There is no account yet: kronika account link prints the one-time link that makes the administrator.\n';
  return `There is no account yet. This link makes the administrator, once, within an hour:\n  ${link}\n`;
}
