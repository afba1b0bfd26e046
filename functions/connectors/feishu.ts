import { feishu } from '#flows/connectors/feishu/feishu.ts';
import { connectorHandler } from './wrapper.ts';

export const handler = connectorHandler(feishu);
