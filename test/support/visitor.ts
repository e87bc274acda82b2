import type { Answer, Served } from './served.js';

export type Form = Readonly<Record<string, string | readonly string[]>>;

const encoded = (form: Form): string =>
  new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((each): [string, string] => [name, each]),
    ),
  ).toString();

/** A browser without a script: it keeps the cookie, and sends the forms of the pages that it reads. */
export class Visitor {
  /** As it is sent: `kronika=...`; empty where there is none. */
  cookie = '';

  constructor(
    private readonly served: Served,
    /** Where it sits. */
    private readonly address = '10.0.0.1',
  ) {}

  read(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask({ method: 'GET', url, headers: { ...headers } });
  }

  /** Sends fields as a form does, with nothing besides. */
  send(url: string, form: Form, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.ask({ method: 'POST', url, headers: { ...type, ...headers }, payload: encoded(form) });
  }

  /** Sends the form of a page: what the page hides in it goes along. */
  async submit(page: string, url: string, form: Form): Promise<Answer> {
    const { body } = await this.read(page);
    const found = body.match(/<form method="post"[\s\S]*?<\/form>/g)?.find((each) => each.includes(`action="${url}"`));
    if (found === undefined) throw new Error(`${page} has no form for ${url}`);
    const hidden = [...found.matchAll(/<input type="hidden" name="([^"]+)"(?: [a-z]+="[^"]*")* value="([^"]*)"/g)];
    return this.send(url, { ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])), ...form });
  }

  async signIn(name: string, password: string): Promise<Answer> {
    return this.send('/logowanie', { name, password });
  }

  private async ask(request: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly payload?: string;
  }): Promise<Answer> {
    const answer = await this.served.kronika.app.inject({
      ...request,
      remoteAddress: this.address,
      headers: { accept: 'text/html', ...(this.cookie !== '' && { cookie: this.cookie }), ...request.headers },
    });
    const given = answer.headers['set-cookie'];
    if (typeof given === 'string') this.cookie = given.includes('Max-Age=0') ? '' : (given.split(';')[0] ?? '');
    return answer;
  }
}
