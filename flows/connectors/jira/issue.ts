import { z } from 'zod';

export const user = z.looseObject({
  accountId: z.string().optional(),
  displayName: z.string().optional(),
  emailAddress: z.string().optional(),
});

const named = z.looseObject({ id: z.string().optional(), name: z.string() });

/** The fields every Jira site has; a site's own come as `customfield_10010`. */
export const issueFields = z.looseObject({
  summary: z.string().optional(),
  description: z.any().optional(),
  status: named
    .extend({ statusCategory: z.looseObject({ key: z.string().optional(), name: z.string().optional() }).optional() })
    .optional(),
  priority: named.nullable().optional(),
  issuetype: named.optional(),
  project: z.looseObject({ id: z.string().optional(), key: z.string(), name: z.string().optional() }).optional(),
  assignee: user.nullable().optional(),
  reporter: user.nullable().optional(),
  labels: z.array(z.string()).optional(),
  duedate: z.string().nullable().optional(),
  created: z.string().optional(),
  updated: z.string().optional(),
});

/** An issue as webhooks and REST v3 give it. */
export const issue = z.looseObject({
  id: z.string(),
  key: z.string(),
  self: z.string().optional(),
  fields: issueFields,
});

export const sampleIssue = {
  id: '10042',
  key: 'OPS-418',
  self: 'https://example.atlassian.net/rest/api/3/issue/10042',
  fields: {
    summary: 'Payment retries loop on the card check',
    description: 'Three customers were charged twice.',
    status: { id: '10003', name: 'Blocked', statusCategory: { key: 'indeterminate', name: 'In Progress' } },
    priority: { id: '2', name: 'High' },
    issuetype: { id: '10001', name: 'Bug' },
    project: { id: '10000', key: 'OPS', name: 'Operations' },
    assignee: { accountId: '712020:4f1c', displayName: 'Chen Jing', emailAddress: 'chen.jing@example.com' },
    reporter: { accountId: '712020:9a02', displayName: 'Emma Paris', emailAddress: 'emma.paris@example.com' },
    labels: ['payments'],
    duedate: '2026-11-27',
    created: '2026-11-18T09:12:44.102+0000',
    updated: '2026-11-20T13:58:10.730+0000',
  },
};
