import type { ComponentChildren, VNode } from 'preact';
import { PROOF_FIELD } from '../../http/rights.js';
import type { Kept } from '../kept.js';
import type { Look } from '../look.js';

type Values = Readonly<Record<string, string | undefined>>;

/** What a form sends besides what is typed into it. */
export function Hidden({ values }: { readonly values: Values }): VNode {
  return (
    <>
      {Object.entries(values)
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
    </>
  );
}

/** A form that writes: it shows that it comes from a page of ours. */
export function WriteForm({
  look,
  action,
  asked,
  children,
  ...more
}: {
  readonly look: Look;
  readonly action: string;
  /** What its address asks besides. */
  readonly asked?: Values;
  readonly class?: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <form method="post" action={look.href(action, asked)} {...more}>
      {look.at.proof !== null && <input type="hidden" name={PROOF_FIELD} value={look.at.proof} />}
      {children}
    </form>
  );
}

/** A form that sends once more what another one brought, as it came and to where that was sent. */
export function ResentForm({
  look,
  action,
  fields,
  children,
  ...more
}: {
  readonly look: Look;
  /** As it was sent to: it says the language and the point itself. */
  readonly action: string;
  readonly fields: Kept;
  readonly class: 'resume' | 'unsent';
  readonly children: ComponentChildren;
}): VNode {
  return (
    <form method="post" action={action} {...more}>
      {look.at.proof !== null && <input type="hidden" name={PROOF_FIELD} value={look.at.proof} />}
      {Object.entries(fields).flatMap(([name, texts]) =>
        texts.map((text) => <input type="hidden" name={name} value={text} />),
      )}
      {children}
    </form>
  );
}

/** A field with its label above, and what is wrong with it. */
export function TextField({
  name,
  label,
  value = '',
  type = 'text',
  hint,
  faults = [],
  ...more
}: {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: 'text' | 'password' | 'date';
  /** Below it: what it may hold. */
  readonly hint?: string;
  readonly faults?: readonly string[];
  readonly autocomplete?: string;
  readonly required?: boolean;
}): VNode {
  const told = [...(hint === undefined ? [] : [`h-${name}`]), ...(faults.length > 0 ? [`e-${name}`] : [])].join(' ');
  const field = {
    id: `f-${name}`,
    name,
    'aria-describedby': told === '' ? undefined : told,
    'aria-invalid': faults.length > 0 ? ('true' as const) : undefined,
    ...more,
  };
  return (
    <div class="field">
      <label for={`f-${name}`}>{label}</label>
      {type === 'password' && <input type="password" {...field} />}
      {type === 'date' && <input type="date" value={value} {...field} />}
      {type === 'text' && <input type="text" value={value} {...field} />}
      {hint !== undefined && (
        <p class="hint" id={`h-${name}`}>
          {hint}
        </p>
      )}
      {faults.length > 0 && (
        <p class="amiss" id={`e-${name}`}>
          {faults.join(' ')}
        </p>
      )}
    </div>
  );
}

/** A field with its label above. */
export function Field({
  name,
  label,
  children,
}: {
  readonly name: string;
  readonly label: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class="field">
      <label for={`f-${name}`}>{label}</label>
      {children}
    </div>
  );
}

export interface Option {
  readonly value: string;
  readonly text: string;
}

/** One of several, or none of them. Groups stand under their own headings. */
export function Choice({
  name,
  label,
  any,
  options,
  groups,
  value,
}: {
  readonly name: string;
  readonly label: string;
  /** What choosing none is called; left out, one has to be chosen. */
  readonly any?: string;
  readonly options?: readonly Option[];
  readonly groups?: readonly { readonly label: string; readonly options: readonly Option[] }[];
  readonly value: string | undefined;
}): VNode {
  const shown = (each: Option): VNode => (
    <option value={each.value} selected={each.value === value}>
      {each.text}
    </option>
  );
  return (
    <Field name={name} label={label}>
      <select id={`f-${name}`} name={name}>
        {any !== undefined && <option value="">{any}</option>}
        {options?.map(shown)}
        {groups?.map((group) => (
          <optgroup label={group.label}>{group.options.map(shown)}</optgroup>
        ))}
      </select>
    </Field>
  );
}

/** A day or a month. */
export function Calendar({
  name,
  label,
  type,
  value,
  required,
}: {
  readonly name: string;
  readonly label: string;
  readonly type: 'date' | 'month';
  readonly value: string | undefined;
  readonly required?: true;
}): VNode {
  return (
    <Field name={name} label={label}>
      <input id={`f-${name}`} name={name} type={type} value={value ?? ''} required={required} />
    </Field>
  );
}
