/**
 * What is said at a start without any account. The link is for the eyes of whoever starts it: where what is said goes
 * into a journal, a container's log or a file, which keep it and which others read, the way to it is said instead.
 *
 * @param link null where there are accounts, or nobody is asked who they are
 * @param seen whether a terminal shows what is said
 */
export function firstLinkText(link: string | null, seen: boolean): string {
  if (link === null) return '';
  if (!seen)
    return 'There is no account yet: kronika account link prints the one-time link that makes the administrator.\n';
  return `There is no account yet. This link makes the administrator, once, within an hour:\n  ${link}\n`;
}
