package io.reprise.archiver.http;

import io.reprise.archiver.operate.GarbageCollector;
import io.reprise.runtime.json.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to find and remove the garbage of archives.
 *
 * @param topic the topic whose garbage is collected; all archived topics when left out
 * @param apply true to remove the garbage; when left out, the garbage is only listed
 * @param leastAge objects younger than this are not garbage; a day when left out
 */
record GarbageCollectionRequest(@Nullable String topic, Boolean apply, Duration leastAge) {
  private static final Duration LONGEST_AGE = Duration.ofDays(36_500);

  GarbageCollectionRequest(
      @Nullable String topic, @Nullable Boolean apply, @Nullable Duration leastAge) {
    this.topic = topic;
    this.apply = apply != null && apply;
    this.leastAge = leastAge == null ? GarbageCollector.A_DAY : leastAge;
    if (this.leastAge.isNegative() || this.leastAge.compareTo(LONGEST_AGE) > 0) {
      throw new IllegalArgumentException(
          "leastAge is %s: give 0s to %dd"
              .formatted(Durations.text(this.leastAge), LONGEST_AGE.toDays()));
    }
  }
}
