package io.reprise.archiver.http;

import io.reprise.archiver.operate.GarbageCollector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of a garbage collection.
 *
 * @param topic all archived topics when left out
 * @param apply true to remove garbage; it is only listed when left out
 * @param leastAge younger objects are not garbage; a day when left out
 */
record GarbageCollectionRequest(@Nullable String topic, Boolean apply, Duration leastAge) {
  GarbageCollectionRequest(
      @Nullable String topic, @Nullable Boolean apply, @Nullable Duration leastAge) {
    this.topic = topic;
    this.apply = apply != null && apply;
    this.leastAge = leastAge == null ? GarbageCollector.A_DAY : leastAge;
  }
}
