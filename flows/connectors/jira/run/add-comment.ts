import type { Run } from '#flows/connectors/calls.ts';
import type { addComment } from '../actions/add-comment.ts';
import { callJira } from './call-jira.ts';
import { richText } from './rich-text.ts';

/** Posts the comment as a document of paragraphs. */
export const run: Run<typeof addComment> = async ({ input, connection, ports }) => {
  const comment = await callJira(ports, connection, {
    method: 'POST',
    path: `/rest/api/3/issue/${encodeURIComponent(input.issue)}/comment`,
    body: { body: richText(input.text) },
  });
  return comment as { id: string };
};
