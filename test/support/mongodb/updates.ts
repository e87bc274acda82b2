import type { Document } from 'bson';
import { Refusal } from './refusal.js';

/** A document after an update: a replacement, or `$set` and `$inc` of whole fields. */
export function updated(doc: Document, update: Document): Document {
  if (Array.isArray(update)) throw new Refusal('an update by a pipeline');
  const operators = Object.keys(update).filter((name) => name.startsWith('$'));
  if (operators.length === 0) {
    if ('_id' in update) throw new Refusal('a replacement with an _id');
    return { _id: doc['_id'] as unknown, ...update };
  }
  const { $set = {}, $inc = {}, ...rest } = update;
  if (Object.keys(rest).length > 0) throw new Refusal(`an update with ${Object.keys(rest).join(', ')}`);
  const next: Document = { ...doc };
  for (const [field, value] of Object.entries($set as Record<string, unknown>)) {
    checkField(field);
    next[field] = value;
  }
  for (const [field, value] of Object.entries($inc as Record<string, unknown>)) {
    checkField(field);
    if (typeof next[field] !== 'number' || typeof value !== 'number') throw new Refusal(`$inc of ${field}`);
    next[field] += value;
  }
  return next;
}

function checkField(field: string): void {
  if (field === '_id' || field.includes('.') || field.startsWith('$')) throw new Refusal(`an update of ${field}`);
}
