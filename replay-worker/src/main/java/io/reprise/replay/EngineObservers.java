package io.reprise.replay;

import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.runtime.trace.Tracing;
import io.reprise.store.object.s3.S3RequestObserver;

/**
 * What a {@link ReplayEngine} tells about its work while it runs.
 *
 * @param deliveries is told about every committed slice
 * @param requests is told about every request to the object store
 * @param tracing gives deliveries spans; the caller closes it
 */
record EngineObservers(DeliveryObserver deliveries, S3RequestObserver requests, Tracing tracing) {
  static final EngineObservers NONE =
      new EngineObservers(DeliveryObserver.NONE, S3RequestObserver.NONE, Tracing.OFF);
}
