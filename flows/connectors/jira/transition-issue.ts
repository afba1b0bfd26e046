import { z } from 'zod';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { defineAction } from '#flows/connectors/define-connector.ts';
import { callJira } from './call-jira.ts';
import { richText } from './rich-text.ts';

interface Transition {
  id: string;
  name: string;
  to?: { name?: string };
}

/** Moves an issue through its workflow, by the name of the transition or of the status it leads to. */
export const transitionIssue = defineAction({
  input: z.strictObject({
    issue: z.string().min(1).max(255),
    to: z.string().min(1).max(255),
    comment: z.string().max(32_000).optional(),
  }),
  output: z.object({ issue: z.string(), transition: z.string(), status: z.string() }),
  sample: { issue: 'OPS-418', transition: 'Unblock', status: 'In Progress' },
  idempotency: 'record',
  effects: 'writes',
  causes: ['issueUpdated'],
  connection: 'required',
  async run({ input, connection, ports }) {
    const path = `/rest/api/3/issue/${encodeURIComponent(input.issue)}/transitions`;
    const { transitions } = (await callJira(ports, connection, { method: 'GET', path })) as unknown as {
      transitions: Transition[];
    };
    const wanted = input.to.toLowerCase();
    const found =
      transitions.find((transition) => transition.name.toLowerCase() === wanted) ??
      transitions.find((transition) => transition.to?.name?.toLowerCase() === wanted);
    if (!found) {
      const { issue, to } = input;
      const choices = transitions.map((transition) => transition.name).join(', ');
      throw new ConnectorError(
        'InvalidInput',
        choices
          ? { id: 'noSuchTransition', params: { issue, to, choices } }
          : { id: 'noTransition', params: { issue, to } },
      );
    }
    await callJira(ports, connection, {
      method: 'POST',
      path,
      body: {
        transition: { id: found.id },
        ...(input.comment ? { update: { comment: [{ add: { body: richText(input.comment) } }] } } : {}),
      },
    });
    return { issue: input.issue, transition: found.name, status: found.to?.name ?? found.name };
  },
});
