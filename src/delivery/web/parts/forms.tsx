import type { ComponentChildren, VNode } from 'preact';

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
}: {
  readonly name: string;
  readonly label: string;
  readonly type: 'date' | 'month';
  readonly value: string | undefined;
}): VNode {
  return (
    <Field name={name} label={label}>
      <input id={`f-${name}`} name={name} type={type} value={value ?? ''} />
    </Field>
  );
}
