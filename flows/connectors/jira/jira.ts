import { defineConnector } from '#flows/connectors/define-connector.ts';
import { addComment } from './add-comment.ts';
import { connection } from './connection.ts';
import { createIssue } from './create-issue.ts';
import { getIssue } from './get-issue.ts';
import { issueCreated } from './issue-created.ts';
import { issueUpdated } from './issue-updated.ts';
import { receiver } from './receiver.ts';
import { searchIssues } from './search-issues.ts';
import { transitionIssue } from './transition-issue.ts';

/** Jira Cloud, REST v3 and admin webhooks. */
export const jira = defineConnector({
  id: 'jira',
  name: 'Jira',
  icon: { letters: 'J', color: '#2684ff' },
  categories: ['projects', 'service'],
  version: 1,
  connection,
  receiver,
  actions: { searchIssues, getIssue, createIssue, addComment, transitionIssue },
  triggers: { issueCreated, issueUpdated },
});
