/**
 * What every connection is set to, so that both databases print the same text for a value.
 *
 * The time zone is Beijing's: an instant that SQL turns into a date then falls on the legal day,
 * and instants print in the order they came (no summer time since 1991).
 */
export const settings: Readonly<Record<string, string>> = {
  timezone: 'Asia/Shanghai',
  datestyle: 'ISO, YMD',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  extra_float_digits: '1',
  // A receipt is given for what is on the disk, never for what is about to be.
  synchronous_commit: 'on',
  standard_conforming_strings: 'on',
}
