import type { ComponentChildren, VNode } from 'preact';
import type { Drawing } from '../forms/drawing.js';
import { idOf } from '../forms/places.js';
import type { Option } from './forms.js';

/** The inputs of an entry's form, each with its label, what may stand in it, and what is wrong with what does. */

export interface OfInput {
  readonly drawing: Drawing;
  readonly at: string;
  readonly label: string;
  readonly required: boolean;
  readonly focus: boolean;
  readonly hint?: string | undefined;
}

export const faultsAt = ({ faults }: Drawing, at: string): string[] =>
  faults.filter((each) => each.at === at).map(({ detail }) => detail);

/** The ids of what may stand in an input and of what is wrong with what does; undefined where there is neither. */
function toldAt(drawing: Drawing, at: string, hint: string | undefined): string | undefined {
  const told = [...(hint === undefined ? [] : [`h-${at}`]), ...(faultsAt(drawing, at).length > 0 ? [`e-${at}`] : [])];
  return told.length === 0 ? undefined : told.join(' ');
}

/** What describes an input to whoever cannot see what stands beside it. */
function described({ drawing, at, hint, required, focus }: OfInput) {
  return {
    id: idOf(at),
    name: at,
    'aria-describedby': toldAt(drawing, at, hint),
    'aria-invalid': faultsAt(drawing, at).length > 0 ? ('true' as const) : undefined,
    'aria-required': required ? ('true' as const) : undefined,
    autofocus: focus || undefined,
  };
}

/** What may stand in it, and what is wrong with what does. */
export function Beside({ drawing, at, hint }: Pick<OfInput, 'drawing' | 'at' | 'hint'>): VNode {
  const faults = faultsAt(drawing, at);
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`h-${at}`}>
          {hint}
        </p>
      )}
      {faults.length > 0 && (
        <p class="amiss" id={`e-${at}`}>
          {faults.join(' ')}
        </p>
      )}
    </>
  );
}

function Labelled({
  wide,
  children,
  ...input
}: OfInput & { readonly wide?: boolean; readonly children: VNode }): VNode {
  const { drawing, at, label, required } = input;
  return (
    <div class={wide === true ? 'field wide' : 'field'}>
      <label for={idOf(at)}>
        {label}
        {required && <Required drawing={drawing} />}
      </label>
      {children}
      <Beside {...input} />
    </div>
  );
}

const Required = ({ drawing }: Pick<OfInput, 'drawing'>): VNode => <small> ({drawing.look.t.forms.required})</small>;

export function Line({
  value,
  type = 'text',
  mode,
  list,
  ...input
}: OfInput & {
  readonly value: string;
  readonly type?: 'text' | 'date' | 'time';
  readonly mode?: 'decimal' | 'numeric';
  readonly list?: string | undefined;
}): VNode {
  return (
    <Labelled {...input} wide={input.at.endsWith('/title')}>
      <input type={type} value={value} inputMode={mode} list={list} autocomplete="off" {...described(input)} />
    </Labelled>
  );
}

export function Area({ value, rows, ...input }: OfInput & { readonly value: string; readonly rows: number }): VNode {
  return (
    <Labelled {...input} wide={rows > 2}>
      <textarea rows={rows} {...described(input)}>
        {value}
      </textarea>
    </Labelled>
  );
}

export function Chosen({
  options,
  value,
  fallback,
  ...input
}: OfInput & {
  readonly options: readonly Option[];
  readonly value: string;
  /** What is meant where nothing is said. */
  readonly fallback?: string | undefined;
}): VNode {
  // What was recorded stays to be chosen, though the register knows it no more.
  const known = value === '' || options.some((each) => each.value === value);
  return (
    <Labelled {...input}>
      <select {...described(input)}>
        {fallback === undefined && (
          <option value="">{input.required ? input.drawing.look.t.forms.choose : input.drawing.look.t.none}</option>
        )}
        {[...options, ...(known ? [] : [{ value, text: value }])].map((each) => (
          <option value={each.value} selected={each.value === (value === '' ? fallback : value)}>
            {each.text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** Inputs that belong together. */
export function Group({
  drawing,
  at,
  legend,
  required,
  focus,
  hint,
  children,
}: {
  readonly drawing: Drawing;
  readonly at: string;
  readonly legend: string;
  readonly required: boolean;
  readonly hint?: string | undefined;
  readonly focus?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <fieldset
      id={idOf(at)}
      tabIndex={-1}
      autofocus={focus === true || undefined}
      class="wide"
      aria-describedby={toldAt(drawing, at, hint)}
    >
      <legend>
        {legend}
        {required && <Required drawing={drawing} />}
      </legend>
      <Beside drawing={drawing} at={at} hint={hint} />
      <div class="inputs">{children}</div>
    </fieldset>
  );
}

export function Checks({
  options,
  children,
  ...input
}: OfInput & { readonly options: readonly Option[]; readonly children?: ComponentChildren }): VNode {
  const { drawing, at, label, required, hint } = input;
  const chosen = drawing.typed.get(at) ?? [];
  const unknown = chosen.filter((code) => code !== '' && !options.some(({ value }) => value === code));
  return (
    <Group drawing={drawing} at={at} legend={label} required={required} focus={drawing.wanted === at} hint={hint}>
      <div class="checks">
        {[...options, ...unknown.map((value) => ({ value, text: value }))].map(({ value, text }) => (
          <label>
            <input type="checkbox" name={at} value={value} checked={chosen.includes(value)} /> {text}
          </label>
        ))}
      </div>
      {children}
    </Group>
  );
}
