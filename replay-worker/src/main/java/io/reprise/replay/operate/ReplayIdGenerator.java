package io.reprise.replay.operate;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes replay ids: UUIDs of version 7 (RFC 9562), which sort by the time at which they were made.
 * Thread-safe.
 */
public final class ReplayIdGenerator {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_62 = 0x3FFF_FFFF_FFFF_FFFFL;

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  public ReplayIdGenerator(Clock clock) {
    this.clock = clock;
  }

  /** Returns a new id. */
  public String next() {
    long high = clock.millis() << 16 | VERSION_7 | random.nextInt(1 << 12);
    return new UUID(high, VARIANT | random.nextLong() & RANDOM_62).toString();
  }
}
