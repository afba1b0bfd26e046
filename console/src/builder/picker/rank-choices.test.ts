import { expect, test } from 'vitest';
import { rankChoices } from './rank-choices.ts';
import type { StepChoice } from './step-choice.ts';

const choice = (id: string, title: string, zh: string, about: string, connector: string): StepChoice => ({
  id,
  what: { kind: 'action', use: id },
  title,
  about,
  group: connector,
  words: [connector, id, title, zh],
});

const choices = [
  choice('jira.createIssue', 'Create issue', '创建问题', 'Makes an issue in a project', 'Jira'),
  choice('jira.findIssues', 'Find issues', '查找问题', 'Searches by JQL', 'Jira'),
  choice('feishu.sendMessage', 'Send message', '发送消息', 'To a person or a group', 'Feishu'),
  choice('slack.sendWebhookMessage', 'Send to a channel', '发送到频道', 'Sends a message', 'Slack'),
];

test.each([
  ['', ['jira.createIssue', 'jira.findIssues', 'feishu.sendMessage', 'slack.sendWebhookMessage']],
  ['send', ['feishu.sendMessage', 'slack.sendWebhookMessage']],
  ['slack', ['slack.sendWebhookMessage']],
  ['issue', ['jira.createIssue', 'jira.findIssues']],
  ['jira find', ['jira.findIssues']],
  ['发送', ['feishu.sendMessage', 'slack.sendWebhookMessage']],
  ['fsxx', ['feishu.sendMessage']],
  ['wt', ['jira.createIssue', 'jira.findIssues']],
  ['JQL', ['jira.findIssues']],
  ['nothing of it', []],
])('%j finds %j', (query, ids) => {
  expect(rankChoices(choices, query).map(({ id }) => id)).toEqual(ids);
});
