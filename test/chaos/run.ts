import { parseArgs } from 'node:util';
import { chaos } from './chaos.ts';

/**
 * `npm run chaos -- --minutes N --seed S`: kills the server for that long, on an AWS that misbehaves, and prints what
 * became of its load. `--rate`: events a second; `--life`: the longest time between a start and the next kill, in
 * seconds; `--faults`: percent of the calls to AWS that go wrong, 0 for none.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '30' },
    life: { type: 'string', default: '10' },
    faults: { type: 'string', default: '3' },
  },
});
/** The option as a number; anything else ends the program, since a time that is none never passes. */
function numberOf(option: keyof typeof values, isAllowed = (number: number) => number > 0, wanted = 'above zero') {
  const number = Number(values[option]);
  if (values[option].trim() !== '' && isAllowed(number)) return number;
  console.error(`--${option} takes a number ${wanted}, not "${values[option]}".`);
  process.exit(2);
}

const minutes = numberOf('minutes');
const seed = numberOf('seed');
const rate = numberOf('rate');
const percent = numberOf('faults', (number) => number >= 0 && number < 100, 'from 0 to below 100');
const figures = await chaos({
  seconds: minutes * 60,
  rate,
  longestLife: numberOf('life'),
  seed,
  faults: percent / 100,
  patience: 420,
  report: (sentence) => console.error(sentence),
});

const { findings, unexpected, examined } = figures;
const rows: [string, number][] = [
  ['kills', figures.kills],
  ['of these during a start', figures.killsDuringStart],
  ['events accepted', figures.accepted],
  ['calls of AWS gone wrong in the last life', figures.faults],
  ['lost', findings.lost.length],
  ['stuck', findings.stuck.length],
  ['duplicate runs', findings.duplicates.length],
  ['runs that ended otherwise than they should', findings.wrong.length],
  ['runs beside another of their line', findings.overlaps.length],
  ['runs out of the order of their line', findings.outOfOrder.length],
  ['messages missing', findings.missing.length],
  ['messages doubled', findings.doubled.length],
  ['dead letters', findings.deadLetters.length],
  ['unexpected answers', unexpected.length],
  ['found by the doctor afterwards', examined.length],
  ['requests to the vendor', figures.requests],
  ['repeated under one key', figures.repeated],
  ['seconds until all had ended', figures.settledAfter],
];
console.log(`${minutes} minutes, seed ${seed}, ${rate} events/s, ${percent} % faults, Node ${process.version}\n`);
for (const [name, value] of rows) console.log(`${name.padEnd(44)}${value}`);
const wrong = Object.entries({ ...findings, unexpected, examined }).filter(([, lines]) => lines.length > 0);
for (const [name, lines] of wrong) console.log(`\n${name}\n${lines.slice(0, 20).join('\n')}`);
if (wrong.length > 0) console.log(`\nthe server said\n${figures.output.slice(-4000)}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
