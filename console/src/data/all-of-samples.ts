import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';

/**
 * The sample that fits a flow, with what the connector's own sample has beside it: a field that the flow does not read yet
 * can still be picked. Where both have a value the first one's stays; items of lists are joined one by one.
 */
export function allOfSamples(fitting: Json, own: Json): Json {
  if (Array.isArray(fitting) && Array.isArray(own)) {
    const [longer, shorter] = fitting.length < own.length ? [own, fitting] : [fitting, own];
    return longer.map((item, i) => (i < shorter.length ? allOfSamples(fitting[i]!, own[i]!) : item));
  }
  if (!isObject(fitting) || !isObject(own)) return fitting;
  // The connector's order, which does not change while fields are picked.
  const all: JsonObject = { ...own, ...fitting };
  for (const [name, value] of Object.entries(own)) {
    if (Object.hasOwn(fitting, name)) all[name] = allOfSamples(fitting[name]!, value);
  }
  return all;
}
