import { http } from '#flows/connectors/http/http.ts';
import { connectorHandler } from './wrapper.ts';

export const handler = connectorHandler(http);
