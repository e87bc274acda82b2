import type { Problem } from '../../http/problem.js';
import type { Look } from '../look.js';
import type { Drawn } from '../layout.js';

/** What went wrong with a page, and what its reader can do. @param trace under which the log tells a fault of ours @param next where to go on once signed in */
export function faultPage(look: Look, { status, errors = [] }: Problem, trace: string, next?: string): Drawn {
  const { t, words } = look;
  const told =
    status === 400 || status === 401 || status === 403 || status === 404 || status === 503
      ? t.faults[status]
      : t.faults.other;
  return {
    title: told.title,
    kicker: String(status),
    body: (
      <>
        <p class="lead">
          {told.advice} {told === t.faults.other && <code>{trace}</code>}
        </p>
        {errors.length > 0 && (
          <>
            <h2>{t.faults.errors}</h2>
            <ul>
              {errors.map(({ pointer, detail }) => (
                <li>
                  <code>{pointer}</code>: {words.fault(detail)}
                </li>
              ))}
            </ul>
          </>
        )}
        {status === 401 && (
          <p class="actions">
            <a class="button" href={look.href('/logowanie', { next })}>
              {t.session.signIn}
            </a>
          </p>
        )}
        {status !== 401 && (
          <p class="actions">
            <a class="button" href={look.href('/pulpit')}>
              {t.faults.toDesk}
            </a>
            <a class="button" href={look.href('/rejestr')}>
              {t.faults.toRegister}
            </a>
          </p>
        )}
      </>
    ),
  };
}
