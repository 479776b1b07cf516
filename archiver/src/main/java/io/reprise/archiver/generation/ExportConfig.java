package io.reprise.archiver.generation;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.Durations;
import io.reprise.store.fold.ReducerId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The export settings of the snapshots that one reducer makes of a topic.
 *
 * @param reducer name of the reducer
 * @param version version of the reducer; 1 when left out
 * @param every the next generation is exported when the newest one has this age; 1 h when left out
 * @param keep number of newest generations that are kept, however old they are; 3 when left out
 * @param keepFor generations younger than this are kept as well; 24 h when left out. Must be longer
 *     than any load from a generation takes: a load fails if the objects of its generation are
 *     removed
 */
public record ExportConfig(
    @ConfigKey("The name of the reducer whose snapshots are exported.") String reducer,
    @ConfigKey("The version of the reducer.") Integer version,
    @ConfigKey(
            value = "A new generation is exported when the newest one is older.",
            range = "more than 0")
        Duration every,
    @ConfigKey(
            value = "How many of the newest generations are kept, however old they are.",
            range = "1 or more")
        Integer keep,
    @ConfigKey(
            value =
                "Generations younger than this are kept too. This time must be longer than any"
                    + " load from a generation takes.",
            range = "0 or more")
        Duration keepFor) {
  private static final int DEFAULT_KEEP = 3;

  public ExportConfig(
      @Nullable String reducer,
      @Nullable Integer version,
      @Nullable Duration every,
      @Nullable Integer keep,
      @Nullable Duration keepFor) {
    if (reducer == null) {
      throw new IllegalArgumentException("reducer is missing: give a reducer's name");
    }
    this.reducer = reducer;
    this.version = version == null ? 1 : version;
    this.every = every == null ? Duration.ofHours(1) : every;
    this.keep = keep == null ? DEFAULT_KEEP : keep;
    this.keepFor = keepFor == null ? Duration.ofHours(24) : keepFor;
    if (this.keep < 1) {
      throw new IllegalArgumentException("keep is %d: give 1 or more".formatted(this.keep));
    }
    if (this.every.isNegative() || this.every.isZero() || this.keepFor.isNegative()) {
      throw new IllegalArgumentException(
          "every is %s and keepFor %s: give a positive duration, for example 1h"
              .formatted(Durations.text(this.every), Durations.text(this.keepFor)));
    }
    id(); // Throws an exception if the reducer's name or version is invalid.
  }

  public ReducerId id() {
    return new ReducerId(reducer, version);
  }
}
