import { z } from 'zod';
import { calls } from '#flows/connectors/calls.generated.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Connector } from '#flows/connectors/define-connector.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { type FieldText, textsOfConnectors } from '#flows/text/connector-text.ts';
import type { Handle } from '../door/call.ts';

const { en: english, zh: chinese } = textsOfConnectors;

/** Every connector with JSON Schemas of its operations. */
export const listConnectors: Handle<'listConnectors'> = async () => ({
  items: Object.values(catalogue).map(showConnector),
});

function showConnector(connector: Connector) {
  const { id, name, version, categories, icon, connection, actions, triggers } = connector;
  return {
    id,
    name,
    version,
    categories,
    icon,
    testable: calls[id]?.test !== undefined,
    ...(connection && {
      connection: labelled(schema(connection.fields, 'input'), english[id]?.connection, chinese[id]?.connection),
    }),
    actions: Object.entries(actions).map(([key, action]) => ({
      ...operation(id, 'actions', key, action),
      idempotency: action.idempotency,
      effects: action.effects,
    })),
    triggers: Object.entries(triggers).map(([key, trigger]) => ({
      ...operation(id, 'triggers', key, trigger),
      kind: trigger.kind,
    })),
  };
}

function operation(
  connector: string,
  kind: 'actions' | 'triggers',
  key: string,
  op: Pick<Connector['actions'][string], 'input' | 'output' | 'sample' | 'connection'>,
) {
  const [first, second] = [english, chinese].map((texts) => texts[connector]?.[kind][key]);
  return {
    id: `${connector}.${key}`,
    input: labelled(schema(op.input, 'input'), first?.input, second?.input),
    output: schema(op.output, 'output'),
    sample: op.sample,
    connection: op.connection,
    title: { en: first?.title ?? key, zh: second?.title ?? key },
    description: { en: first?.description ?? '', zh: second?.description ?? '' },
  };
}

function schema(type: z.ZodType, io: 'input' | 'output'): JsonObject {
  return z.toJSONSchema(type, { io, unrepresentable: 'any' }) as JsonObject;
}

// `x-label`, `x-help` and `x-choices` carry both languages; `title` and `description` are what JSON Schema tools show.
function labelled(object: JsonObject, first: Record<string, FieldText> = {}, second: typeof first = {}): JsonObject {
  const properties = Object.entries((object.properties ?? {}) as Record<string, JsonObject>).map(([name, property]) => {
    const label = { en: first[name]?.label ?? name, zh: second[name]?.label ?? name };
    const help = { en: first[name]?.help ?? '', zh: second[name]?.help ?? '' };
    return [
      name,
      {
        ...property,
        title: label.en,
        ...(help.en && { description: help.en }),
        'x-label': label,
        ...(help.en && { 'x-help': help }),
        ...(first[name]?.choices && { 'x-choices': { en: first[name].choices, zh: second[name]?.choices ?? {} } }),
      },
    ];
  });
  return { ...object, ...(properties.length > 0 && { properties: Object.fromEntries(properties) }) };
}
