import { jira } from '#flows/connectors/jira/jira.ts';
import { connectorHandler } from './wrapper.ts';

export const handler = connectorHandler(jira);
