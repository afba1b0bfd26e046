/**
 * Functions that the compiler binds in front of the expressions that use them, in JSONata, so that Step Functions gives
 * the same. Those that begin with two underscores serve the others; no step may be called so. Times are milliseconds
 * since 1970, `$l` such as if the wall clock showed UTC, days are counted from 1970-01-01. `@zones`, `@zone` and
 * `@exceptions` stand for what is taken from the calendar, which is text that is parsed: an engine may go through the
 * items of a list all at once, and count each as a level of nesting.
 */
export const definitions: Readonly<Record<string, string>> = {
  // NaN and Infinity would go on as text. `$type` fails for Infinity, and takes NaN for an object.
  __finite: `function($v) { $v != $v ? $error("The result is no number: it was divided by zero, or is too large.") : $type($v) = "number" ? ($v <= $v ? $v : $error("The result is no number: it was divided by zero, or is too large.")) : $type($v) = "array" ? ($map($v, $__finite); $v) : $type($v) = "object" ? ($sift($v, function($m) { $exists($__finite($m)) }); $v) : $v }`,

  // Of text that is a date or time of the calendar, read as UTC unless it has an offset; else undefined. The parser may
  // take 30 February for a day of March.
  __ms: String.raw`function($v) { $type($v) = "string" ? ($contains($v, /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[-+]([01]\d|2[0-3]):?[0-5]\d)?)?$/) ? ($d := $substring($v, 0, 10); $s := $replace($v, /(T\d\d:\d\d)(Z|[-+]|$)/, "$1:00$2"); $z := $replace($s, /([-+]\d\d)(\d\d)$/, "$1:$2"); $substring($fromMillis($toMillis($d)), 0, 10) = $d ? $toMillis($contains($z, /T[0-9:.]+$/) ? $z & "Z" : $z))) }`,

  __zones: '@zones',
  __exceptions: '@exceptions',

  // Milliseconds by which the zone is east of UTC.
  __offset: `function($t, $z) {( $x := $lookup($__zones, $z); $y := $floor(1970 + $floor($t / 86400000) / 365.2425); 60000 * ($y < $x[0] ? ($n := $reduce($x[1], function($s, $c) {( $h := $s[0] + $c; [$h, $round($h * 120) * 30000 <= $t ? $s[1] + 1 : $s[1]] )}, [0, 0])[1]; $k := $count($x[2]); $x[2][$n < $k ? $n : $k - 2 + ($n - $k) % 2]) : ($m := 365 * $y + $floor($y / 4) - $floor($y / 100) + $floor($y / 400) - 719468; $reduce($x[3], function($o, $r) {( $d := $m + $r[0]; $t >= ($d + (49000 + $r[1] - $d) % 7) * 86400000 + $r[2] * 60000 ? $r[3] : $o )}, 0))) )}`,

  // As Temporal does: the earlier of two, and what is in a gap is moved on by it.
  __instant: `function($l, $z) {( $a := $__offset($l - 86400000, $z); $b := $__offset($l + 86400000, $z); $r := $l - $a; $a = $b ? $r : $__offset($r, $z) = $a ? $r : $__offset($l - $b, $z) = $b ? $l - $b : $r )}`,

  __within: `function($t, $f) { $t >= 0 and $t < 4133980800000 ? $t : $error($f & " knows times from 1970 to 2100, but this is another: " & $string($t)) }`,

  // A side of a comparison, or what is waited for; undefined when it is missing.
  __time: `function($v, $f) { $v != null ? ($n := $type($v) = "number" ? $v : $__ms($v); $exists($n) ? ($type($v) = "number" ? $n : $__hasOffset($v) ? $n : $__instant($n, @zone )) : $__refuse($v, $f)) }`,

  __refuse: `function($v, $f) { $error($f & " needs a date or time such as 2026-11-27T09:00, but got: " & $substring($string($v), 0, 100)) }`,

  __isDay: `function($v) { $type($v) = "string" ? $length($v) = 10 : false }`,

  __hasOffset: String.raw`function($v) { $contains($v, /T.*(Z|[-+]\d\d:?\d\d)$/) }`,

  // What an author gave, as a moment; `$f` is named where it is none.
  __moment: `function($v, $z, $f) {( $n := $type($v) = "number" ? $floor($v) : $__ms($v); $exists($n) ? $__within($type($v) = "number" ? $n : $__hasOffset($v) ? $n : $__instant($n, $z), $f) : $__refuse($v, $f) )}`,

  __local: `function($v, $z, $f) { $__isDay($v) and $exists($__ms($v)) ? $__within($__ms($v), $f) : ($t := $__moment($v, $z, $f); $t + $__offset($t, $z)) }`,

  __day: `function($v, $z, $f) { $floor($__local($v, $z, $f) / 86400000) }`,

  __sign: `function($o) { $o = 0 ? "Z" : ($o < 0 ? "-" : "+") & $substring($fromMillis($abs($o)), 11, 5) }`,

  __iso: `function($t, $z) {( $o := $__offset($t, $z); $substring($fromMillis($t + $o), 0, 23) & $__sign($o) )}`,

  // A day stays a day; a time keeps its place in the day where `$keep`.
  __moved: `function($v, $z, $f, $keep, $g) {( $l := $__local($v, $z, $f); $d := $floor($l / 86400000); $q := $__within($g($d) * 86400000 + ($keep ? $l - $d * 86400000 : 0), $f); $__isDay($v) ? $substring($fromMillis($q), 0, 10) : $__iso($__instant($q, $z), $z) )}`,

  __whole: `function($n, $f) { ($type($n) = "number" ? $floor($n) = $n : false) ? $n : $error($f & " needs a whole number of days, but got: " & $string($n)) }`,

  // Working days up to and with a day.
  __work: `function($d) { $floor(($d + 4) / 7) * 5 + $min([($d + 4) % 7, 5]) + $reduce($__exceptions, function($s, $p) { $s + ($d < $p[0] ? 0 : $min([$d - $p[0] + 1, $p[1]]) * $p[2]) }, 0) }`,

  inZone: String.raw`function($v, $z, $p) { $v != null ? ($t := $__moment($v, $z, "$inZone"); $exists($p) ? ($o := $__offset($t, $z); $fromMillis($t + $o, $replace($replace($p, /\[Z[^\]]*\]/, $__sign($o)), /\[z[^\]]*\]/, "GMT" & $__sign($o)))) : $__iso($t, $z)) }`,

  addDays: `function($v, $n, $z) { $v != null and $n != null ? $__moved($v, $exists($z) ? $z : @zone , "$addDays", true, function($d) { $d + $__whole($n, "$addDays") }) }`,

  startOf: `function($v, $u, $z) { $v != null ? $__moved($v, $exists($z) ? $z : @zone , "$startOf", false, function($d) {( $s := $fromMillis($d * 86400000); $m := $number($substring($s, 5, 2)); $u = "day" ? $d : $u = "week" ? $d - ($d + 3) % 7 : $u in ["month", "quarter", "year"] ? $__ms($substring($s, 0, 5) & $substring($string(101 + ($u = "year" ? 0 : $u = "month" ? $m - 1 : $m - 1 - ($m - 1) % 3)), 1) & "-01") / 86400000 : $error("$startOf needs day, week, month, quarter or year, but got: " & $string($u)) )}) }`,

  daysBetween: `function($a, $b, $z) { $a != null and $b != null ? ($w := $exists($z) ? $z : @zone ; $__day($b, $w, "$daysBetween") - $__day($a, $w, "$daysBetween")) }`,

  isWorkingDay: `function($v, $z) { $v != null ? ($d := $__day($v, $exists($z) ? $z : @zone , "$isWorkingDay"); $__work($d) > $__work($d - 1)) }`,

  // The day sought is the first by which so many working days have passed; halving the days between finds it.
  addWorkingDays: `function($v, $n, $z) { $v != null and $n != null ? $__moved($v, $exists($z) ? $z : @zone , "$addWorkingDays", true, function($d) {( $k := $__whole($n, "$addWorkingDays"); $to := $k > 0 ? $__work($d) + $k : $__work($d - 1) + $k + 1; $far := 2 * $abs($k) + @exceptionDays; $k = 0 ? $d : $far > 99999 ? $error("$addWorkingDays knows times from 1970 to 2100, but this is another: " & $string($k)) : $reduce([1..18], function($r, $i) {( $h := $floor(($r[0] + $r[1]) / 2); $r[0] >= $r[1] ? $r : $__work($h) >= $to ? [$r[0], $h] : [$h + 1, $r[1]] )}, [$d - $far, $d + $far])[0] )}) }`,
};

const offsetRefused = (name: string) =>
  `$error("${name} needs an offset such as +0800, but got: " & $substring($string($z), 0, 100) & ". For a time zone use $inZone.")`;

/** What stands for functions of JSONata that would give NaN for the name of a time zone which only the run tells. */
export const checkedFunctions: Readonly<Record<string, string>> = {
  fromMillis:
    String.raw`($f := $fromMillis; function($v, $p, $z)<n-s?x?:s> { $exists($z) ? ($type($z) = "string" ? $contains($z, /^[-+]\d{4}$/) : false) ? $f($v, $p, $z) : ${offsetRefused('$fromMillis')} : $f($v, $p) })`.replaceAll(
      '\\',
      '\\',
    ),
  now: String.raw`($f := $now; function($p, $z)<s?x?:s> { $exists($z) ? ($type($z) = "string" ? $contains($z, /^[-+]\d{4}$/) : false) ? $f($p, $z) : ${offsetRefused('$now')} : $f($p) })`,
};

/** The same where times without an offset are in UTC. */
export const timeInUtc =
  'function($v, $f) { $v != null ? ($n := $type($v) = "number" ? $v : $__ms($v); $exists($n) ? $n : $__refuse($v, $f)) }';
