import { describe, expect, test } from 'vitest';
import type { Objects } from '#flows/engine/objects.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { machineOf, type RunOptions, runMachine } from '#test/support/run-machine.ts';

/** A bucket in memory. */
function bucket(texts: Record<string, string>): Objects & { texts: Record<string, string> } {
  return {
    texts,
    read: async ({ key }, _, parse) => (texts[key] === undefined ? undefined : parse(texts[key])),
    write: async ({ key }, text) => {
      texts[key] = text;
    },
  };
}

const body = { b: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:0:function:f', End: true } };
const distributed = (more: JsonObject, states: JsonObject = body) => ({
  m: {
    Type: 'Map',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'b',
      States: states,
    },
    End: true,
    ...more,
  },
});
const reader = (more: JsonObject = {}) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSONL', ...more },
    Arguments: { Bucket: 'data', Key: '{% $states.input.key %}' },
  },
});
const writer = (config: JsonObject = { Transformation: 'COMPACT', OutputType: 'JSONL' }) => ({
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    WriterConfig: config,
    Arguments: { Bucket: 'data', Prefix: 'out' },
  },
});
const run = (states: JsonObject, objects: Objects, options: RunOptions = {}) =>
  runMachine(machineOf(states), { input: { key: 'list' }, objects, most: 50_000, ...options });

describe('items of an object', () => {
  const lists: [name: string, text: string, config: JsonObject, inputs: Json][] = [
    ['lines', '{"n":1}\n{"n":2}\n', {}, [{ n: 1 }, { n: 2 }]],
    ['a list', '[1, "zwei", null]', { InputType: 'JSON' }, [1, 'zwei', null]],
    [
      'an object',
      '{"a": 1, "b": [2]}',
      { InputType: 'JSON' },
      [
        { Key: 'a', Value: 1 },
        { Key: 'b', Value: [2] },
      ],
    ],
    ['a place in the object', '{"a/b": {"c": [7]}}', { InputType: 'JSON', ItemsPointer: '/a~1b/c' }, [7]],
    ['the first of them', '[1, 2, 3]', { InputType: 'JSON', MaxItems: 2 }, [1, 2]],
    ['nothing', '', {}, []],
  ];
  test.each(lists)('%s', async (_, list, config, inputs) => {
    const { calls, status } = await run(distributed(reader(config)), bucket({ list }));
    expect(status).toBe('SUCCEEDED');
    expect(calls.map((call) => call.arguments)).toEqual(inputs);
  });

  test('say where they come from', async () => {
    const Arguments = '{% $states.context.Map.Item %}';
    const selected = { ...reader(), ItemSelector: { item: Arguments } };
    const { output } = await run(distributed(selected), bucket({ list: '5' }));
    expect(output).toEqual([{ item: { Index: 0, Value: 5, Source: 'S3://data/list' } }]);
  });

  test('come in batches', async () => {
    const { calls } = await run(
      distributed({ ...reader(), ItemBatcher: { MaxItemsPerBatch: 2 } }),
      bucket({ list: '1\n2\n3' }),
    );
    expect(calls.map((call) => call.arguments)).toEqual([{ Items: [1, 2] }, { Items: [3] }]);
  });

  test.each([
    ['an object that does not exist', {}, 'does not exist'],
    ['text that is no JSON', { list: 'no' }, 'could not be read'],
    ['what is no list', { list: '5' }, 'could not be read'],
  ])('%s fails the Map with an error to be caught', async (_, texts, cause) => {
    const states = distributed({
      ...reader({ InputType: 'JSON' }),
      Catch: [{ ErrorEquals: ['States.ItemReaderFailed'], Output: '{% $states.errorOutput %}', Next: 'c' }],
    });
    const { output } = await run({ ...states, c: { Type: 'Pass', End: true } }, bucket(texts));
    expect(output).toEqual({ Error: 'States.ItemReaderFailed', Cause: expect.stringContaining(cause) });
  });

  test('are not part of the execution, so that many of them may be large', { timeout: 30_000 }, async () => {
    const list = Array.from({ length: 3000 }, (_, n) => JSON.stringify({ n, text: 'x'.repeat(100) })).join('\n');
    let largest = 0;
    let kept = 0;
    const { status, calls } = await run(
      distributed({ ...reader(), MaxConcurrency: 5, Output: 'done' }),
      bucket({ list }),
      {
        keep: (execution) => {
          if (kept++ % 500 === 0) largest = Math.max(largest, JSON.stringify(execution).length);
          return execution;
        },
        tasks: () => ({ output: null }),
      },
    );
    expect([status, calls.length]).toEqual(['SUCCEEDED', 3000]);
    expect(largest).toBeLessThan(100_000);
  });
});

