const dayMs = 86_400_000;

/** Dates, spans and numbers as a person in the given locale and time zone reads them. Times are ISO 8601. */
export class Formats {
  readonly #locale: string;
  readonly #timeZone: string;

  constructor(locale: string, timeZone: string) {
    this.#locale = locale;
    this.#timeZone = timeZone;
  }

  /** `20 Nov 2026, 14:02:10 Europe/Berlin` */
  moment(iso: string): string {
    return `${this.#moment(iso)} ${this.#timeZone}`;
  }

  #moment(iso: string): string {
    return this.#date(iso, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
  }

  /** `14:02` */
  time(iso: string): string {
    return this.#date(iso, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  }

  /** `14:02 Asia/Shanghai`, as clocks of another time zone show it; empty where that is this one. */
  timeElsewhere(iso: string, timeZone: string | undefined): string {
    if (timeZone === undefined || timeZone === this.#timeZone) return '';
    return `${new Formats(this.#locale, timeZone).time(iso)} ${timeZone}`;
  }

  /** `14:02:10.204` */
  exactTime(iso: string): string {
    return this.#date(iso, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    });
  }

  /** `Friday 20 November` */
  day(iso: string): string {
    return this.#date(iso, { weekday: 'long', day: 'numeric', month: 'long' });
  }

  /** `Fri 20 Nov` */
  shortDay(iso: string): string {
    return this.#date(iso, { weekday: 'short', day: 'numeric', month: 'short' });
  }

  /** `Fri 25 Dec 2026` of a calendar day, `2026-12-25`, whatever the time zone. */
  dayOf(day: string): string {
    return new Intl.DateTimeFormat(this.#locale, {
      timeZone: 'UTC',
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }).format(Date.parse(day));
  }

  /** Days from `now` to `iso` on the calendar of the time zone: 0 today, 1 tomorrow, -1 yesterday. */
  daysAway(iso: string, now: number): number {
    return Math.round((this.#midnight(Date.parse(iso)) - this.#midnight(now)) / dayMs);
  }

  /** The calendar day in the time zone, `2026-11-20`. */
  isoDay(time: number): string {
    return new Intl.DateTimeFormat('en-CA', { timeZone: this.#timeZone }).format(time);
  }

  /** `2 minutes ago`, `yesterday`; older than a week: the date. */
  ago(iso: string, now: number): string {
    const seconds = Math.round((Date.parse(iso) - now) / 1000);
    const relative = new Intl.RelativeTimeFormat(this.#locale, { numeric: 'auto', style: 'short' });
    const size = Math.abs(seconds);
    if (size < 60) return relative.format(Math.min(0, seconds), 'second');
    if (size < 3600) return relative.format(Math.trunc(seconds / 60), 'minute');
    const days = this.daysAway(iso, now);
    if (days === 0) return relative.format(Math.trunc(seconds / 3600), 'hour');
    if (days > -7) return relative.format(days, 'day');
    return this.#date(iso, { day: 'numeric', month: 'short', year: 'numeric' });
  }

  /** `in 2 hours`, `tomorrow`, `in 3 days`. */
  until(iso: string, now: number): string {
    const seconds = Math.max(0, Math.round((Date.parse(iso) - now) / 1000));
    const relative = new Intl.RelativeTimeFormat(this.#locale, { numeric: 'auto', style: 'short' });
    if (seconds < 60) return relative.format(seconds, 'second');
    if (seconds < 3600) return relative.format(Math.trunc(seconds / 60), 'minute');
    const days = this.daysAway(iso, now);
    return days === 0 ? relative.format(Math.trunc(seconds / 3600), 'hour') : relative.format(days, 'day');
  }

  /** A span of time: `340ms`, `4.9s`, `3m 20s`, `2h 5m`. */
  span(milliseconds: number): string {
    const ms = Math.max(0, milliseconds);
    if (ms < 1000) return this.#unit(Math.round(ms), 'millisecond');
    if (ms < 60_000) return this.#unit(ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000), 'second');
    const minutes = Math.floor(ms / 60_000);
    if (minutes < 60) return this.#pair(minutes, 'minute', Math.round((ms % 60_000) / 1000), 'second');
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return this.#pair(hours, 'hour', minutes % 60, 'minute');
    return this.#pair(Math.floor(hours / 24), 'day', hours % 24, 'hour');
  }

  /** `15 minutes` */
  amount(value: number, unit: string): string {
    return value.toLocaleString(this.#locale, { style: 'unit', unit, unitDisplay: 'long' });
  }

  /** `Monday`, in Chinese the short `周一`; 0 is Sunday. */
  weekday(day: number): string {
    const weekday = this.#chinese ? 'short' : 'long';
    // 4 January 1970 was a Sunday.
    return new Intl.DateTimeFormat(this.#locale, { timeZone: 'UTC', weekday }).format((3 + day) * dayMs);
  }

  /** `24 Dec 2026, 09:00` of a local date and time, `2026-12-24T09:00:00`, as it is written. */
  localMoment(local: string): string {
    return new Intl.DateTimeFormat(this.#locale, {
      timeZone: 'UTC',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(Date.parse(`${local}Z`));
  }

  number(value: number): string {
    return value.toLocaleString(this.#locale);
  }

  /** `312 KB`, `1.2 MB` */
  size(bytes: number): string {
    const kilobytes = bytes / 1024;
    if (kilobytes < 1000) return `${this.number(Math.ceil(kilobytes))} KB`;
    return `${this.number(Math.round((kilobytes / 1024) * 10) / 10)} MB`;
  }

  /** `99.6%` of a share between 0 and 1. Never rounds up to 100 %. */
  percent(share: number): string {
    const floored = Math.floor(share * 1000) / 1000;
    return floored.toLocaleString(this.#locale, { style: 'percent', maximumFractionDigits: 1 });
  }

  /** US dollars with two digits that matter, however small. */
  dollars(value: number): string {
    return value.toLocaleString(this.#locale, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'code',
      ...(value >= 0.1 || value === 0
        ? { maximumFractionDigits: 2 }
        : { maximumSignificantDigits: 2, minimumSignificantDigits: 1 }),
    });
  }

  get #chinese(): boolean {
    return this.#locale.startsWith('zh');
  }

  #unit(value: number, unit: string): string {
    // The narrow form of Chinese mixes its words with `ms`.
    const unitDisplay = this.#chinese ? 'short' : 'narrow';
    return value.toLocaleString(this.#locale, { style: 'unit', unit, unitDisplay });
  }

  #pair(first: number, firstUnit: string, second: number, secondUnit: string): string {
    const head = this.#unit(first, firstUnit);
    return second ? `${head}${this.#chinese ? '' : ' '}${this.#unit(second, secondUnit)}` : head;
  }

  #date(iso: string, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.#locale, { timeZone: this.#timeZone, ...options }).format(Date.parse(iso));
  }

  #midnight(time: number): number {
    return Date.parse(`${this.isoDay(time)}T00:00:00Z`);
  }
}
