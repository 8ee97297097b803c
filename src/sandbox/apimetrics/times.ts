/** Milliseconds as the timestamps of the API, which have microseconds. */
export function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
