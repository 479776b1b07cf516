package io.reprise.compactor.audit;

import io.reprise.runtime.config.ConfigKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the audits in which a running compactor compares snapshots with the log. Each
 * audit reads the snapshots and the log of one partition that the instance owns.
 *
 * @param every the time between two audits; 15 minutes when left out, no audits when zero
 * @param sample number of keys that each audit compares; 20 when left out
 */
public record AuditConfig(
    @ConfigKey(
            value =
                "How often one of the instance's partitions is audited; 0s switches audits off.",
            range = "0 or more")
        Duration every,
    @ConfigKey(value = "How many keys of the partition an audit compares.", range = "1 to 10000")
        Integer sample) {
  private static final Duration DEFAULT_EVERY = Duration.ofMinutes(15);
  private static final int DEFAULT_SAMPLE = 20;
  private static final int LARGEST_SAMPLE = 10_000;

  public AuditConfig(@Nullable Duration every, @Nullable Integer sample) {
    this.every = every == null ? DEFAULT_EVERY : every;
    this.sample = sample == null ? DEFAULT_SAMPLE : sample;
    if (this.every.isNegative()) {
      throw new IllegalArgumentException(
          "every is %s s: give a positive time, or 0s for never".formatted(this.every.toSeconds()));
    }
    if (this.sample < 1 || this.sample > LARGEST_SAMPLE) {
      throw new IllegalArgumentException(
          "sample is %d: give 1 to %d keys".formatted(this.sample, LARGEST_SAMPLE));
    }
  }
}
