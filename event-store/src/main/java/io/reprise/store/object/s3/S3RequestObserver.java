package io.reprise.store.object.s3;

import java.time.Duration;

/**
 * Is told about every HTTP request to S3. Implementations must not block and must not throw, and
 * are called by several threads.
 */
@FunctionalInterface
public interface S3RequestObserver {
  S3RequestObserver NONE = request -> {};

  /**
   * Called once for each request: when the body of its answer was read to its end or closed, or
   * when the request has failed.
   */
  void ended(S3Request request);

  /** Counts requests by the labels of {@link S3Request.Kind} and {@link S3Request.Outcome}. */
  @FunctionalInterface
  interface Counts {
    /** Counts one request; the parameters are those of {@link S3Request}. */
    void ended(
        String kind,
        String outcome,
        Duration latency,
        boolean isRetry,
        long sentBytes,
        long receivedBytes);
  }

  /** Returns an observer that tells {@code counts} about every request. */
  static S3RequestObserver of(Counts counts) {
    return request ->
        counts.ended(
            request.kind().label(),
            request.outcome().label(),
            request.latency(),
            request.isRetry(),
            request.sentBytes(),
            request.receivedBytes());
  }
}
