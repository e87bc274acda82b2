import type { VNode } from 'preact';
import { ActivityDetails, DEFAULTS, OrganisationRef } from '../../../domain/activities/details.js';
import type { Payload } from '../../../domain/kernel/check.js';
import { type FieldForm, formsOf } from '../../../domain/kernel/field-forms.js';
import { FUNCTIONS } from '../../../domain/registers/registers.js';
import { LATE_DAYS } from '../../../domain/views/register.js';
import type { Drawing } from '../forms/drawing.js';
import { wanting } from '../forms/draft.js';
import { inputOf } from '../forms/inputs.js';
import { optionsOf } from '../forms/options.js';
import { idOf } from '../forms/places.js';
import { namesOfficials } from '../forms/reading.js';
import { filledIn, rowsOf } from '../forms/typed.js';
import type { Look } from '../look.js';
import { Area, Beside, Checks, Chosen, faultsAt, Group, Line, type OfInput } from './inputs.js';

export const ORGANISATIONS = 'organisations';
const FUNCTIONS_OF_COUNTY = 'functions';
const OFFICIALS = 'officials';

interface Asked {
  readonly drawing: Drawing;
  readonly payload: Payload<object>;
  readonly prefix: string;
}

/** Fields of a payload, those named or all. */
export function Fields({
  names,
  focus,
  ...asked
}: Asked & {
  readonly names?: readonly string[];
  /** Whether to begin in the first of them. */
  readonly focus?: boolean;
}): VNode {
  const forms = formsOf(asked.payload);
  return (
    <>
      {(names ?? [...forms.keys()]).map((name, index) => {
        const form = forms.get(name);
        return form === undefined ? null : (
          <OneField {...asked} name={name} form={form} focus={focus === true && index === 0} />
        );
      })}
    </>
  );
}

interface OfField extends Asked {
  readonly name: string;
  readonly form: FieldForm;
  readonly focus: boolean;
}

function OneField(asked: OfField): VNode {
  const { drawing, payload, prefix, name, form, focus } = asked;
  const { look, kind, typed } = drawing;
  const { words, t } = look;
  const at = `${prefix}${name}`;
  const input = inputOf(name, form);
  const label = words.field(kind, name);
  const part = form.part?.();
  const [text = ''] = typed.get(at) ?? [];
  const one = { drawing, at, label, required: !form.optional, focus, hint: ruleOf(look, payload, name) };
  switch (input) {
    case 'rows':
      return <Rows {...asked} at={at} label={label} part={part ?? OrganisationRef} />;
    case 'group':
      return (
        <Group drawing={drawing} at={at} legend={label} required={!form.optional}>
          <Fields drawing={drawing} payload={part ?? OrganisationRef} prefix={`${at}/`} focus={focus} />
        </Group>
      );
    case 'organisation':
      return <Organisation {...one} />;
    case 'checks':
      return (
        <Checks {...one} options={optionsOf(drawing, name, form)}>
          {name === 'strategyItems' && look.at.directory.strategies.length > 1 && (
            <div class="actions">
              <button name="do" value={wanting(at)}>
                {t.forms.itemsOfDay}
              </button>
            </div>
          )}
        </Checks>
      );
    case 'choice':
      return <Chosen {...one} options={optionsOf(drawing, name, form)} value={text} fallback={defaultOf(name)} />;
    case 'flag':
      return (
        <Chosen
          {...one}
          options={[
            { value: 'true', text: t.yes },
            { value: 'false', text: t.no },
          ]}
          value={text}
        />
      );
    case 'lines':
    case 'activities':
      return <Area {...one} value={text} hint={input === 'lines' ? t.forms.perLine : t.forms.activities} rows={2} />;
    case 'long':
      return <Area {...one} value={text} rows={4} />;
    case 'day':
      return <Line {...one} value={text} type="date" />;
    case 'time':
      return <Line {...one} value={text} type="time" />;
    case 'money':
      return <Line {...one} value={text} mode="decimal" hint={t.forms.money} />;
    case 'metres':
      return <Line {...one} value={text} mode="decimal" hint={t.forms.metres} />;
    case 'count':
      return <Line {...one} value={text} mode="numeric" />;
    case 'quantity':
      return <Line {...one} value={text} mode="decimal" />;
    case 'activity':
      return <Line {...one} value={text} hint={t.forms.activity} />;
    case 'person':
      return <Line {...one} value={text} hint={t.forms.person} />;
    case 'text':
      return <Line {...one} value={text} list={listOf(payload, name)} hint={one.hint ?? exampleOf(look, form)} />;
  }
}

