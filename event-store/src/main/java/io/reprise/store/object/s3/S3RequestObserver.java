package io.reprise.store.object.s3;

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
}
