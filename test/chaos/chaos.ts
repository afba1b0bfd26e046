import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultEnvironment, faultsOf } from '#test/support/fault-plan.ts';
import { millrace } from '#test/support/millrace.ts';
import { connect, publish } from '#test/support/publish.ts';
import { killDuringStart, pause, startServer, type TestServer } from '#test/support/server.ts';
import type { ChaosFlow } from './chaos-flow.ts';
import { check, type Findings, isClean } from './check.ts';
import { chaosFlows, ticks } from './flows.ts';
import { calledFlows, linkedFlows } from './linked-flows.ts';
import { seeded } from './random.ts';
import { startReplies } from './replies.ts';
import { send } from './sender.ts';
import { startVendor } from './vendor.ts';

export interface ChaosPlan {
  /** Seconds for which events are sent and the server is killed. */
  seconds: number;
  /** Events a second. */
  rate: number;
  /** Longest time between a start and the next kill, in seconds; its length is drawn. */
  longestLife: number;
  seed: number;
  /** Share of the calls to AWS that go wrong, from 0 to 1. */
  faults: number;
  /** Seconds after the last kill within which everything must have ended. */
  patience: number;
  /** Hears how it goes. */
  report?: (sentence: string) => void;
}

export interface ChaosFigures {
  kills: number;
  /** Of these before the server was ready. */
  killsDuringStart: number;
  accepted: number;
  /** Calls to AWS that went wrong in the last life of the server; those before could not tell. */
  faults: number;
  requests: number;
  /** Requests that came again under the key of a message that had been taken. */
  repeated: number;
  /** Seconds from the last kill until everything had ended. */
  settledAfter: number;
  /** Answers at the door that nobody should get. */
  unexpected: string[];
  findings: Findings;
  /** What the doctor found in the data folder; it is kept when anything was found. */
  examined: string[];
  /** What the last server printed. */
  output: string;
}

const shareDuringStart = 0.15;
const startTime = 3000;

/** Starts the real server, sends a known load while killing it again and again, and compares the end with the model. */
export async function chaos({
  seconds,
  rate,
  longestLife,
  seed,
  faults,
  patience,
  report = () => {},
}: ChaosPlan): Promise<ChaosFigures> {
  const random = seeded(seed);
  const vendor = await startVendor();
  const data = mkdtempSync(join(tmpdir(), 'millrace-chaos-'));
  let lives = 0;
  // Each life draws other faults: what goes wrong in one start must not go wrong in every one.
  const environment = () => ({
    MILLRACE_ALLOW_ADDRESSES: vendor.host,
    ...faultEnvironment(faults, seed * 1000 + lives++),
  });
  let server: TestServer = await startServer({ data, environment: environment() });
  let replies: ReturnType<typeof startReplies> | undefined;
  const port = Number(new URL(server.url).port);
  try {
    const jira = await connect(server, 'jira', 'jira', { site: vendor.url, email: 'a@example.com', apiToken: 'token' });
    replies = startReplies(vendor, jira.hook!.url);
    for (const source of calledFlows(vendor.url)) await publish(server, source);
    const hooks: { flow: ChaosFlow; url: string }[] = [];
    for (const flow of [...chaosFlows(vendor.url), ...linkedFlows(vendor.url)]) {
      hooks.push({ flow, url: (await publish(server, flow.source)).hooks[0]!.url });
    }
    await publish(server, ticks.source(vendor.url));
    const firstSlot = Date.now();
    const until = Date.now() + seconds * 1000;
    const sending = send(hooks, rate, until);

    let kills = 0;
    let killsDuringStart = 0;
    for (;;) {
      const life = random() * longestLife * 1000;
      if (Date.now() + life > until) break;
      await pause(life);
      await server.stop('SIGKILL');
      kills++;
      while (random() < shareDuringStart) {
        await killDuringStart({ data, port, environment: environment() }, random() * startTime);
        kills++;
        killsDuringStart++;
      }
      server = await startServer({ data, port, environment: environment() });
      if (kills % 10 === 0) report(`${kills} kills, ${vendor.requests()} requests to the vendor`);
    }
    const lastKill = Date.now();
    const { accepted, unexpected } = await sending;
    const slots = wholeMinutes(firstSlot, Date.now());
    report(`${accepted.length} events accepted; waiting until everything has ended`);

    let findings = await check(server, vendor, accepted, slots);
    for (
      let wait = 1000;
      !isClean(findings) && Date.now() < lastKill + patience * 1000;
      wait = Math.min(wait * 2, 10_000)
    ) {
      await pause(wait);
      findings = await check(server, vendor, accepted, slots);
    }
    await server.stop();
    const examined = await examineFolder(data);
    if (isClean(findings) && examined.length === 0) rmSync(data, { recursive: true });
    return {
      kills,
      killsDuringStart,
      accepted: accepted.length,
      faults: faultsOf(server.output()),
      requests: vendor.requests(),
      repeated: vendor.repeated(),
      settledAfter: Math.round((Date.now() - lastKill) / 1000),
      unexpected,
      findings,
      examined,
      output: server.output(),
    };
  } finally {
    replies?.stop();
    await server.stop();
    await vendor.close();
  }
}

async function examineFolder(data: string): Promise<string[]> {
  const { out } = await millrace(['doctor', '--json'], { environment: { MILLRACE_DATA: data } });
  const { findings, error } = JSON.parse(out) as { findings?: object[]; error?: object };
  return (findings ?? [error ?? {}]).map((finding) => `${data}: ${JSON.stringify(finding)}`);
}

/** The slots of the flow of every minute between two moments, its own second left out at both ends. */
function wholeMinutes(from: number, to: number): string[] {
  const slots: string[] = [];
  for (let at = Math.ceil((from + 1000) / 60_000) * 60_000; at < to - 5000; at += 60_000) {
    slots.push(new Date(at).toISOString().replace('.000', ''));
  }
  return slots;
}
