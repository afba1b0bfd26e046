import type { Run } from '#flows/connectors/calls.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { transitionIssue } from '../actions/transition-issue.ts';
import { callJira } from './call-jira.ts';
import { richText } from './rich-text.ts';

interface Transition {
  id: string;
  name: string;
  to?: { name?: string };
}

/** Looks for the transition first: Jira takes its id alone. InvalidInput when the issue has none of that name now. */
export const run: Run<typeof transitionIssue> = async ({ input, connection, ports }) => {
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
};
