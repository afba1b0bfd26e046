import { crc32 } from 'node:zlib';
import type { Dynamo } from '../dynamo.ts';
import { type Page, readPage } from '../read-page.ts';
import { checkExpressionUse } from '../requests/check-expressions.ts';
import { checkKeyPaths, tableNamed } from '../requests/check-table.ts';
import type { LegacyTest } from '../requests/legacy-conditions.ts';
import {
  checkSelect,
  indexNamed,
  needsWhole,
  type PageInput,
  pathsIn,
  readExpressions,
  readStart,
  startPlace,
} from '../requests/page-input.ts';
import type { ItemRow } from '../tables/item-rows.ts';
import { tablePlace } from '../unsettled.ts';
import { validation } from '../validation-error.ts';

type ScanInput = PageInput & {
  Segment?: number;
  TotalSegments?: number;
  ScanFilter?: Record<string, LegacyTest>;
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export async function scan(dynamo: Dynamo, input: ScanInput): Promise<Page> {
  const legacy = ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'];
  checkExpressionUse(input, ['ProjectionExpression', 'FilterExpression'], legacy);
  const start = readStart(input);
  const isMine = segment(input);
  const { filter, paths } = readExpressions(input, input.ScanFilter);
  checkSelect(input, paths, input.ProjectionExpression === undefined ? 'AttributesToGet' : 'ProjectionExpression');
  const table = tableNamed(dynamo.tables, input.TableName);
  const index = indexNamed(table, input);
  const after = start && startPlace(table, index, start);
  const filtered = pathsIn(filter);
  checkKeyPaths(table, [...(paths ?? []), ...filtered]);
  if (isMine && after && !isMine(after.item ?? after.key)) {
    throw validation(
      'The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. ' +
        `TotalSegments: ${input.TotalSegments} Segment: ${input.Segment}`,
    );
  }
  return readPage(dynamo, {
    table,
    index,
    bounds: after ? { after } : {},
    limit: input.Limit,
    filter,
    paths,
    whole: needsWhole(index, input.Select, { filter: filtered.map(([name]) => name as string), paths }),
    countOnly: input.Select === 'COUNT',
    consistent: input.ConsistentRead === true,
    capacity: input.ReturnConsumedCapacity,
    ...(isMine && { isMine }),
    place: tablePlace(table),
  });
}

/** Which items a segment holds, by their partition; undefined when all are asked for. */
function segment({ Segment, TotalSegments }: ScanInput): ((row: Pick<ItemRow, 'hash'>) => boolean) | undefined {
  if (Segment !== undefined && TotalSegments === undefined) {
    throw validation(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (TotalSegments === undefined) return undefined;
  if (Segment === undefined) {
    throw validation(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (Segment >= TotalSegments) {
    throw validation(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
        `Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
  }
  return ({ hash }) => crc32(hash) % TotalSegments === Segment;
}
