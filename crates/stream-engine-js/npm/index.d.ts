/** What a lab starts from. All of it may be left out. */
export interface LabOptions {
  /** As of when the services' limits and operations are. Default: `"aws-2026"`. */
  profile?: "exam-2022" | "aws-2025" | "aws-2026";
  /** Seed of everything random: a whole number of 0 or more. Default: 1. */
  seed?: number;
  /** The Region in ARNs and URLs. Default: `"us-east-1"`. */
  region?: string;
  /** Twelve digits. Default: `"123456789012"`. */
  accountId?: string;
  /** Where the lab's clock begins: ISO 8601 with its zone, from 1970 on. Default: `"2026-01-01T00:00:00.000Z"`. */
  startTime?: string;
  /**
   * `false` switches off the limits on reads, writes and API calls a second, so that nothing is refused for coming too
   * fast. Quotas and sizes stay. Default: `true`.
   */
  throttling?: boolean;
  /** How long a stream's changes take, in whole milliseconds of the lab's clock. 0 is at once. */
  durations?: {
    /** From CREATING to ACTIVE. */
    createStreamMs?: number;
    /** From DELETING to gone. */
    deleteStreamMs?: number;
    /** From UPDATING to ACTIVE: splits, merges, changes of the shard count. */
    updateStreamMs?: number;
  };
}

/** What goes back over the wire. */
export interface LabResponse {
  /** The HTTP status. */
  status: number;
  headers: Record<string, string>;
  /** JSON, or empty where the service sends no body. */
  body: string;
}

/** One account in one Region, on a clock of its own. Labs don't know of each other. */
export interface Lab {
  /**
   * Carries out a call at the present moment of the lab, and answers as the service would.
   *
   * Never throws for what a client sends: an unknown target, bad JSON or a wrong type is answered with status 400 and
   * a `__type`.
   *
   * @param target What the header `X-Amz-Target` would hold, like `Kinesis_20131202.PutRecord` or `AmazonSQS.SendMessage`.
   * @param body The request as AWS JSON.
   */
  call(target: string, body: string): LabResponse;

  /**
   * Lets time pass: does all that becomes due, in its order. Nothing else moves the clock.
   *
   * @param ms Milliseconds, 0 or more; fractions count down to a microsecond.
   * @throws TypeError if it is no number, RangeError if it is negative, not finite, or leads beyond the year 2255.
   */
  advance(ms: number): void;

  /** The lab's time in milliseconds since 1970, with a fraction where there is one. */
  now(): number;

  /** The whole state as bytes, for `restore` of the same version. Equal states give equal bytes. */
  save(): Uint8Array;

  /**
   * Makes this lab the saved one: state, time and options.
   *
   * @throws Error that says what is wrong if the bytes are foreign, damaged, cut off or of another version. The lab
   * then stays as it was.
   */
  restore(bytes: Uint8Array): void;

  /**
   * What a subscription has brought since the last time: a JSON array of `SubscribeToShardEvent`s.
   *
   * `SubscribeToShard` answers 200 with `{"SubscriptionId": "…"}` in place of the event stream. An id that was never
   * given, or whose subscription was taken over by another, has no events.
   */
  events(subscriptionId: string): string;

  /**
   * Gives the lab's memory back; a browser has room for about a hundred labs at a time. After that every method but this one
   * throws an Error.
   */
  free(): void;
}

/**
 * Makes a lab. The same options and the same calls give the same bytes, everywhere.
 *
 * @throws TypeError for an option that doesn't exist or has a wrong type, RangeError for a value that is out of range.
 */
export function createLab(options?: LabOptions): Promise<Lab>;
