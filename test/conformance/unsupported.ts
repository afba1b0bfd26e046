import type { UnsupportedFeature } from '#flows/engine/definition/definition-error.ts';
import type { Verdict } from './verdict.ts';

type Feature = UnsupportedFeature | 'incomplete calls' | 'objects in S3' | 'rules on a schedule' | 'calls of AWS';

/** Why cases are not played: the only rules by which one is skipped. */
const reasons: Record<Feature, string> = {
  JSONPath: 'flows are compiled to JSONata, and a second query language would double the engine for nobody',
  Activities: 'nothing polls for work; a task that waits for a token does the same',
  '.sync': 'no action of a flow waits for a job of another AWS service',
  ItemReader: 'items come from JSON in S3, not from CSV, Parquet or an inventory',
  ResultWriter: 'results go to S3 and nowhere else',
  'objects in S3': 'the recording lacks the object that the items were read from',
  'incomplete calls': 'the recording lacks calls or outcomes of tasks, so they cannot be answered',
  'rules on a schedule':
    'schedules are EventBridge Scheduler’s; rules take other crons, and none on a bus of their own',
  'calls of AWS': 'a task that is tested without a mock calls an AWS service that does not exist on one machine',
};

/** The verdict for a case that uses features which are declared as not supported. */
export function skipped(...features: Feature[]): Verdict {
  return { outcome: 'skipped', why: features.map((feature) => `${feature}: ${reasons[feature]}`).join('; ') };
}
