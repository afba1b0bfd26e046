import { AppError } from '#functions/middleware/app-error.ts';
import { hideByName, hideCallbacks } from '#functions/middleware/redact.ts';
import { readHead } from '#functions/store/flow.ts';
import { type Pin, pinsOf, putPin, removePin } from '#functions/store/pin.ts';
import type { Handle } from '../door/call.ts';

/** Bytes of one pin, and of all pins of a flow: an answer of the API holds them. */
const mostOfOne = 256 * 1024;
const mostOfAll = 2 * 1024 * 1024;

/** Pins of one flow. */
const mostPins = 50;

/** The pins of a flow. */
export const listPins: Handle<'listPins'> = async ({ params }) => {
  if (!(await readHead(params.id))) throw new AppError(404, 'noFlow', { params: { id: params.id } });
  return { items: await pinsOf(params.id) };
};

/** Pins an output to a step, shown as runs show it. */
export const savePin: Handle<'savePin'> = async ({ params: { id, step }, body, caller, now }) => {
  const text = hideCallbacks(JSON.stringify(body.output));
  // Judged before anything walks through it.
  if (Buffer.byteLength(text) > mostOfOne) throw tooLarge();
  const pin: Pin = { step, output: hideByName(JSON.parse(text)), at: new Date(now).toISOString(), by: caller.name };
  if (Buffer.byteLength(JSON.stringify(pin.output)) > mostOfOne) throw tooLarge();
  const became = await putPin(id, pin, { bytes: mostOfAll, count: mostPins });
  if (became === 'gone') throw new AppError(404, 'noFlow', { params: { id } });
  if (became === 'full') {
    throw new AppError(409, 'tooManyPins', { params: { count: mostPins, limit: mostOfAll / 1024 / 1024 } });
  }
  return pin;
};

/** Takes a pin away. */
export const deletePin: Handle<'deletePin'> = async ({ params: { id, step } }) => {
  await removePin(id, step);
};

function tooLarge(): AppError {
  return new AppError(413, 'pinTooLarge', { params: { limit: mostOfOne / 1024 }, field: 'body.output' });
}
