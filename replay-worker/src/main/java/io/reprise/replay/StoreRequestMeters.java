package io.reprise.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.runtime.metric.ObjectStoreMeters;
import io.reprise.store.object.s3.S3Request;
import io.reprise.store.object.s3.S3RequestObserver;

/** Counts a worker's requests to the object store. Thread-safe. */
final class StoreRequestMeters implements S3RequestObserver {
  private final ObjectStoreMeters meters;

  /** Registers the meters. Two objects of one registry count together. */
  StoreRequestMeters(MeterRegistry registry) {
    this.meters =
        new ObjectStoreMeters(registry, S3Request.Kind.labels(), S3Request.Outcome.labels());
  }

  @Override
  public void ended(S3Request request) {
    var kind = request.kind().label();
    meters.ended(kind, request.outcome().label(), request.latency());
    meters.transferred(request.sentBytes(), request.receivedBytes());
    if (request.isRetry()) {
      meters.repeated(kind);
    }
  }
}