describe('results', () => {
  const read = (text: string | undefined, lines: boolean) =>
    lines ? text?.split('\n').map((line) => JSON.parse(line)) : JSON.parse(text ?? 'null');

  test.each([
    ['COMPACT as lines', { Transformation: 'COMPACT', OutputType: 'JSONL' }, [[1], [2, 3]]],
    ['FLATTEN', { Transformation: 'FLATTEN', OutputType: 'JSON' }, [1, 2, 3]],
    [
      'NONE, as without a configuration',
      undefined,
      [
        expect.objectContaining({ Input: '[1]', Output: '[1]', Status: 'SUCCEEDED', Name: 'm:0' }),
        expect.objectContaining({ Input: '[2,3]', Output: '[2,3]', Status: 'SUCCEEDED' }),
      ],
    ],
  ])('%s', async (_, config, expected) => {
    const objects = bucket({ list: '[1]\n[2,3]' });
    const given = writer(config);
    if (!config) delete (given.ResultWriter as JsonObject).WriterConfig;
    const { output } = await run(distributed({ ...reader(), ...given }), objects);
    const { ResultWriterDetails: at } = output as { ResultWriterDetails: { Bucket: string; Key: string } };
    expect(at).toEqual({ Bucket: 'data', Key: expect.stringMatching(/^out\/[0-9a-f-]{36}\/manifest\.json$/) });
    const manifest = JSON.parse(objects.texts[at.Key]!);
    expect(manifest).toMatchObject({ DestinationBucket: 'data', ResultFiles: { FAILED: [], PENDING: [] } });
    const [file] = manifest.ResultFiles.SUCCEEDED;
    const text = objects.texts[file.Key];
    expect(file.Size).toBe(Buffer.byteLength(text!));
    expect(read(text, config?.OutputType === 'JSONL')).toEqual(expected);
  });

  test('go into as many files as it takes, and tell which iterations failed', async () => {
    const objects = bucket({ list: Array.from({ length: 2500 }, (_, n) => n).join('\n') });
    const { output, status } = await run(distributed({ ...reader(), ...writer(), ToleratedFailureCount: 3 }), objects, {
      keep: (execution) => execution,
      tasks: (call) =>
        Number(call.arguments) % 1000 === 7 ? { error: 'Bad', cause: 'why' } : { output: { n: call.arguments } },
    });
    expect(status).toBe('SUCCEEDED');
    const { Key } = (output as { ResultWriterDetails: { Key: string } }).ResultWriterDetails;
    const { SUCCEEDED, FAILED } = JSON.parse(objects.texts[Key]!).ResultFiles;
    expect(SUCCEEDED).toHaveLength(3);
    const numbers = SUCCEEDED.flatMap(({ Key: key }: { Key: string }) => read(objects.texts[key], true)).map(
      ({ n }: { n: number }) => n,
    );
    expect(numbers).toHaveLength(2497);
    expect(new Set(numbers).size).toBe(2497);
    const failed = read(objects.texts[FAILED[0].Key], true);
    expect(failed.map(({ Input, Error: error }: JsonObject) => [Input, error])).toEqual(
      ['7', '1007', '2007'].map((input) => [input, 'Bad']),
    );
  });

  test('stay with the Map when they are only to be transformed', async () => {
    const states = distributed({ ...reader(), ResultWriter: { WriterConfig: { Transformation: 'FLATTEN' } } });
    const { output } = await run(states, bucket({ list: '[1]\n[2,3]' }));
    expect(output).toEqual([1, 2, 3]);
  });

  test('that cannot be written fail the Map', async () => {
    const objects = { ...bucket({ list: '1' }), write: () => Promise.reject(new Error('The disk is full.')) };
    const { error, cause } = await run(distributed({ ...reader(), ...writer() }), objects);
    expect([error, cause]).toEqual(['States.ResultWriterFailed', expect.stringContaining('The disk is full.')]);
  });
});
