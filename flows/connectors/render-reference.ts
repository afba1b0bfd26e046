import { z } from 'zod';
import { type FieldText, textsOfConnectors } from '#flows/text/connector-text.ts';
import type { Language } from '#flows/text/language.ts';
import type { Catalogue, Connector } from './define-connector.ts';

interface Member {
  type?: string;
  anyOf?: Member[];
  enum?: unknown[];
  default?: unknown;
  secret?: boolean;
}

/** The reference of every connector as one Markdown page, in both languages, made from definitions and texts. */
export function renderConnectorReference(catalogue: Catalogue): string {
  return [
    '<!-- Made by `npm run generate` from flows/connectors. -->',
    '',
    '# Connectors',
    ...Object.values(catalogue).flatMap(renderConnector),
    '',
  ].join('\n');
}

function renderConnector(connector: Connector): string[] {
  const { id, name, connection } = connector;
  const lines = [
    '',
    `## ${name} (\`${id}\`)`,
    '',
    `${textsOfConnectors.en[id]?.description} / ${textsOfConnectors.zh[id]?.description}`,
  ];
  if (connection) {
    lines.push('', '**Connection / 连接**', '');
    lines.push(...table(connection.fields, (language) => textsOfConnectors[language][id]?.connection ?? {}));
  }
  for (const kind of ['triggers', 'actions'] as const) {
    for (const [operation, { input, sample }] of Object.entries(connector[kind])) {
      const about = {
        en: textsOfConnectors.en[id]?.[kind][operation],
        zh: textsOfConnectors.zh[id]?.[kind][operation],
      };
      lines.push('', `### \`${id}.${operation}\``, '');
      lines.push(
        `**${about.en?.title}** ${about.en?.description}. / **${about.zh?.title}** ${about.zh?.description}。`,
      );
      lines.push('', ...table(input, (language) => textsOfConnectors[language][id]?.[kind][operation]?.input ?? {}));
      lines.push('', '```json', JSON.stringify(sample, null, 2), '```');
    }
  }
  return lines;
}

function table(schema: z.ZodType, of: (language: Language) => Record<string, FieldText>): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Member>;
    required?: string[];
  };
  if (Object.keys(properties).length === 0) return ['No settings. / 无设置。'];
  const rows = Object.entries(properties).map(([field, member]) => {
    const needed = required.includes(field) ? 'required' : '';
    return `| \`${field}\` | ${typeOf(member)} | ${needed} | ${fieldCell(of('en')[field])} | ${fieldCell(of('zh')[field])} |`;
  });
  return ['| field | type | | English | 中文 |', '|---|---|---|---|---|', ...rows];
}

function typeOf(member: Member): string {
  const choices = member.enum?.map((each) => `\`${each}\``).join(', ');
  const plain =
    choices ?? member.type ?? [...new Set((member.anyOf ?? []).map((each) => each.type ?? 'any'))].join(' or ');
  const preset = member.default === undefined ? '' : `, \`${member.default}\` unless told`;
  return `${member.secret ? 'secret ' : ''}${plain || 'any'}${preset}`;
}

function fieldCell(text: FieldText | undefined): string {
  const choices = Object.entries(text?.choices ?? {}).map(([value, words]) => `\`${value}\` ${words}`);
  const said = [text?.help, choices.join('; ')].filter(Boolean).join('; ');
  return said ? `${text?.label}: ${said}` : (text?.label ?? '');
}
