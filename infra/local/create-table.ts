import {
  CreateTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { tableShape } from '#functions/store/table/table-shape.ts';

type Keys = { partition: string; sort: string };

const schema = ({ partition, sort }: Keys): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];

/** Creates the platform's table unless it is there already, and has its items expire. */
export async function createTable(client: Pick<DynamoDBClient, 'send'>, name: string): Promise<void> {
  const keys: Keys[] = [tableShape.key, ...Object.values(tableShape.indexes)];
  const attributes = keys.flatMap(({ partition, sort }) => [partition, sort]);
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: schema(tableShape.key),
        AttributeDefinitions: attributes.map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' })),
        GlobalSecondaryIndexes: Object.entries(tableShape.indexes).map(([index, indexKeys]) => ({
          IndexName: index,
          KeySchema: schema(indexKeys),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...tableShape.projected] },
        })),
      }),
    );
  } catch (error) {
    if ((error as Error).name !== 'ResourceInUseException') throw error;
  }
  try {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: tableShape.expiry, Enabled: true },
      }),
    );
  } catch (error) {
    // So DynamoDB says that it is enabled already.
    if ((error as Error).name !== 'ValidationException') throw error;
  }
}