/** The rule of an activity that bites in a field; undefined where none does. */
function ruleOf({ t }: Look, payload: Payload<object>, name: string): string | undefined {
  if (!(payload.prototype instanceof ActivityDetails)) return undefined;
  const { rules } = t.forms;
  switch (name) {
    case 'occurredOn':
      return rules.occurredOn(t.days(LATE_DAYS));
    case 'gminas':
    case 'description':
      return rules[name];
    case 'aim':
    case 'measure':
    case 'target':
      return rules.launch;
    default:
      return undefined;
  }
}

/** What a field of the details says where nobody says anything; undefined where that is nothing. */
export function defaultOf(name: string): string | undefined {
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS;
  const value = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function listOf(payload: Payload<object>, name: string): string | undefined {
  if (name === 'inPlaceOf') return OFFICIALS;
  return name === 'function' && namesOfficials(payload) ? FUNCTIONS_OF_COUNTY : undefined;
}

function exampleOf({ t }: Look, { schema }: FieldForm): string | undefined {
  const [example] = (schema.examples ?? []) as readonly unknown[];
  return typeof example === 'string' ? t.forms.example(example) : undefined;
}

/** An organisation by its name; one that is not in the register yet is told what it is. */
function Organisation(input: OfInput): VNode {
  const { drawing, at, label } = input;
  const { typed, look, faults } = drawing;
  const name = `${at}/name`;
  const [id = ''] = typed.get(`${at}/id`) ?? [];
  const more = ['kind', 'gmina', 'locality'];
  const open =
    more.some((field) => filledIn(typed, `${at}/${field}`)) || faults.some((each) => each.at?.startsWith(`${at}/`));
  return (
    <div class="organisation">
      {id !== '' && <input type="hidden" name={`${at}/id`} value={id} />}
      <Line {...input} at={name} label={label} value={(typed.get(name) ?? [])[0] ?? ''} list={ORGANISATIONS} />
      <details open={open}>
        <summary>{look.t.forms.newOrganisation}</summary>
        <div class="inputs">
          <Fields drawing={drawing} payload={OrganisationRef} prefix={`${at}/`} names={more} />
        </div>
      </details>
    </div>
  );
}

/** Objects one below the other, with an empty one where one has to be named, and a button for more. */
function Rows({
  drawing,
  at,
  name,
  label,
  form,
  part,
}: OfField & { readonly at: string; readonly label: string; readonly part: Payload<object> }): VNode {
  const { look, kind, typed } = drawing;
  const filled = rowsOf(typed, at);
  const added = drawing.wanted === at;
  const count = Math.max(filled + (added ? 1 : 0), form.optional ? 0 : 1);
  const { words, t } = look;
  return (
    <Group drawing={drawing} at={at} legend={label} required={!form.optional}>
      {Array.from({ length: count }, (_, row) => {
        const one = `${at}/${String(row)}`;
        const focus = added && row === count - 1;
        return (
          <fieldset
            id={idOf(one)}
            tabIndex={-1}
            class="row"
            aria-describedby={faultsAt(drawing, one).length > 0 ? `e-${one}` : undefined}
          >
            <legend>{`${words.one(kind, name)} ${String(row + 1)}`}</legend>
            <Beside drawing={drawing} at={one} />
            <div class="inputs">
              {part === OrganisationRef ? (
                <Organisation
                  drawing={drawing}
                  at={one}
                  label={words.field(kind, 'name')}
                  required={false}
                  focus={focus}
                />
              ) : (
                <Fields drawing={drawing} payload={part} prefix={`${one}/`} focus={focus} />
              )}
            </div>
          </fieldset>
        );
      })}
      <div class="actions">
        <button name="do" value={wanting(at)}>
          {t.forms.addRow(words.one(kind, name))}
        </button>
      </div>
    </Group>
  );
}

/** What the fields above are completed from as one types. */
export function Lists({
  look,
  organisations,
}: {
  readonly look: Look;
  readonly organisations: readonly string[];
}): VNode {
  const { officials } = look.at.directory;
  const functions = FUNCTIONS.map((code) => look.words.function(code));
  const people = Object.keys(officials).map((id) => look.official(id));
  return (
    <>
      <datalist id={ORGANISATIONS}>
        {organisations.map((name) => (
          <option value={name} />
        ))}
      </datalist>
      <datalist id={FUNCTIONS_OF_COUNTY}>
        {functions.map((value) => (
          <option value={value} />
        ))}
      </datalist>
      <datalist id={OFFICIALS}>
        {[...functions, ...people].map((value) => (
          <option value={value} />
        ))}
      </datalist>
    </>
  );
}
