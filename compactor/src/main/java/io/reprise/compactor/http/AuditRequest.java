package io.reprise.compactor.http;

import io.reprise.runtime.http.RequiredField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for an audit.
 *
 * @param reducer name, such as {@code merge.v1}, or {@code merge} for the highest version of that
 *     reducer
 * @param sample number of keys to compare in each partition; 100 when left out
 * @param seed determines which keys a sample contains; 0 when left out, so that equal requests
 *     audit equal keys
 * @param keys the keys to audit instead of a sample, as UTF-8
 */
record AuditRequest(String topic, String reducer, int sample, long seed, List<String> keys) {
  private static final int DEFAULT_SAMPLE = 100;
  private static final int LARGEST_SAMPLE = 100_000;

  AuditRequest(
      @Nullable String topic,
      @Nullable String reducer,
      int sample,
      long seed,
      @Nullable List<String> keys) {
    this.topic = RequiredField.text("topic", topic);
    this.reducer = RequiredField.text("reducer", reducer);
    this.sample = sample == 0 ? DEFAULT_SAMPLE : sample;
    this.seed = seed;
    this.keys = keys == null ? List.of() : List.copyOf(keys);
    if (this.sample < 1 || this.sample > LARGEST_SAMPLE) {
      throw new IllegalArgumentException(
          "sample is %d: give 1 to %d keys".formatted(sample, LARGEST_SAMPLE));
    }
  }
}
