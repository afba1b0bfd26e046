/** `npm run bench:canvas`: what moving the canvas over long flows costs a frame, in the browser. */
import type { CDPSession } from 'playwright-core';
import { signIn, startConsole } from '#test/support/console.ts';

const frames = 240;
const sizes = [60, 500, 1500];

/** A flow of that many steps, every tenth of them a condition with three inside. */
function longFlow(id: string, count: number): string {
  const steps: string[] = [];
  for (let i = 0; i < count; i += i % 10 === 5 ? 4 : 1) {
    const exists = '{ left: "{{ $trigger.body.a }}", op: exists }';
    const set = (n: number) => `{ id: s${n}, name: Remember ${n}, set: { a: 1 } }`;
    const inside = `then: [${set(i + 1)}, ${set(i + 2)}], else: [${set(i + 3)}]`;
    const request = `{ id: s${i}, name: Ask ${i}, use: http.request, with: { url: "https://a.example/${i}" } }`;
    steps.push(`  - ${i % 10 === 5 ? `{ id: s${i}, name: Way ${i}, if: ${exists}, ${inside} }` : request}`);
  }
  return `id: ${id}\nname: ${count} steps\ntrigger: { use: core.webhook }\nsteps:\n${steps.join('\n')}\n`;
}

/** Milliseconds of processor time that the page's scripts took so far, whatever else the machine does. */
async function scripted(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')!.value * 1000;
}

const millrace = await startConsole();
const { page, server } = millrace;
try {
  await millrace.open('/');
  await signIn(page, server.token);
  await page.evaluate(() => localStorage.setItem('millrace.view', 'canvas'));
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  for (const count of sizes) {
    await server.api('PUT', `/api/flows/long-${count}`, { source: longFlow(`long-${count}`, count) });
    await millrace.open(`/flows/long-${count}`);
    await page.locator('.place').first().waitFor();
    await page.waitForTimeout(2000);
    for (const [zoom, out] of [
      ['whole size', 0],
      ['a third', 5],
    ] as const) {
      for (let i = 0; i < out; i++) await page.getByRole('button', { name: 'Smaller' }).click();
      const place = (await page.locator('.screen').boundingBox())!;
      await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
      const took: number[] = [];
      let before = await scripted(session);
      for (let i = 0; i < frames; i++) {
        await page.mouse.wheel(0, i < frames / 2 ? 60 : -60);
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        const now = await scripted(session);
        took.push(now - before);
        before = now;
      }
      took.sort((a, b) => a - b);
      const at = (part: number) => took[Math.ceil(frames * part) - 1]!.toFixed(1);
      const cards = await page.locator('.place').count();
      console.log(
        `${count} steps, ${zoom}: ${cards} cards, script in a frame p50 ${at(0.5)} p95 ${at(0.95)} max ${at(1)} ms`,
      );
    }
  }
} finally {
  await millrace.close();
}
