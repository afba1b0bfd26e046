import { slack } from '#flows/connectors/slack/slack.ts';
import { connectorHandler } from './wrapper.ts';

export const handler = connectorHandler(slack);
